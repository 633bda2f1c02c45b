"""Draw Hanoi: the Long Biên bridge, the Turtle Tower in its lake, and two voices."""

from __future__ import annotations

import math

from .palette import (
    BLUE,
    BLUSH,
    CREAM,
    GREEN,
    HONEY,
    INK,
    NAVY,
    OCHRE,
    PALE_SKY,
    PINE,
    SKIN_WARM,
    SOIL,
    VERMILION,
    WHITE,
)
from .shapes import box, disc, group, line, oval, path, picture, placed

FAR = (
    "M0 640 V478 H64 V446 H120 V486 H176 V420 H240 V470 H292 V352 H330 V322 H372 V352 H384 V470 "
    "H452 V440 H520 V492 H600 V458 H668 V496 H760 V462 H820 V492 H900 V446 H964 V480 H1040 "
    "V432 H1100 "
    "V470 H1176 V322 Q1176 300 1198 296 V250 H1204 V296 Q1240 300 1240 322 V470 "
    "H1300 V414 H1366 V466 H1430 V436 H1490 V480 H1546 V456 H1600 V640 Z"
)
NEAR = (
    "M0 640 V520 H40 L40 500 H96 V534 H140 V512 H190 V548 H250 V528 L280 506 L310 528 V552 "
    "H420 V532 H470 V556 H560 "
    "V540 H610 V560 H980 V538 H1030 V556 H1110 V530 H1150 V550 H1230 V526 L1258 504 L1286 526 "
    "V546 H1350 V514 H1404 "
    "V540 H1462 V506 H1524 V530 H1600 V640 Z"
)
LIGHTS = (
    "M306 376 h12 m14 0 h12 m14 0 h12 M306 402 h12 m14 0 h12 m14 0 h12 M306 428 h12 m14 0 h12 "
    "m14 0 h12 "
    "M1190 346 h10 m16 0 h10 M1190 370 h10 m16 0 h10 M1190 394 h10 m16 0 h10 M1190 418 h10 "
    "m16 0 h10 "
    "M192 444 h12 m12 0 h12 M916 470 h12 m12 0 h12 M1316 438 h12 m12 0 h12 M468 464 h12 m12 0 h12"
)
DOORWAY = "#6b4a3c"
SPAN, PANEL = 400, 25


def sky() -> str:
    """Wash the evening sky and lower the sun."""
    return group(
        box((0, 0), (1600, 900), BLUSH),
        disc(800, 560, 560, "#f9ddd0"),
        disc(800, 560, 420, "#fbe6d4"),
        disc(800, 560, 270, CREAM),
        path(FAR, "#f0bfae"),
        line(LIGHTS, "#f7d5c6", 6, stroke_linecap="butt"),
        path(NEAR, "#dd9a89"),
    )


