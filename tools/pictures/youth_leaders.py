"""Draw a sapling in an open hand, before the sun and the hills."""

from __future__ import annotations

from .palette import (
    BLUE,
    CREAM,
    DEW,
    GOLD,
    GREEN,
    HONEY,
    NAVY,
    PINE,
    SAGE,
    SKIN,
    SKIN_DEEP,
    SKIN_WARM,
    SOIL,
    WHITE,
)
from .shapes import box, disc, group, line, path, picture, placed

LEAF = "M0 0 C26 -66 96 -96 172 -84 C150 -16 82 26 0 0 Z"
UNDER = "M0 0 C56 -28 112 -58 172 -84 C150 -16 82 26 0 0 Z"
FAR = (
    "M0 560 C180 470 330 470 520 560 C700 640 860 560 1040 500 C1240 440 1420 480 1600 560 "
    "V900 H0 Z"
)
MIDDLE = (
    "M0 660 C220 560 420 580 640 670 C860 750 1120 640 1300 600 C1420 574 1520 590 1600 620 "
    "V900 H0 Z"
)
NEAR = "M0 770 C260 680 520 720 800 780 C1080 830 1340 740 1600 710 V900 H0 Z"
TERRACES = (
    "M0 812 C240 726 420 742 620 790 M0 854 C200 780 360 778 540 826 M0 896 C150 838 300 822 "
    "460 866"
)
STEPS = (
    "M1600 752 C1500 764 1400 790 1290 812 M1600 796 C1520 808 1430 832 1330 852 M1600 840 "
    "C1540 850 1460 868 1380 888"
)
PALM = (
    "M740 780 C800 776 850 762 900 730 C950 694 1010 676 1062 700 C1100 720 1130 752 1166 794 "
    "L1280 920 H1052 C1020 890 1000 868 964 858 C900 844 800 840 740 836 Z"
)


def morning() -> str:
    """Raise the sun behind three ranges of hills, terraced at their foot."""
    return group(
        box((0, 0), (1600, 900), CREAM),
        disc(800, 396, 470, "#f8e5b6"),
        disc(800, 396, 370, HONEY),
        disc(800, 396, 270, GOLD),
        path(FAR, DEW),
        path(MIDDLE, SAGE),
        path(NEAR, GREEN),
        line(TERRACES + STEPS, PINE, 5, opacity=0.55),
    )


def tree(tint: str) -> str:
    """Plant a small round tree at the origin."""
    return line("M0 0 V-40", PINE, 5) + disc(0, -56, 30, tint) + disc(18, -40, 20, tint)


def grove() -> str:
    """Scatter trees on the middle hill."""
    return group(
        placed((196, 606), tree(GREEN)),
        placed((262, 600), tree(GREEN), scale=0.8),
        placed((1370, 594), tree(GREEN), scale=0.86, flip=True),
        placed((1456, 598), tree(GREEN), scale=1.1, flip=True),
    )


def fingers() -> str:
    """Curl the three far fingers behind the earth."""
    return group(
        line("M860 776 C760 780 690 740 664 664", SKIN_DEEP, 44),
        line("M860 790 C730 800 650 760 622 680", "#b97b54", 48),
        line("M860 800 C700 816 606 786 584 700", SKIN_WARM, 52),
    )


def palm() -> str:
    """Hold the palm open from the right, the thumb beside the earth."""
    return group(
        line("M760 808 C660 806 572 790 546 716", SKIN, 56),
        path(PALM, SKIN),
        path(
            "M740 836 C850 826 960 826 1030 862 L1090 920 H1052 C1020 890 1000 868 964 858 "
            "C900 844 800 840 740 836 Z",
            SKIN_WARM,
        ),
        path("M862 668 C860 752 964 806 1066 770 C985 762 918 732 876 676 Z", SKIN_WARM),
        line("M1056 748 C984 752 924 728 886 672", SKIN, 48),
    )


def sleeve() -> str:
    """Cover the forearm."""
    return group(
        path("M1168 764 L1330 920 H1016 L1032 874 Z", BLUE),
        path("M1064 880 L1140 920 H1016 L1032 874 Z", NAVY),
        line("M1160 776 L1030 884", WHITE, 34, stroke_linecap="butt"),
    )


def earth() -> str:
    """Heap earth in the palm."""
    return group(
        path(
            "M640 770 C670 700 760 664 836 664 C900 666 940 690 962 740 C920 810 720 820 640 770 Z",
            SOIL,
        ),
        path(
            "M836 664 C900 666 940 690 962 740 C960 770 900 788 860 792 C910 750 900 700 836 664 Z",
            "#49342b",
        ),
        line("M730 716 q10 -7 20 -2 M770 744 q10 -6 18 0 M800 700 q8 -6 16 0", "#7a5c4c", 6),
    )


def sapling() -> str:
    """Grow a sapling from the origin."""
    leaf = path(LEAF, GREEN) + path(UNDER, PINE)
    return group(
        line("M0 0 C-12 -110 14 -190 0 -340", PINE, 13),
        placed((-4, -110), leaf, turn=6, scale=1.1),
        placed((2, -176), leaf, flip=True, turn=-8, scale=1.2),
        placed((4, -250), leaf, turn=-14, scale=0.94),
        placed((0, -320), leaf, turn=14, scale=0.84, flip=True),
        placed((0, -334), leaf, turn=-46, scale=0.66),
    )


def youth_leaders() -> str:
    """Compose the picture of the programme for young leaders."""
    scene = (fingers(), placed((806, 680), sapling()), earth(), palm(), sleeve())
    return picture(1600, 900, morning(), grove(), *scene)
