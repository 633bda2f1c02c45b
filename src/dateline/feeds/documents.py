"""Decide which editions stand in which document of a feed; pure.

The live document holds the newest editions and the whole open month. An archive document
(RFC 5005 section 4) holds one closed month. Together they hold every public edition, the notices
of withdrawn ones, and each correction in the month in which it was made. Knows nothing of formats:
it is handed what an edition weighs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
    count = _how_many(editions, _still_open(editions, at, now), feed.items, scales)
    if count == len(editions):
        return Documents(tuple(editions), complete=True)
    return Documents(
        tuple(editions[:count]), complete=False, archives=archives(editions, feed, at, now)
    )


def candidates(
    editions: Sequence[Told], feed: Feed, at: Addresses, now: datetime
) -> Sequence[Told]:
    """Give the newest editions, handed in newest first, that the live document may hold at most."""
    still_open = _still_open(editions, at, now)
    return editions[: max(still_open, _with_notices(editions, feed.items))]


def is_surely_longer(editions: Collection[Told], feed: Feed, at: Addresses, now: datetime) -> bool:
    """Say whether a feed's editions, in any order, are more than its live document can hold.

    Quick, for nothing is weighed: where it says no, weighing may yet say so.
    """
    if sum(isinstance(told, Edition) for told in editions) <= feed.items:
        return False
    open_month = at.newsroom.open_month(now)
    return any(not _is_open(told, at, open_month) for told in editions)


def _still_open(editions: Sequence[Told], at: Addresses, now: datetime) -> int:
    """Count the newest editions that belong to the open month."""
    open_month = at.newsroom.open_month(now)
    return sum(1 for _ in takewhile(lambda told: _is_open(told, at, open_month), editions))


def _is_open(told: Told, at: Addresses, open_month: Month) -> bool:
    if told.month >= open_month:
        return True
    # An embargo may lift in a later month than the date's: readers have fetched that one.
    return Month.of(at.newsroom.local_day(at.published(told))) >= open_month


def archives(
    editions: Iterable[Told], feed: Feed, at: Addresses, now: datetime
) -> tuple[MonthDocument, ...]:
    """Give the archive documents of a feed that has more than its live document holds."""
    open_month = at.newsroom.open_month(now)
    if not (feed.history and "atom" in feed.formats):
        return ()
    closed = (edition for edition in editions if edition.month < open_month)
    months = selection.by_month(closed).items()
    return tuple(MonthDocument(month, found) for month, found in months)


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
