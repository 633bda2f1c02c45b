"""Draw a hard hat under a shield, before a town at work."""

from __future__ import annotations

from .palette import (
    BLUE,
    CREAM,
    GOLD,
    HONEY,
    INK,
    MIST,
    NAVY,
    OCHRE,
    PALE_SKY,
    SKY,
    WHITE,
)
from .shapes import box, clipped, disc, group, line, oval, path, picture, placed

SHIELD = (
    "M0 -330 C70 -278 160 -250 250 -248 Q272 -248 272 -226 L272 -30 C272 140 150 252 0 320 "
    "C-150 252 -272 140 -272 -30 L-272 -226 Q-272 -248 -250 -248 C-160 -250 -70 -278 0 -330 Z"
)
DOME = "M-196 0 C-198 -130 -114 -208 0 -208 C114 -208 198 -130 196 0 Z"
BRIM = (
    "M-262 34 C-262 8 -226 -26 -188 -34 Q0 -66 188 -34 C226 -26 262 8 262 34 "
    "C230 22 150 60 0 60 C-150 60 -230 22 -262 34 Z"
)
EDGE = (
    "M-262 34 C-230 16 -150 44 0 44 C150 44 230 16 262 34 C230 26 150 66 0 66 C-150 66 -230 "
    "26 -262 34 Z"
)
WORKS = (
    "M0 700 V566 H84 V506 H168 V590 H236 V530 L320 474 V530 L404 474 V530 L488 474 V596 H552 "
    "V640 H620 "
    "H980 H1090 V604 H1180 V560 H1262 V610 H1330 V482 H1436 V566 H1510 V524 H1600 V700 Z"
)
WINDOWS = "M262 560 h30 M346 560 h30 M430 560 h30 M1364 520 h38 M1364 552 h38 M1364 584 h38"


def crane() -> str:
    """Raise a tower crane, the origin at the foot of its mast."""
    return group(
        line("M0 0 V-236 M-108 -196 H180 M0 -250 L-108 -196 M0 -250 L180 -196", PALE_SKY, 9),
        line("M138 -196 V-120", PALE_SKY, 5),
        box((-118, -196), (34, 40), PALE_SKY),
        box((114, -120), (48, 28), PALE_SKY, rx=3),
    )


def town() -> str:
    """Set a works on the horizon, pale as a memory, under rings of shelter."""
    return group(
        box((0, 0), (1600, 900), MIST),
        disc(800, 396, 468, "#eef5fa"),
        disc(800, 396, 380, WHITE),
        placed((1386, 490), crane()),
        box((112, 410), (32, 100), PALE_SKY),
        path(WORKS, PALE_SKY),
        line(WINDOWS, MIST, 12, stroke_linecap="butt"),
        box((0, 692), (1600, 208), CREAM),
        box((0, 692), (1600, 8), HONEY),
    )


def shield() -> str:
    """Draw the shield about the origin, its right half in the shade."""
    return group(
        path(SHIELD, BLUE),
        clipped("right", "M0 -400 H400 V400 H0 Z", path(SHIELD, NAVY)),
        placed((0, -5), path(SHIELD, "none", stroke=SKY, stroke_width=7), scale=0.88),
        box((-35, -196), (70, 206), WHITE, rx=14),
        box((-103, -128), (206, 70), WHITE, rx=14),
    )


def dome() -> str:
    """Round the hat's crown, lit from the left."""
    return group(
        path(DOME, GOLD),
        clipped(
            "dome",
            DOME,
            path("M84 -220 C140 -150 152 -70 150 10 H220 V-220 Z", OCHRE),
            line("M-100 10 C-104 -90 -86 -150 -58 -202", OCHRE, 8),
            line("M100 10 C104 -90 86 -150 58 -202", "#b27f25", 8),
            line("M-152 -48 C-146 -100 -130 -136 -108 -160", HONEY, 13),
        ),
        path("M-42 10 L-37 -190 Q-34 -232 0 -232 Q34 -232 37 -190 L42 10 Z", HONEY),
        path("M6 -232 Q34 -230 37 -190 L42 10 H10 Z", "#d9a23a"),
    )


def hard_hat() -> str:
    """Draw the hat about the middle of its brim, on the ground."""
    return group(
        oval((14, 62), 296, 18, INK, opacity=0.13),
        oval((0, 50), 176, 28, "#8a6118"),
        dome(),
        clipped("cast", DOME, path("M-262 -22 Q0 -90 262 -22 V10 H-262 Z", OCHRE, opacity=0.7)),
        path(BRIM, GOLD),
        line("M-196 -12 Q-110 -36 -60 -38", HONEY, 9),
        path(EDGE, OCHRE),
    )


def injury_insurance() -> str:
    """Compose the picture of the workshop on employment injury insurance."""
    return picture(
        1600,
        900,
        town(),
        placed((812, 402), path(SHIELD, INK, opacity=0.1)),
        placed((800, 388), shield()),
        placed((800, 752), hard_hat()),
    )
