"""Tell what happened in each month: releases, corrections of older ones, withdrawals. Pure.

Months are local: of the moment when a release became public, was corrected or was withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline import selection
from dateline.addresses import Addresses
from dateline.model import Correction, Edition, Month, Notice
from dateline.selection import Archive
from dateline.settings import Feed


@dataclass(frozen=True, slots=True)
class MonthNews:
    """What happened in a month, each newest first.

    `editions` became public in it, `corrections` are of releases that did so earlier. A withdrawal
    is told in the month in which it happened, and in its release's own: the letter that announced
    the release leads there.
    """

    editions: tuple[Edition, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawals: tuple[Notice, ...] = ()


_NOTHING = MonthNews()


def gather(archive: Archive, at: Addresses, feed: Feed, language: str) -> dict[Month, MonthNews]:
    """Give what happened in each month of a feed in a language; newest month first."""
    if language not in feed.languages:
        return {}
    local_day = at.newsroom.local_day
    editions = selection.for_feed(archive.of(language), feed)
    months = {
        month: MonthNews(found)
        for month, found in selection.by_public_month(editions, local_day).items()
    }
    for told in corrections(archive, at, feed, language):
        if told.month != Month.of(local_day(told.edition.public_from)):
            news = months.get(told.month, _NOTHING)
            months[told.month] = replace(news, corrections=(*news.corrections, told))
    for notice in selection.for_feed(archive.notices_of(language), feed):
        for month in {Month.of(local_day(moment)) for moment in (notice.at, notice.public_from)}:
            news = months.get(month, _NOTHING)
            months[month] = replace(news, withdrawals=(*news.withdrawals, notice))
    return {month: months[month] for month in sorted(months, reverse=True)}


def corrections(archive: Archive, at: Addresses, feed: Feed, language: str) -> list[Correction]:
    """Give every correction of a feed's public releases in a language, newest first."""
    changed = selection.for_feed(archive.changed(language), feed)
    found = [told for edition in changed for told in at.corrections(edition)]
    return sorted(found, key=lambda told: (-told.at.timestamp(), told.id))
