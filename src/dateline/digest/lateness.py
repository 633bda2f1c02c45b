"""Tell what a digest told, by ids, and what none told that was sent. Pure.

A release that was added late to a month already sent, a correction or a withdrawal that was, or
whose month was never sent: each is made up for in the next digest, once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from dateline import monthly
from dateline.digest.compose import months
from dateline.model import Correction, Edition, Month, Notice
from dateline.monthly import MonthNews
from dateline.settings import Feed
from dateline.site import Site


@dataclass(frozen=True, slots=True)
class Sent:
    """What digests of a feed in a language told, by ids: the first month sent, and all others.

    `own` is what the month's own digest was frozen with, None where it was not.
    """

    first: Month
    others: Collection[str] = frozenset()
    own: Collection[str] | None = None

    def lacks(self, ident: str) -> bool:
        """Say whether the month's own digest is to make up for something."""
        return ident not in self.others if self.own is None else ident in self.own


def ids(site: Site, month: Month, *news: MonthNews) -> tuple[str, ...]:
    """Name all that a month's digest tells, sorted.

    Who is told of a release is told it as it is now, with its corrections up to that month.
    """
    found: set[str] = set()
    for each in news:
        found.update(edition.ident for edition in each.editions)
        found.update(_mark(told) for told in each.corrections)
        found.update(map(_gone, each.withdrawals))
        for edition in each.editions:
            told = site.at.corrections(edition)
            found.update(_mark(one) for one in told if one.month <= month)
    return tuple(sorted(found))


def late(site: Site, feed: Feed, language: str, month: Month, sent: Sent) -> MonthNews:
    """Give what came too late for the digests before a month's, newest first.

    What is older than the first digest ever sent was never promised to anybody; and only who was
    told of a release is told that it was corrected or withdrawn.
    """

    def is_late(when: Month, ident: str) -> bool:
        return sent.first <= when < month and sent.lacks(ident)

    found = months(site, feed, language)
    editions = tuple(
        edition
        for when, news in found.items()
        for edition in news.editions
        if is_late(when, edition.ident)
    )
    corrections = tuple(
        told
        for told in monthly.corrections(site.archive, site.at, feed, language)
        if told.edition.ident in sent.others and is_late(told.month, _mark(told))
    )
    notices = {notice.ident: notice for news in found.values() for notice in news.withdrawals}
    return MonthNews(editions, corrections, tuple(_withdrawn(site, notices, sent, is_late)))


def _withdrawn(
    site: Site, notices: dict[str, Notice], sent: Sent, is_late: Callable[[Month, str], bool]
) -> Iterator[Notice]:
    for notice in notices.values():
        when = Month.of(site.newsroom.local_day(notice.at))
        if notice.ident in sent.others and is_late(when, _gone(notice)):
            yield notice


def told(news: MonthNews) -> Iterator[tuple[str, Edition | Notice]]:
    """Yield what came late, each with the word for it."""
    yield from (("also published", edition) for edition in news.editions)
    yield from (("also corrected", correction.edition) for correction in news.corrections)
    yield from (("also withdrawn", notice) for notice in news.withdrawals)


def _mark(told: Correction) -> str:
    return f"{told.edition.ident}#{told.mark}"


def _gone(notice: Notice) -> str:
    return f"{notice.ident}#withdrawn"
