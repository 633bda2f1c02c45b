"""Draw a suitcase that carries figures along a route."""

from __future__ import annotations

from .palette import (
    BLUE,
    BRICK,
    CLAY,
    GOLD,
    GREEN,
    HONEY,
    INK,
    MIST,
    NAVY,
    OCHRE,
    PALE_SKY,
    PAPER,
    SAND,
    SKY,
    VERMILION,
    WHITE,
)
from .shapes import Style, box, clipped, disc, group, line, oval, path, picture, placed, ring

WEST = (
    "M0 0 H280 C340 60 280 120 330 190 C380 260 440 300 390 380 C350 440 280 440 262 520 "
    "C248 600 316 650 276 726 C240 786 150 770 100 830 Q76 858 70 900 H0 Z"
)
EAST = (
    "M1600 0 V900 H1250 C1210 840 1300 800 1280 720 C1260 650 1180 640 1200 550 "
    "C1216 480 1300 470 1290 390 C1278 310 1196 290 1226 200 C1246 130 1340 120 1330 0 Z"
)
ROUTE = "M186 640 C370 500 440 92 800 92 C1070 92 1230 250 1414 424"
BODY = (
    "M-222 -420 H222 Q270 -420 270 -372 V-56 Q270 -8 222 -8 H-222 Q-270 -8 -270 -56 V-372 "
    "Q-270 -420 -222 -420 Z"
)


def sea() -> str:
    """Lay a sea between two coasts."""
    shallows: Style = {"stroke": MIST, "stroke_width": 48}
    return group(
        box((0, 0), (1600, 900), PALE_SKY),
        path(WEST, MIST, **shallows),
        path(EAST, MIST, **shallows),
        path(WEST, PAPER),
        path(EAST, PAPER),
        clipped("west", WEST, path(WEST, SAND, transform="translate(-150 0)")),
        clipped("east", EAST, path(EAST, SAND, transform="translate(150 0)")),
    )


def pin(tint: str, shade: str) -> str:
    """Stick a pin in the map at the origin."""
    return group(
        oval((4, 2), 30, 9, INK, opacity=0.15),
        path("M0 0 C-16 -34 -48 -58 -48 -98 A48 48 0 0 1 48 -98 C48 -58 16 -34 0 0 Z", tint),
        path("M0 0 C16 -34 48 -58 48 -98 A48 48 0 0 0 0 -146 C30 -130 30 -70 0 0 Z", shade),
        disc(0, -98, 20, WHITE),
    )


def plane() -> str:
    """Fold a paper plane that flies to the right from the origin."""
    return group(
        path("M-56 -40 L64 0 L-34 6 Z", WHITE),
        path("M-34 6 L64 0 L-44 46 Z", WHITE),
        path("M-34 6 L64 0 L-30 30 Z", SKY),
    )


def report(tint: str) -> str:
    """Draw a sheet with a share and some lines at its head, about its foot."""
    return group(
        box((-112, -322), (240, 320), INK, rx=12, opacity=0.08),
        box((-120, -330), (240, 320), WHITE, rx=12),
        ring(-58, -258, 26, SAND, 17),
        line("M-58 -284 a26 26 0 1 1 -24 36", tint, 17, stroke_linecap="butt"),
        line("M2 -276 h84 M2 -244 h56 M-84 -196 h170 M-84 -164 h170", CLAY, 10),
    )


def bars() -> str:
    """Raise the bars upon their line, the origin at the line's middle."""
    heights = (66, 112, 90, 154, 206)
    tints = (SKY, PALE_SKY, SKY, PALE_SKY, VERMILION)
    return group(
        *(
            box((56 * n - 132, -height), (40, height), tint, rx=6)
            for n, (height, tint) in enumerate(zip(heights, tints, strict=True))
        ),
        line("M-142 4 H142", WHITE, 8),
    )


def strap(x: int, light: str, dark: str) -> str:
    """Buckle a strap round the suitcase."""
    return group(
        box((x, -420), (40, 412), light),
        box((x + 28, -420), (12, 412), dark),
        box((x - 7, -356), (54, 46), WHITE, rx=8),
        box((x + 7, -344), (26, 22), dark, rx=3),
    )


def suitcase() -> str:
    """Stand the suitcase about the middle of its foot."""
    handle = "M-84 -414 V-452 Q-84 -484 -52 -484 H52 Q84 -484 84 -452 V-414"
    return group(
        oval((12, 14), 300, 18, INK, opacity=0.14),
        line(handle, INK, 24, stroke_linecap="butt"),
        box((-108, -432), (48, 20), OCHRE, rx=5),
        box((60, -432), (48, 20), OCHRE, rx=5),
        box((-214, -14), (56, 28), INK, rx=9),
        box((158, -14), (56, 28), INK, rx=9),
        path(BODY, BLUE),
        clipped(
            "body",
            BODY,
            box((226, -420), (60, 420), NAVY),
            box((-270, -34), (540, 40), NAVY, opacity=0.55),
            strap(-212, HONEY, GOLD),
            strap(172, GOLD, OCHRE),
        ),
        placed((0, -86), bars()),
    )


def migration_data() -> str:
    """Compose the picture of the migration reports."""
    return picture(
        1600,
        900,
        sea(),
        line(ROUTE, VERMILION, 11, stroke_dasharray="0 27"),
        placed((186, 640), pin(GOLD, OCHRE)),
        placed((1414, 424), pin(VERMILION, BRICK)),
        placed((1046, 140), plane(), turn=24, scale=1.15),
        placed((690, 560), report(GREEN), turn=-15),
        placed((910, 560), report(GOLD), turn=15),
        placed((800, 804), suitcase()),
    )
