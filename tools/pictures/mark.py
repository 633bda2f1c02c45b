"""Draw the press office's mark, speech marks upon a dateline, and its logo, icons and card."""

from __future__ import annotations

from .palette import (
    BLUE,
    CREAM,
    HONEY,
    MID_BLUE,
    MIST,
    PALE_SKY,
    PAPER,
    VERMILION,
)
from .shapes import box, disc, group, line, path, picture, placed

SPEECH_MARKS = (
    "M20.8 8.5C13.2 9.5 7 15.4 7 23.4V29.5Q7 30.5 8 30.5H20Q21 30.5 21 29.5V19Q21 18 20 18H14.2"
    "C15 15 17.4 13 20.9 12.4Q21.8 12.2 21.8 11.4V9.4Q21.8 8.4 20.8 8.5Z"
)


def speech_marks(colour: str) -> str:
    """Draw the two marks where they stand on a field of 48 by 48."""
    one = path(SPEECH_MARKS, colour)
    return one + group(one, transform="translate(20.2 0)")


def mark(colour: str) -> str:
    """Draw the mark on a field of 48 by 48."""
    return speech_marks(colour) + box((3, 35.5), (42, 4.2), colour, rx=2.1)


def logo() -> str:
    """Draw the mark alone, in a blue that stands on light pages and on dark."""
    return picture(48, 48, mark(MID_BLUE))


def icon() -> str:
    """Set the mark on a rounded tile."""
    return picture(64, 64, box((0, 0), (64, 64), BLUE, rx=14), placed((8, 8), mark(PAPER)))


def touch_icon() -> str:
    """Set the mark on a full square, whose corners a telephone rounds itself."""
    square = box((0, 0), (180, 180), BLUE)
    return picture(180, 180, square, placed((30, 30), mark(PAPER), scale=2.5))


def card() -> str:
    """Compose the card of a page without a picture: the dateline is a horizon."""
    return picture(
        1200,
        630,
        box((0, 0), (1200, 630), PAPER),
        disc(600, 430, 400, "#f5ead3"),
        disc(600, 430, 326, CREAM),
        disc(600, 430, 254, HONEY),
        box((0, 430), (1200, 200), PALE_SKY),
        line(
            "M452 478 h110 M610 478 h150 M500 516 h230 M560 554 h60 M660 554 h90 M590 590 h70",
            CREAM,
            9,
        ),
        line("M90 486 h130 M1010 500 h110 M210 556 h90 M900 566 h150 M60 600 h60", MIST, 7),
        placed((600 - 24.5 * 8, 430 - 30.9 * 8), speech_marks(BLUE), scale=8),
        box((0, 423), (1200, 14), VERMILION),
    )
