"""Tell what happened in each month: releases, corrections of older ones, withdrawals. Pure.

Months are local: of the moment when a release became public, was corrected or was withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from dateline import selection
from dateline.addresses import Addresses
from dateline.model import Correction, Edition, Month, Notice, Told
from dateline.selection import Archive
from dateline.settings import Feed
from dateline.volumes import Volume


class MonthNews(NamedTuple):
    """What happened in a month, each newest first.

    `editions` became public in it, `corrections` are of releases that did so earlier. A withdrawal
    is told in the month in which it happened, and in its release's own: the letter that announced
    the release leads there.
    """

    editions: tuple[Edition, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawals: tuple[Notice, ...] = ()


_NOTHING = MonthNews()


class News(Mapping[Month, MonthNews]):
    """What happened in each month of a feed, newest month first; sifted when it is asked for."""

    def __init__(self, almanac: Almanac, months: Sequence[Month], feed: Feed):
        self._almanac = almanac
        self._months = dict.fromkeys(months)
        self._feed = feed
        self._last = lru_cache(maxsize=1)(self._sift)  # a digest asks for its month several times

    def __iter__(self) -> Iterator[Month]:
        """Yield the months, newest first."""
        return iter(self._months)

    def __len__(self) -> int:
        """Count the months."""
        return len(self._months)

    def __contains__(self, month: object) -> bool:
        """Say whether anything happened in a month."""
        return month in self._months

    def __getitem__(self, month: Month) -> MonthNews:
        """Give what happened in a month; raises KeyError where nothing did."""
        if month not in self._months:
            raise KeyError(month)
        return self._last(month)

    def _sift(self, month: Month) -> MonthNews:
        return self._almanac.of_month(month, self._feed)


class Almanac:
    """What happened in each month of a language; each feed is told what concerns it."""

    def __init__(
        self, archive: Archive, at: Addresses, language: str, volumes: Mapping[Month, Volume]
    ) -> None:
        self.months = _gather(archive, at, language, volumes)
        self._language = language
        self._volumes = volumes
        self._of_topics = lru_cache(maxsize=1)(self._sift)  # feed after feed asks

    def of(self, feed: Feed) -> News:
        """Give what happened in each month of a feed."""
        return News(self, self._months_of(feed), feed)

    def of_month(self, month: Month, feed: Feed) -> MonthNews:
        """Give what happened to a feed's releases in a month."""
        if len(feed.topics) == 1 and not feed.kinds:  # what most feeds ask
            return self._of_topics(month).get(feed.topics[0], _NOTHING)
        return _sifted(self.months[month], feed)

    def _sift(self, month: Month) -> dict[str, MonthNews]:
        news = self.months[month]
        told = [_by_topic(each) for each in (news.editions, news.corrections, news.withdrawals)]
        return {
            topic: MonthNews(*[tuple(each.get(topic, ())) for each in told])
            for topic in set[str]().union(*told)
        }

    def _months_of(self, feed: Feed) -> Sequence[Month]:
        if self._language not in feed.languages:
            return ()
        if not feed.topics and not feed.kinds:
            return tuple(self.months)
        if len(feed.topics) == 1 and not feed.kinds:  # what most feeds ask
            return self._by_topic.get(feed.topics[0], ())
        return [month for month, news in self.months.items() if _sifted(news, feed) != _NOTHING]

    @cached_property
    def _by_topic(self) -> dict[str, list[Month]]:
        found: dict[str, list[Month]] = {}
        for month, news in self.months.items():
            told: tuple[Told, ...] = (*news.corrections, *news.withdrawals)
            volume = self._volumes.get(month)
            is_whole = volume is not None and volume.editions is news.editions
            known = volume.topics if volume and is_whole else ()
            told = told if is_whole else (*told, *news.editions)
            for topic in set(known).union(*[each.topics for each in told]):
                found.setdefault(topic, []).append(month)
        return found


def _by_topic(told: Iterable[Told]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in told:
        for topic in each.topics:
            found.setdefault(topic, []).append(each)
    return found


def _sifted(news: MonthNews, feed: Feed) -> MonthNews:
    return MonthNews(
        selection.for_feed(news.editions, feed),
        selection.for_feed(news.corrections, feed),
        selection.for_feed(news.withdrawals, feed),
    )


def _gather(
    archive: Archive, at: Addresses, language: str, volumes: Mapping[Month, Volume]
) -> dict[Month, MonthNews]:
    """Give what happened in each month of a language; newest month first."""
    local_day = at.newsroom.local_day
    months = {month: MonthNews(volume.editions) for month, volume in volumes.items()}
    if not all(volume.is_plain for volume in volumes.values()):  # some may have been held
        by_month = selection.by_public_month(archive.of(language), local_day)
        months = {month: MonthNews(found) for month, found in by_month.items()}
    for told in _corrections(archive.changed(language), at):
        if told.month != Month.of(local_day(told.edition.public_from)):
            news = months.get(told.month, _NOTHING)
            months[told.month] = news._replace(corrections=(*news.corrections, told))
    for notice in archive.notices_of(language):
        for month in {Month.of(local_day(moment)) for moment in (notice.at, notice.public_from)}:
            news = months.get(month, _NOTHING)
            months[month] = news._replace(withdrawals=(*news.withdrawals, notice))
    return {month: months[month] for month in sorted(months, reverse=True)}


def corrections(archive: Archive, at: Addresses, feed: Feed, language: str) -> list[Correction]:
    """Give every correction of a feed's public releases in a language, newest first."""
    return _corrections(selection.for_feed(archive.changed(language), feed), at)


def _corrections(changed: Iterable[Edition], at: Addresses) -> list[Correction]:
    found = [told for edition in changed for told in at.corrections(edition)]
    return sorted(found, key=lambda told: (-told.at.timestamp(), told.id))
