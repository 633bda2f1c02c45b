"""Decide which editions stand in which document of a feed; pure.

The live document holds the newest editions and the whole open month. An archive document
(RFC 5005 section 4) holds one closed month. Together they hold every public edition, the notices
of withdrawn ones, and each correction in the month in which it was made. Knows nothing of formats:
it is handed what an edition weighs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Protocol

from dateline import selection
from dateline.addresses import Addresses
from dateline.model import Edition, Month, Told
from dateline.settings import Feed

WANTED = 100_000
AT_MOST = 250_000
_HEAD = 4_000
_FEW = 5


class Scales(Protocol):
    """What tells the bytes that an edition takes in a document."""

    def weigh(self, edition: Told, /) -> int:
        """Give them exactly."""

    def weigh_at_most(self, edition: Told, /) -> int:
        """Give a number that `weigh` never exceeds, and that is soon told."""


@dataclass(frozen=True, slots=True)
class MonthDocument:
    """The archive document of a closed month."""

    month: Month
    editions: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Documents:
    """What a feed consists of; archive documents newest first, none where `complete`."""

    live: tuple[Told, ...]
    complete: bool
    archives: tuple[MonthDocument, ...] = ()


def newest_first(editions: Iterable[Told], at: Addresses) -> tuple[Told, ...]:
    """Sort editions by the moment that their entries are dated; ties by id."""
    return tuple(sorted(editions, key=at.newest_first))


def arrange(
    editions: Sequence[Told],
    feed: Feed,
    at: Addresses,
    now: datetime,
    scales: Scales,
) -> Documents:
    """Share out a feed's editions, handed in newest first, to its documents."""
    open_month = at.newsroom.open_month(now)

    def is_open(edition: Told) -> bool:
        # An embargo may lift in a later month than the date's: readers have fetched that one.
        public = Month.of(at.newsroom.local_day(at.published(edition)))
        return max(public, edition.month) >= open_month

    still_open = sum(1 for _ in takewhile(is_open, editions))
    count = _how_many(editions, still_open, feed.items, scales)
    if count == len(editions):
        return Documents(tuple(editions), complete=True)
    closed = (edition for edition in editions if edition.month < open_month)
    has_archives = feed.history and "atom" in feed.formats
    months = selection.by_month(closed).items() if has_archives else ()
    archives = tuple(MonthDocument(month, found) for month, found in months)
    return Documents(tuple(editions[:count]), complete=False, archives=archives)


def _how_many(editions: Sequence[Told], still_open: int, items: int, scales: Scales) -> int:
    """Count the newest editions that fit: the wanted size, a few even where they exceed it."""
    items = _with_notices(editions, items)
    if still_open >= items:
        return still_open
    if _HEAD + sum(map(scales.weigh_at_most, editions[:items])) <= WANTED:
        return min(items, len(editions))
    size = _HEAD
    for count, edition in enumerate(editions[:items]):
        size += scales.weigh(edition)
        limit = AT_MOST if count < _FEW else WANTED
        if size > limit and count >= max(still_open, 1):
            return count
    return min(items, len(editions))


def _with_notices(editions: Sequence[Told], releases: int) -> int:
    """Count as many releases, and the corrections and withdrawals that stand between them."""
    for count, edition in enumerate(editions):
        if isinstance(edition, Edition):
            releases -= 1
        if releases < 0:
            return count
    return len(editions)
