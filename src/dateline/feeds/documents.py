"""Decide which editions stand in which document of a feed; pure.

The live document holds the newest editions and the whole open month. An archive document
(RFC 5005 section 4) holds one closed month. Together they hold every public edition, the notices
of withdrawn ones, and each correction in the month in which it was made. Knows nothing of formats:
it is handed what an edition weighs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from itertools import takewhile

from dateline.addresses import Addresses
from dateline.model import Edition, Month, Told
from dateline.settings import Feed

WANTED = 100_000
AT_MOST = 250_000
_HEAD = 4_000
# An entry of a bare date is dated within that many seconds of its day's beginning.
_SPREAD = 3_600
_FEW = 5


# What tells the bytes that an edition takes in a document.
Weigh = Callable[[Told], int]


class Documents:
    """What stands in a feed's live document, and the months that have an archive document.

    `told` gives the feed's editions as `newest` takes them, `months` those in which anything was
    told, newest first. Neither is gone through, and nothing is weighed, further than it decides.
    """

    def __init__(
        self,
        feed: Feed,
        at: Addresses,
        now: datetime,
        told: Callable[[], Iterable[Told]],
        months: Callable[[], Iterable[Month]],
        weigh: Weigh,
    ) -> None:
        self._feed = feed
        self._at = at
        self._now = now
        self._told = told
        self._months = months
        self._weigh = weigh

    @cached_property
    def candidates(self) -> tuple[tuple[Told, ...], bool]:
        """Give what the live document may hold at most, and whether there is more."""
        return candidates(self._told(), self._feed, self._at, self._now)

    @cached_property
    def live(self) -> tuple[Told, ...]:
        """Give what the live document holds, newest first."""
        found, _ = self.candidates
        still_open = _still_open(found, self._at, self._now)
        return found[: _how_many(found, still_open, self._feed.items, self._weigh)]

    @property
    def is_complete(self) -> bool:
        """Say whether the live document holds all there is."""
        found, is_more = self.candidates
        return not is_more and len(self.live) == len(found)

    @cached_property
    def archived(self) -> tuple[Month, ...]:
        """Give the closed months that have an archive document, newest first."""
        if not has_archives(self._feed):
            return ()
        is_longer = is_surely_longer(self._told(), self._feed, self._at, self._now)
        if not is_longer and self.is_complete:
            return ()
        open_month = self._at.newsroom.open_month(self._now)
        return tuple([month for month in self._months() if month < open_month])


def newest_first(editions: Iterable[Told], at: Addresses) -> tuple[Told, ...]:
    """Sort editions by the moment that their entries are dated; ties by id."""
    return tuple(sorted(editions, key=at.newest_first))


def ready(editions: Iterable[Told]) -> tuple[Told, ...]:
    """Put what may be dated long after its day in front: corrections, notices, what was held."""
    plain: list[Told] = []
    others: list[Told] = []
    for told in editions:
        is_plain = isinstance(told, Edition) and told.embargo is None
        (plain if is_plain else others).append(told)
    return (*others, *plain)


def newest(editions: Iterable[Told], at: Addresses) -> Iterator[Told]:
    """Yield editions by the moment that their entries are dated, without asking for all of them.

    They are handed in by that moment or by their date, newest first, of which it is at most an
    hour away, and `ready`.
    """
    waiting: list[tuple[tuple[float, str], int, Told]] = []
    for number, told in enumerate(editions):
        if isinstance(told, Edition) and told.embargo is None:
            latest = -told.date.timestamp() - _SPREAD
            while waiting and waiting[0][0][0] <= latest:
                yield heappop(waiting)[-1]
        heappush(waiting, (at.newest_first(told), number, told))
    while waiting:
        yield heappop(waiting)[-1]


def candidates(
    editions: Iterable[Told], feed: Feed, at: Addresses, now: datetime
) -> tuple[tuple[Told, ...], bool]:
    """Give what the live document may hold at most, newest first, and whether there is more.

    Editions are handed in as `newest` takes them, and no more are asked for than is needed.
    """
    open_month, is_open = at.newsroom.open_month(now), True
    found, releases = list[Told](), feed.items
    for told in newest(editions, at):
        is_open = is_open and _is_open(told, at, open_month)
        releases -= isinstance(told, Edition)
        if releases < 0 and not is_open:
            return tuple(found), True
        found.append(told)
    return tuple(found), False


def is_surely_longer(editions: Iterable[Told], feed: Feed, at: Addresses, now: datetime) -> bool:
    """Say whether a feed's editions, in any order, are more than its live document can hold.

    Quick, for nothing is weighed: where it says no, weighing may yet say so.
    """
    open_month = at.newsroom.open_month(now)
    count, is_closed = 0, False
    for told in editions:
        count += isinstance(told, Edition)
        is_closed = is_closed or not _is_open(told, at, open_month)
        if is_closed and count > feed.items:
            return True
    return False


def _still_open(editions: Sequence[Told], at: Addresses, now: datetime) -> int:
    """Count the newest editions that belong to the open month."""
    open_month = at.newsroom.open_month(now)
    return sum(1 for _ in takewhile(lambda told: _is_open(told, at, open_month), editions))


def _is_open(told: Told, at: Addresses, open_month: Month) -> bool:
    if told.month >= open_month:
        return True
    # An embargo may lift in a later month than the date's: readers have fetched that one.
    return Month.of(at.newsroom.local_day(at.published(told))) >= open_month


def has_archives(feed: Feed) -> bool:
    """Say whether a feed has archive documents, once it is longer than its live document."""
    return feed.history and "atom" in feed.formats


def _how_many(editions: Sequence[Told], still_open: int, items: int, weigh: Weigh) -> int:
    """Count the newest editions that fit: the wanted size, a few even where they exceed it."""
    items = _with_notices(editions, items)
    if still_open >= items:
        return still_open
    size = _HEAD
    for count, edition in enumerate(editions[:items]):
        size += weigh(edition)
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
