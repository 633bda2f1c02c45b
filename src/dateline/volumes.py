"""Bind the releases of each month together, with what parts of a site ask of all of them. Pure.

An archive of tens of thousands is gone through once for all who ask: it is the way through it that
takes time.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from dateline.model import Edition, Month

_row = attrgetter("day", "path", "key", "embargo", "changes", "related", "coverage", "topics")


class Volume(NamedTuple):
    """A month's editions of a language, newest first, with their files and keys.

    `is_plain` where none was held or changed. `apart` are those whose pages show more than what
    their own files say; `topics` are all that any is filed under.
    """

    editions: tuple[Edition, ...]
    paths: tuple[str, ...]
    keys: tuple[str, ...]
    is_plain: bool
    apart: tuple[Edition, ...]
    topics: frozenset[str]


def bind(editions: Sequence[Edition]) -> dict[Month, Volume]:
    """Bind editions by the month of their date, keeping order; newest month first."""
    months: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    for edition, row in zip(editions, map(_row, editions), strict=True):
        day = row[0]
        month = day.year, day.month
        if month in months:
            months[month].append((edition, *row))
        else:
            months[month] = [(edition, *row)]
    return {Month(*month): _bound(months[month]) for month in sorted(months, reverse=True)}


def _bound(rows: Sequence[tuple[Any, ...]]) -> Volume:
    editions, _, paths, keys, embargoes, changes, related, coverage, topics = zip(
        *rows, strict=True
    )
    apart: tuple[Edition, ...] = ()
    if any(related) or any(coverage):
        apart = tuple([edition for edition in editions if edition.related or edition.coverage])
    is_plain = not (any(embargoes) or any(changes))
    return Volume(editions, paths, keys, is_plain, apart, frozenset[str]().union(*topics))
