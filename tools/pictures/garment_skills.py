"""Draw a sewing machine that stitches a green leaf."""

from __future__ import annotations

from .palette import (
    BLUE,
    BRICK,
    DEW,
    GOLD,
    GREEN,
    HONEY,
    INK,
    MID_BLUE,
    NAVY,
    PAPER,
    PINE,
    SAND,
    SKY,
    VERMILION,
    WHITE,
)
from .shapes import box, clipped, disc, group, line, oval, path, picture, placed, ring

BODY = (
    "M520 276 H1120 Q1204 276 1204 360 V660 H1010 V508 Q1010 428 930 428 H712 Q684 428 684 456 "
    "V500 Q684 524 660 524 H566 Q542 524 538 500 L526 428 Q498 408 498 370 V298 Q498 276 520 276 Z"
)
LEAF = (
    "M864 654 C768 610 604 612 480 650 C360 686 262 764 214 866 "
    "C330 880 470 852 564 792 C650 736 772 714 864 654 Z"
)
VEIN = "M864 654 C710 662 560 680 440 736 C340 782 264 822 214 866"
FOLD = "M-104 -46 q0 -6 6 -6 h170 a26 26 0 0 1 0 52 h-170 q-6 0 -6 -6 Z"
FOLD_SHADE = "M-104 -20 h150 q28 0 44 -24 a26 26 0 0 1 -18 44 h-170 q-6 0 -6 -6 Z"
SEWN = "M609 675 C550 687 490 712 440 736 C348 778 278 814 230 854"
RIBS = (
    "M740 662 Q700 634 650 624 M520 704 Q500 670 452 660 M400 756 Q386 724 346 720 "
    "M690 664 Q680 706 640 746 M500 712 Q488 764 440 838 M380 766 Q362 812 316 868"
)
STEEL, STEEL_DARK = "#c3d0db", "#93a6b8"


def workroom() -> str:
    """Lay the wall, a round window of light and the table."""
    return group(
        box((0, 0), (1600, 900), "#eef3e8"),
        disc(810, 420, 408, DEW),
        disc(810, 420, 326, "#e8f1e6"),
        box((0, 700), (1600, 200), SAND),
        box((0, 700), (1600, 10), PAPER),
    )


def folded_cloth() -> str:
    """Stack three folded cloths, the origin below the middle of the stack."""
    tints = ((VERMILION, BRICK), (HONEY, GOLD), (SKY, "#6faadb"))
    folds = (
        placed(
            (-6 * level, -54 * level),
            path(FOLD, light),
            path(FOLD_SHADE, dark),
            line("M-98 -27 H66", dark, 4),
        )
        for level, (light, dark) in enumerate(tints)
    )
    return oval((6, 0), 122, 12, INK, opacity=0.12) + group(*folds)


def spool() -> str:
    """Stand the thread on the machine, the origin at its foot."""
    return group(
        line("M0 0 V-118", INK, 7),
        path("M-34 -14 H34 L28 -92 H-28 Z", VERMILION),
        path("M8 -14 H34 L28 -92 H8 Z", BRICK),
        line("M-31 -32 H31 M-30 -50 H30 M-29 -68 H29", BRICK, 3),
        box((-42, -14), (84, 14), HONEY, rx=5),
        box((-36, -104), (72, 14), HONEY, rx=5),
    )


def wheel() -> str:
    """Fit the hand wheel at the machine's right."""
    return group(
        box((1196, 338), (34, 56), INK),
        box((1216, 296), (46, 140), MID_BLUE, rx=16),
        path("M1238 296 h8 q16 0 16 16 v108 q0 16 -16 16 h-8 Z", BLUE),
        line("M1228 320 v92", SKY, 5),
    )


def machine() -> str:
    """Draw the machine: arm, column, bed and the maker's gilding."""
    return group(
        oval((840, 748), 460, 16, INK, opacity=0.13),
        wheel(),
        path(BODY, BLUE),
        clipped("body", BODY, path("M1124 270 H1220 V664 H1124 Z", NAVY)),
        line("M544 304 H1090", MID_BLUE, 8),
        line("M744 366 H960", GOLD, 9),
        line("M724 366 h0 M980 366 h0", GOLD, 12),
        ring(1068, 530, 34, GOLD, 8),
        line("M1068 530 L1084 514", GOLD, 9),
        box((430, 650), (840, 86), NAVY, rx=16),
        box((430, 650), (840, 28), "#175f9f", rx=14),
        path("M470 736 h56 v12 h-56 Z M1180 736 h56 v12 h-56 Z", INK),
    )


def needle() -> str:
    """Lower the needle and its foot onto the cloth."""
    return group(
        box((597, 524), (24, 56), STEEL),
        line("M609 578 V668", STEEL_DARK, 6),
        box((634, 524), (13, 112), STEEL_DARK),
        path("M562 658 Q562 634 588 634 H666 V656 H562 Z", STEEL),
    )


def leaf() -> str:
    """Lay the leaf on the machine's bed, falling over the table."""
    return group(
        path(LEAF, INK, opacity=0.13, transform="translate(12 16)"),
        path(LEAF, GREEN),
        clipped("leaf", LEAF, path(f"{VEIN} L300 900 L900 900 Z", PINE), line(RIBS, "#35805a", 4)),
        line("M860 654 C890 640 912 636 944 638", PINE, 12),
        line("M864 654 C780 658 690 664 609 675", "#7fbb92", 4),
        line(SEWN, WHITE, 7, stroke_dasharray="17 15"),
    )


def thread() -> str:
    """Lead the thread from the spool over the guides to the needle."""
    return group(
        disc(609, 392, 25, STEEL),
        disc(609, 392, 14, STEEL_DARK),
        line("M640 276 v-22", STEEL_DARK, 8),
        line("M872 216 C800 222 700 236 640 254 C622 262 609 300 609 392 V664", VERMILION, 4),
    )


def garment_skills() -> str:
    """Compose the picture of the seminar on garment skills."""
    return picture(
        1600,
        900,
        workroom(),
        placed((1420, 760), folded_cloth()),
        placed((900, 280), spool()),
        machine(),
        leaf(),
        needle(),
        thread(),
    )
