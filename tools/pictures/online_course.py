"""Draw three women under one umbrella, in the screen of a laptop."""

from __future__ import annotations

from itertools import pairwise

from .palette import (
    BLUE,
    BRICK,
    CLAY,
    CORAL,
    CREAM,
    GOLD,
    GREEN,
    INK,
    MIST,
    NAVY,
    OCHRE,
    PALE_SKY,
    PAPER,
    PINE,
    SAGE,
    SAND,
    SKIN,
    SKIN_DEEP,
    SKIN_LIGHT,
    SKIN_WARM,
    SKY,
    VERMILION,
    WHITE,
)
from .people import Tint, bob, bun, bust, long_hair, raised_fist
from .shapes import box, clipped, disc, group, line, oval, path, picture, placed

SCREEN = "M476 346 Q476 330 492 330 L1108 330 Q1124 330 1124 346 L1124 728 L476 728 Z"
HAIR = "#232a36"
METAL = Tint("#d7e1ea", "#b9c8d6")
SHADE = Tint(SKIN, SKIN_WARM)


def room() -> str:
    """Lay the wall, the table and a large calm disc."""
    return group(
        box((0, 0), (1600, 900), PAPER),
        disc(800, 452, 424, SAND),
        disc(800, 452, 346, CREAM),
        box((0, 776), (1600, 124), CLAY),
        box((0, 776), (1600, 10), SAND),
    )


def laptop() -> str:
    """Open a laptop; its screen is a clear sky."""
    return group(
        oval((800, 834), 524, 18, INK, opacity=0.12),
        path("M444 330 Q444 298 476 298 L1124 298 Q1156 298 1156 330 L1156 770 L444 770 Z", INK),
        path(SCREEN, PALE_SKY),
        clipped("sky", SCREEN, disc(800, 640, 300, MIST)),
    )


def keyboard() -> str:
    """Set the laptop's lower half before its screen."""
    under = "M320 768 L1280 768 L1280 788 Q1280 822 1240 822 L360 822 Q320 822 320 788 Z"
    return group(
        path(under, METAL.dark),
        box((320, 762), (960, 24), METAL.light, rx=8),
        path("M690 762 h220 v4 q0 12 -14 12 h-192 q-14 0 -14 -12 Z", "#a3b5c6"),
    )


def panel(left: float, right: float, tint: str) -> str:
    """Stretch one cloth of the umbrella between two of its ribs."""
    down = f"M0 -230 A{abs(left)} 230 0 0 {int(left > 0)} {left} 0"
    back = f"A{abs(right)} 230 0 0 {int(right <= 0)} 0 -230 Z"
    return path(f"{down} Q{(left + right) / 2} -46 {right} 0 {back}", tint, stroke=tint)


def umbrella() -> str:
    """Open an umbrella whose shaft stands on the origin's vertical."""
    ribs = (-430, -228, 0, 228, 430)
    tints = (VERMILION, CORAL, VERMILION, BRICK)
    return group(
        line("M0 -60 V330", NAVY, 13),
        *(
            panel(left, right, tint)
            for (left, right), tint in zip(pairwise(ribs), tints, strict=True)
        ),
        line("M0 -230 V-264", NAVY, 13),
    )


def women() -> str:
    """Set three women side by side, the one in the middle holding the umbrella."""
    fair, warm = Tint(SKIN_LIGHT, SKIN), Tint(SKIN_WARM, SKIN_DEEP)
    return group(
        placed((622, 528), bust(bob(HAIR), fair, Tint(GREEN, PINE), tilt=4), scale=0.86),
        placed((994, 532), bust(bun(HAIR), warm, Tint(GOLD, OCHRE), tilt=-5), scale=0.86),
        placed((800, 504), bust(long_hair(HAIR), SHADE, Tint(BLUE, NAVY), tilt=-2), scale=0.94),
        placed((892, 636), raised_fist(SHADE, Tint("#1a66a8", NAVY)), turn=-7, scale=0.94),
    )


def speech() -> str:
    """Let the woman on the right speak."""
    bubble = (
        "M1198 436 h172 q38 0 38 38 v86 q0 38 -38 38 h-160 q-22 0 -34 -10 "
        "Q1128 600 1078 584 Q1130 572 1160 534 v-60 q0 -38 38 -38 Z"
    )
    return group(
        path(bubble, INK, transform="translate(6 12)", opacity=0.1),
        path(bubble, WHITE),
        line("M1204 490 h160 M1204 542 h100", SKY, 14),
    )


def pot() -> str:
    """Stand a potted plant at the table's end."""
    leaf = "M0 0 C-46 -40 -50 -110 -6 -170 C42 -112 44 -44 0 0 Z"
    return group(
        oval((0, 4), 86, 12, INK, opacity=0.12),
        *(
            placed((x, -96), path(leaf, tint), line("M-1 -10 L-5 -140", PINE, 3), turn=turn)
            for x, turn, tint in (
                (-10, -46, SAGE),
                (10, 44, SAGE),
                (-4, -18, GREEN),
                (8, 16, GREEN),
            )
        ),
        path("M-62 -104 H62 L46 -8 Q44 4 32 4 H-32 Q-44 4 -46 -8 Z", WHITE),
        path("M24 -104 H62 L46 -8 Q44 4 32 4 H8 Q22 -40 24 -104 Z", SAND),
        box((-68, -116), (136, 22), BLUE, rx=8),
    )


def online_course() -> str:
    """Compose the picture of the online course."""
    return picture(
        1600,
        900,
        room(),
        placed((190, 806), pot()),
        laptop(),
        placed((840, 322), umbrella(), turn=-7),
        clipped("window", SCREEN, women()),
        keyboard(),
        speech(),
    )
