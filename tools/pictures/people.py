"""Draw people: a bust with one of three ways to wear the hair, and a fist on its forearm."""

from __future__ import annotations

from typing import NamedTuple

from .palette import (
    CORAL,
    INK,
)
from .shapes import Number, box, disc, group, line, oval, path

BUST = (
    "M-26 84 C-60 100 -104 104 -126 138 C-146 170 -150 250 -152 330 "
    "L152 330 C150 250 146 170 126 138 C104 104 60 100 26 84 Z"
)
BUST_SHADE = (
    "M40 92 C70 150 96 220 100 330 L152 330 C150 250 146 170 126 138 C104 104 66 102 40 92 Z"
)
HEAD = "M-50 -16 C-50 -60 50 -60 50 -16 C50 34 26 66 0 66 C-26 66 -50 34 -50 -16 Z"
SIDE_PARTING = (
    "M-54 6 C-62 -58 -34 -84 2 -84 C40 -84 62 -56 54 6 C50 -16 42 -32 30 -42 "
    "C6 -30 -30 -28 -44 -22 C-50 -14 -53 -4 -54 6 Z"
)
LONG = (
    "M0 -86 C-52 -88 -70 -44 -66 10 C-64 60 -82 120 -74 176 "
    "L74 176 C82 120 64 60 66 10 C70 -44 52 -88 0 -86 Z"
)
BOB = (
    "M0 -88 C-54 -90 -72 -46 -70 4 C-70 36 -72 50 -64 66 Q-44 76 -30 62 "
    "L30 62 Q44 76 64 66 C72 50 70 36 70 4 C72 -46 54 -90 0 -88 Z"
)
FRINGE = (
    "M-62 40 C-74 -60 -30 -84 0 -84 C36 -84 74 -60 62 40 C42 34 42 0 42 -24 "
    "Q2 -34 -42 -24 C-42 0 -42 34 -62 40 Z"
)


class Tint(NamedTuple):
    """Pair a surface's colour with its shade."""

    light: str
    dark: str


class Hair(NamedTuple):
    """Part the hair into what falls behind the face and what lies before it."""

    back: str
    front: str


def long_hair(colour: str) -> Hair:
    """Let the hair fall behind the shoulders."""
    return Hair(path(LONG, colour), path(SIDE_PARTING, colour))


def bun(colour: str) -> Hair:
    """Tie the hair in a knot."""
    knot = group(disc(6, -90, 30, colour), oval((0, -22), 58, 62, colour))
    return Hair(knot, path(SIDE_PARTING, colour))


def bob(colour: str) -> Hair:
    """Cut the hair at the jaw."""
    return Hair(path(BOB, colour), path(FRINGE, colour))


def face(skin: Tint) -> str:
    """Draw a quiet, smiling face."""
    return group(
        oval((-51, 2), 9, 13, skin.dark),
        oval((51, 2), 9, 13, skin.dark),
        path(HEAD, skin.light),
        disc(-29, 24, 9, CORAL, opacity=0.32),
        disc(29, 24, 9, CORAL, opacity=0.32),
        oval((-19, 5), 4.2, 5.4, INK),
        oval((19, 5), 4.2, 5.4, INK),
        line("M-28 -11 q9 -6 17 -2 M28 -11 q-9 -6 -17 -2", INK, 3.2),
        line("M-13 34 q13 13 26 0", INK, 3.4),
        line("M-2 18 q4 4 7 0", skin.dark, 3.4),
    )


def neck(skin: Tint) -> str:
    """Draw the neck with the chin's shadow on it."""
    return group(
        path("M-21 40 L-22 92 Q0 116 22 92 L21 40 Z", skin.light),
        path("M-21 50 Q0 78 21 50 L21 62 Q4 88 -21 70 Z", skin.dark),
    )


def bust(hair: Hair, skin: Tint, cloth: Tint, *, tilt: Number = 0) -> str:
    """Draw a woman to the waist in an áo dài, her head tilted by so many degrees."""
    pose = f"rotate({tilt:.6g} 0 80)"
    return group(
        group(hair.back, transform=pose),
        path(BUST, cloth.light),
        path(BUST_SHADE, cloth.dark),
        neck(skin),
        path("M-30 78 Q0 108 30 78 L32 96 Q0 126 -32 96 Z", cloth.dark),
        line("M4 112 C30 124 60 130 84 160", cloth.dark, 4),
        group(face(skin), hair.front, transform=pose),
    )


def raised_fist(skin: Tint, cloth: Tint) -> str:
    """Close a hand round something upright through the origin, its forearm coming from below."""
    return group(
        path("M-34 26 L34 26 C52 90 60 130 60 190 L-70 190 C-62 130 -46 80 -34 26 Z", cloth.light),
        path("M10 26 L34 26 C52 90 60 130 60 190 L24 190 C26 120 20 70 10 26 Z", cloth.dark),
        box((-38, 24), (76, 22), cloth.dark, rx=10),
        path("M-22 10 h44 v24 h-44 Z", skin.dark),
        box((-32, -40), (62, 70), skin.light, rx=24),
        line("M-28 -17 h34 M-30 2 h36 M-27 19 h32", skin.dark, 3.6),
        line("M20 -30 q16 14 4 36", skin.light, 19),
    )
