"""Measure text in the cells of a terminal, and keep what could upset one out of it.

A letter may take no cell (a combining mark), one, or two (East Asian wide); a control
character from a file could move the cursor or hide words, so it is shown and not obeyed.
"""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
_TAB = 4


def printable(text: str) -> str:
    """Give text in one line that a terminal prints as it stands, control characters shown."""
    return _UNSAFE.sub(_stand_in, text)


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)  # the Control Pictures block: ␛
    return "␡" if code == 0x7F else "\ufffd"


def width(text: str) -> int:
    """Count the cells that text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, room: int) -> str:
    """Fill text with spaces to a number of cells."""
    return text + " " * (room - width(text))


def fitted(text: str, room: int) -> str:
    """Cut text to a number of cells, with an ellipsis where something is gone."""
    if width(text) <= room:
        return text
    kept, used = "", 0
    for character in text:
        used += _cells(character)
        if used > room - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def excerpt(line: str, column: int, room: int) -> tuple[str, str]:
    """Give a source line and a line with a caret under its column, both in `room` cells.

    Columns count characters from 1, as the file has them; tabs are spread, letters in pieces
    joined, and of a long line the part around the column is shown.
    """
    shown = _spread(line)
    index = min(column - 1, len(shown))
    while 0 < index < len(shown) and width(shown[index]) == 0:
        index -= 1  # a mark stands in its letter's cell
    start, end = _window([width(each) for each in shown], index, room - 2)
    before = ("…" if start else "") + "".join(shown[start:index])
    text = before + "".join(shown[index:end]) + ("…" if end < len(shown) else "")
    return unicodedata.normalize("NFC", text).rstrip(), " " * width(before) + "^"


def _spread(line: str) -> list[str]:
    """Give what each character of a line is shown as."""
    shown, at = [], 0
    for character in line:
        spaces = _TAB - at % _TAB if character == "\t" else 0
        shown.append(" " * spaces if spaces else printable(character))
        at += width(shown[-1])
    return shown


def _window(widths: list[int], index: int, room: int) -> tuple[int, int]:
    """Choose the characters to show: those around `index`, two thirds of them before it."""
    if sum(widths) <= room:
        return 0, len(widths)
    start, used = index, 0
    while start > 0 and used + widths[start - 1] <= room * 2 // 3:
        start -= 1
        used += widths[start]
    while start < index and widths[start] == 0:
        start += 1
    end, used = start, 0
    while end < len(widths) and used + widths[end] <= room:
        used += widths[end]
        end += 1
    return start, end
