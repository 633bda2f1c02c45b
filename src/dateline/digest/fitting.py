"""Keep a letter's HTML below the size at which Gmail cuts it, near 102 kB.

What does not fit is left to the web version and the letter says so: first long summaries are
shortened, then the last releases are counted instead of told. Notices come first, and stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dateline.digest.model import Entry
from dateline.digest.writing import Writing

LIMIT = 80_000
_SUMMARY_LENGTHS = (240, 160, 100)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a letter tells: its entries, how many more there are, whether summaries are cut."""

    entries: tuple[Entry, ...]
    omitted: int = 0
    shortened: bool = False

    @property
    def releases(self) -> tuple[Entry, ...]:
        """Give the month's own releases."""
        return tuple(entry for entry in self.entries if not entry.notice)

    @property
    def notices(self) -> tuple[Entry, ...]:
        """Give what is told of older releases."""
        return tuple(entry for entry in self.entries if entry.notice)


def fit(
    entries: tuple[Entry, ...], render: Callable[[Selection], Writing], limit: int = LIMIT
) -> tuple[Selection, Writing]:
    """Choose as much as fits and give it with its HTML."""
    selection = Selection(entries)
    html = render(selection)
    for length in _SUMMARY_LENGTHS:
        if fits(html, limit):
            return selection, html
        selection = _shortened(entries, length)
        html = render(selection)
    if fits(html, limit):
        return selection, html
    return _fewer(selection, render, limit)


def _fewer(
    selection: Selection, render: Callable[[Selection], Writing], limit: int
) -> tuple[Selection, Writing]:
    """Find the most entries that fit, by halving; none is the least that there is."""
    low, high = 0, len(selection.entries) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if fits(render(_first(selection, middle)), limit):
            low = middle
        else:
            high = middle - 1
    fewer = _first(selection, low)
    return fewer, render(fewer)


def _first(selection: Selection, count: int) -> Selection:
    omitted = len(selection.entries) - count
    return replace(selection, entries=selection.entries[:count], omitted=omitted)


def fits(html: Writing, limit: int = LIMIT) -> bool:
    """Say whether HTML is small enough, decoded and encoded."""
    size = len(html.utf8)
    # Encoding makes of a byte three at most, and a soft break after 73 of them.
    return size * 3.2 <= limit or (size <= limit and sum(map(len, html.sent)) <= limit)


def _shortened(entries: tuple[Entry, ...], length: int) -> Selection:
    short = tuple(entry._replace(summary=cut(entry.summary, length)) for entry in entries)
    return Selection(short, shortened=short != entries)


def cut(text: str, length: int) -> str:
    """Cut text after a whole word, with an ellipsis, so that it has at most `length` characters."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    if not text[length - 1].isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:.–-") + "…"
