"""Draw four people who join the pieces of one circle."""

from __future__ import annotations

from .palette import (
    BLUE,
    CORAL,
    GOLD,
    GREEN,
    HONEY,
    INK,
    NAVY,
    PALE_SKY,
    PAPER,
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
from .people import Tint
from .shapes import Style, box, disc, group, line, path, picture, placed

KNOB = "L112 0 C128 0 128 12 120 24 A36 36 0 1 0 172 24 C164 12 164 0 180 0"
PIECE = (
    f"M0 0 {KNOB} L286 0 A286 286 0 0 0 0 -286 "
    "L0 -180 C0 -164 12 -164 24 -172 A36 36 0 1 1 24 -120 C12 -128 0 -128 0 -112 Z"
)
SLEEVE = "M236 -62 L900 -108 V108 L236 62 Z"
FOLD = "M236 34 L900 54 V108 L236 62 Z"
BACK_OF_HAND = "M132 -54 C168 -64 208 -52 252 -48 V48 C226 50 196 58 132 52 Z"
THUMB = "M228 38 C206 72 182 104 134 112 C112 114 104 92 122 84 C148 74 158 62 160 40 Z"
FINGERS = (
    ("M150 -38 C126 -44 104 -48 84 -48", 24),
    ("M150 -13 C116 -18 86 -20 56 -19", 27),
    ("M150 13 C112 12 82 11 48 13", 28),
    ("M150 38 C118 42 92 44 66 46", 27),
)
BETWEEN = "M146 -26 L116 -30 M146 0 L98 -3 M146 26 L102 28"


def table() -> str:
    """Lay a blue table with a pale round cloth."""
    return group(
        box((0, 0), (1600, 900), NAVY),
        disc(800, 450, 650, "#094478"),
        disc(800, 450, 512, BLUE),
        disc(806, 464, 376, INK, opacity=0.16),
        disc(800, 450, 376, PAPER),
        disc(800, 450, 340, SAND),
        disc(800, 450, 334, PAPER),
    )


def pieces() -> str:
    """Cut the circle into four, each piece's knob in the next."""
    tints = (SKY, GREEN, GOLD, VERMILION)
    rim: Style = {"stroke": PAPER, "stroke_width": 8, "stroke_linejoin": "round"}
    return group(
        disc(800, 462, 290, INK, opacity=0.12),
        *(
            placed((800, 450), path(PIECE, tint, **rim), turn=90 * n)
            for n, tint in enumerate(tints)
        ),
    )


def hand(skin: Tint) -> str:
    """Lay a hand flat, fingers to the left and the thumb below."""
    return group(
        path(THUMB, skin.light),
        path(BACK_OF_HAND, skin.light),
        *(line(bone, skin.light, width) for bone, width in FINGERS),
        line(BETWEEN, skin.dark, 3.6),
        line("M206 52 C192 60 176 60 160 52", skin.dark, 3.6),
    )


def shadow() -> str:
    """Outline an arm as its own shadow."""
    return group(
        path(SLEEVE, INK),
        path(BACK_OF_HAND, INK),
        path(THUMB, INK),
        *(line(bone, INK, width) for bone, width in FINGERS),
    )


def arm(skin: Tint, cloth: Tint, *, below: int) -> str:
    """Reach in from the right; the sleeve's shade lies on the side of `below`, +1 or -1."""
    return group(
        path(SLEEVE, cloth.light),
        path(FOLD, cloth.dark, transform=f"scale(1 {below})"),
        hand(skin),
        box((232, -68), (36, 136), WHITE, rx=9),
        box((256, -68), (12, 136), SAND, rx=5),
    )


def four(*arms: str) -> str:
    """Bring four arms in from the corners, clockwise from the upper right, thumbs inwards."""
    upper_right, lower_right, lower_left, upper_left = arms
    return group(
        placed((956, 344), upper_right, turn=-32),
        placed((956, 556), lower_right, turn=212, flip=True),
        placed((644, 556), lower_left, turn=148),
        placed((644, 344), upper_left, turn=32, flip=True),
    )


def arms() -> str:
    """Dress the four arms and cast their shadows on the table."""
    fair, tan = Tint(SKIN_LIGHT, SKIN), Tint(SKIN, SKIN_WARM)
    return group(
        group(four(*[shadow()] * 4), opacity=0.13, transform="translate(0 15)"),
        four(
            arm(tan, Tint(CORAL, VERMILION), below=1),
            arm(fair, Tint(HONEY, GOLD), below=-1),
            arm(Tint(SKIN_WARM, SKIN_DEEP), Tint(SAGE, "#6fa883"), below=-1),
            arm(tan, Tint(PALE_SKY, SKY), below=1),
        ),
    )


def country_programme() -> str:
    """Compose the picture of the country programme."""
    return picture(1600, 900, table(), pieces(), arms())
