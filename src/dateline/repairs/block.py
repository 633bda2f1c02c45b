"""Mend a front-matter block: tabs before keys, and the form of dates."""

from __future__ import annotations

from typing import Any

from dateline.reading.block import find_spots, read_block
from dateline.reading.frontmatter import Split
from dateline.reading.spots import Spot
from dateline.reading.syntax import TAB_INDENTATION
from dateline.repairs.dates import iso_form
from dateline.validation import Location

_DATES = {("date",), ("embargo",), ("withdrawn", "at"), ("changes", "at"), ("coverage", "date")}
_WIDTHS = (2, 4, 8)
_MOST_ROUNDS = 200


def values_of(block: str) -> dict[str, Any] | None:
    """Give a block's values; None where it is no YAML."""
    return read_block("", _split(block)).values


def without_tabs(block: str) -> str:
    """Give a block whose tabs keep it from being read with spaces instead.

    As it is where there are none, or where it is not sure how far a tab indents.
    """
    if "\t" not in block or _tab_line(block) is None:
        return block
    spread = [_spread(block, width) for width in _WIDTHS]
    read = [(each, values_of(each)) for each in spread if each is not None]
    right = [(each, values) for each, values in read if values is not None]
    agree = right and all(values == right[0][1] for _, values in right)
    return right[0][0] if agree else block


def _spread(block: str, width: int) -> str | None:
    """Replace the tabs that the parser stumbles over; None where that leads nowhere."""
    for _ in range(_MOST_ROUNDS):
        number = _tab_line(block)
        if number is None:
            return block
        lines = block.split("\n")
        line = lines[number]
        bare = line.lstrip(" \t")
        indent = line[: len(line) - len(bare)]
        if "\t" not in indent:
            return None
        lines[number] = indent.replace("\t", " " * width) + bare
        block = "\n".join(lines)
    return None


def _tab_line(block: str) -> int | None:
    """Give the line, counted from 0, of the tab that the parser stumbles over."""
    problems = read_block("", _split(block)).problems
    lines = (each.place.line - 1 for each in problems if each.code == TAB_INDENTATION.code)
    return next(lines, None)


def with_iso_dates(block: str) -> str:
    """Give a block whose unambiguous dates stand year first; nothing else of it changes."""
    if values_of(block) is None:
        return block
    lines = block.split("\n")
    spots = find_spots("", _split(block))
    # From the end on, so that what stands before keeps its place.
    for location, spot in sorted(spots.items(), key=lambda item: item[1].value, reverse=True):
        if tuple(part for part in location if isinstance(part, str)) in _DATES:
            _mend_date(lines, location, spot)
    return "\n".join(lines)


def _mend_date(lines: list[str], location: Location, spot: Spot) -> None:
    (row, start), (last, end) = spot.value, spot.end
    is_list = isinstance(location[-1], int)
    written = f"{spot.style}{spot.raw}{spot.style}"
    if is_list or row != last or lines[row][start:end] != written:
        return  # of many lines, or with escapes: not a date that anybody writes
    iso = iso_form(spot.raw.strip())
    if iso:
        lines[row] = f"{lines[row][:start]}{spot.style}{iso}{spot.style}{lines[row][end:]}"


def _split(block: str) -> Split:
    return Split(block, "", 1, 1)