def chord(x: int) -> float:
    """Find how high the truss stands over the deck, its peaks at the piers."""
    away = abs((x + SPAN // 2) % SPAN - SPAN // 2)
    return 44 + 76 * math.pow(max(0.0, 1 - away / 125), 1.5)


def truss() -> str:
    """Lace the cantilevers of the bridge from bank to bank."""
    deck, steps = 586, range(-100, 1701, PANEL)
    top = " ".join(f"L{x} {deck - chord(x):.1f}" for x in steps)
    posts = " ".join(f"M{x} {deck} V{deck - chord(x):.1f}" for x in steps)
    braces = " ".join(
        f"M{x} {deck} L{x + PANEL} {deck - chord(x + PANEL):.1f} L{x + 2 * PANEL} {deck}"
        for x in steps[::2]
    )
    return group(
        line(f"M-100 {deck} {top}", NAVY, 6),
        line(posts, NAVY, 2.5),
        line(braces, NAVY, 2.5),
        box((0, deck - 4), (1600, 14), NAVY),
    )


def piers() -> str:
    """Found the bridge on stone."""
    return group(
        *(path(f"M{x - 20} 594 h40 l8 62 h-56 Z", "#52687f") for x in range(0, 1601, SPAN)),
        *(path(f"M{x + 4} 594 h16 l8 62 h-20 Z", "#40566d") for x in range(0, 1601, SPAN)),
    )


def lake() -> str:
    """Lay the water with the evening on it."""
    glints = (
        "M610 690 h90 M760 690 h160 M680 726 h70 M800 726 h210 M640 764 h250 M720 804 h120 "
        "M880 804 h60"
    )
    ripples = (
        "M60 700 h120 M240 730 h70 M330 690 h60 M1380 700 h150 M1320 850 h120 M60 790 h90 "
        "M1480 780 h90 M420 850 h110"
    )
    return group(
        box((0, 640), (1600, 260), "#a9c9de"),
        box((0, 640), (1600, 10), "#8fb4cd"),
        *(path(f"M{x - 28} 650 h56 l-6 60 h-44 Z", "#8fb4cd") for x in range(0, 1601, SPAN)),
        line(glints, CREAM, 8),
        line(ripples, "#cfe2ee", 6),
    )


def arches(at: tuple[int, int], count: int, width: int, height: int) -> str:
    """Open a row of arches, the first one's foot at a point."""
    x, y = at
    half = width / 2
    arch = f"v{half - height} a{half} {half} 0 0 1 {width} 0 v{height - half} Z"
    return path(" ".join(f"M{x + n * (width + 18)} {y} {arch}" for n in range(count)), DOORWAY)


def turtle_tower() -> str:
    """Build the tower about the middle of its foot: three storeys, each smaller."""
    wall, shade, tile = "#e8d3b4", "#cfb48f", "#8a5a48"
    return group(
        box((-110, -112), (220, 112), wall),
        box((50, -112), (60, 112), shade),
        arches((-88, 0), 4, 31, 80),
        path("M-124 -106 Q-116 -122 -106 -128 H106 Q116 -122 124 -106 Z", tile),
        box((-78, -204), (156, 78), wall),
        box((36, -204), (42, 78), shade),
        arches((-60, -128), 3, 28, 58),
        path("M-92 -198 Q-84 -214 -74 -220 H74 Q84 -214 92 -198 Z", tile),
        box((-46, -276), (92, 58), wall),
        box((18, -276), (28, 58), shade),
        disc(0, -246, 15, DOORWAY),
        path("M-66 -268 Q-40 -280 -34 -304 H34 Q40 -280 66 -268 Z", tile),
        path(
            "M-40 -300 Q-46 -312 -38 -318 Q-30 -308 0 -308 Q30 -308 38 -318 Q46 -312 40 -300 Z",
            tile,
        ),
    )


def islet() -> str:
    """Set the tower on its islet, a little of it mirrored."""
    return group(
        path("M-126 30 h252 l-16 60 h-220 Z", "#93b7cf"),
        line("M-150 62 h90 M60 62 h70 M-40 80 h140", "#cfe2ee", 6),
        oval((0, 22), 236, 26, "#7ea6c1"),
        path(
            "M-220 20 C-180 -18 -90 -26 0 -26 C90 -26 180 -18 220 20 C120 34 -120 34 -220 20 Z",
            GREEN,
        ),
        path("M-220 20 C-120 8 120 8 220 20 C120 34 -120 34 -220 20 Z", PINE),
        disc(-160, -14, 30, PINE),
        disc(-130, -6, 22, GREEN),
        disc(158, -10, 26, GREEN),
        disc(182, 0, 18, PINE),
        placed((0, -4), turtle_tower()),
    )


def sampan() -> str:
    """Row a small boat with a woven roof, the origin on its waterline."""
    return group(
        oval((0, 12), 168, 10, "#8fb4cd"),
        path("M-66 -12 C-64 -80 54 -80 60 -12 Z", OCHRE),
        path("M20 -12 C30 -50 26 -64 4 -63 C40 -63 57 -46 60 -12 Z", "#a97822"),
        line("M-46 -14 C-42 -50 -34 -58 -26 -60 M-12 -14 C-10 -50 -6 -60 -2 -63", "#a97822", 4),
        path("M86 -18 L90 -66 Q104 -80 118 -66 L122 -18 Z", INK),
        disc(104, -82, 14, SKIN_WARM),
        path("M74 -84 Q104 -94 134 -84 L104 -112 Z", HONEY),
        line("M116 -62 L168 8", SOIL, 5),
        line("M96 -58 Q104 -44 124 -48", SKIN_WARM, 8),
        path(
            "M-176 -34 C-140 -14 130 -14 166 -34 C150 4 130 14 100 14 H-110 C-140 14 -160 4 "
            "-176 -34 Z",
            SOIL,
        ),
    )


def voices() -> str:
    """Hang two speech bubbles over the city."""
    first = (
        "M-170 -100 h300 q36 0 36 36 v108 q0 36 -36 36 h-200 l-62 56 q8 -34 2 -56 h-40 q-36 0 "
        "-36 -36 v-108 q0 -36 36 -36 Z"
    )
    return group(
        path(first, INK, opacity=0.08, transform="translate(568 212)"),
        placed(
            (560, 200),
            path(first, BLUE),
            line("M-160 -44 h250 M-160 -8 h250 M-160 28 h150", PALE_SKY, 13),
        ),
        placed(
            (960, 268),
            path(first, INK, opacity=0.1, transform="translate(-8 12)"),
            path(first, VERMILION),
            *(disc(x, -10, 17, WHITE) for x in (-80, -20, 40)),
            flip=True,
            scale=0.82,
        ),
    )


def director_general_visit() -> str:
    """Compose the picture of the visit."""
    return picture(
        1600,
        900,
        sky(),
        lake(),
        piers(),
        truss(),
        placed((388, 770), sampan()),
        placed((1356, 812), islet(), scale=0.98),
        voices(),
    )
