"""Gather what a language's feeds are made of: releases, their corrections, withdrawals.

What all feeds have in common is found here once, for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from dateline import addresses, selection
from dateline.feeds import documents
from dateline.feeds.composing import Composer, Entries
from dateline.model import Edition, Month, Notice, Told
from dateline.parts import Needs
from dateline.settings import Feed
from dateline.site import Site


class Wire:
    """What a language's feeds are made of: releases, their corrections, notices of withdrawals."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self._composer = Composer(site)
        self._entries: tuple[Month | None, Entries] = None, Entries(self._composer)
        changed = site.archive.changed(language)
        corrections = [told for edition in changed for told in site.at.corrections(edition)]
        self._others: tuple[Told, ...] = (*corrections, *site.archive.notices_of(language))
        # Asked by feed after feed.
        self._newest_of = lru_cache(maxsize=1)(self._sort)
        self._of_topics = lru_cache(maxsize=1)(self._sift)
        self.needs_of_month = lru_cache(maxsize=1)(self._needs_of_month)

    @cached_property
    def told(self) -> Sequence[Told]:
        """Give all, as `documents.newest` takes them."""
        own = self.site.archive.of(self.language)
        if all(volume.is_plain for volume in self.site.volumes(self.language).values()):
            return *self._others, *own  # none was held
        return documents.ready((*self._others, *own))

    @cached_property
    def months(self) -> dict[Month, tuple[Told, ...]]:
        """Give all by their months, the newest month first."""
        own = self.site.own_months(self.language)
        others = selection.by_month(self._others)
        if not others:
            return dict(own)
        both = sorted({*own, *others}, reverse=True)
        return {month: (*own.get(month, ()), *others.get(month, ())) for month in both}

    @cached_property
    def _months_by_topic(self) -> dict[str, list[Month]]:
        found: dict[str, list[Month]] = {}
        volumes, others = self.site.volumes(self.language), selection.by_month(self._others)
        for month in self.months:
            topics = volumes[month].topics if month in volumes else frozenset[str]()
            for topic in topics.union(*[each.topics for each in others.get(month, ())]):
                found.setdefault(topic, []).append(month)
        return found

    def _needs_of_month(self, month: Month) -> Needs:
        """Give what goes into a month's entries."""
        prints = self.site.month_prints(self.language)
        others = [told for told in self.months[month] if not isinstance(told, Edition)]
        return prints[month].whole if month in prints else b"", self.needs_of(others)

    def months_of(self, feed: Feed) -> Iterable[Month]:
        """Give the months in which anything of a feed was told, newest first."""
        if not feed.topics and not feed.kinds:
            return self.months
        if len(feed.topics) == 1 and not feed.kinds:
            return self._months_by_topic.get(feed.topics[0], ())
        return [month for month, told in self.months.items() if selection.for_feed(told, feed)]

    def needs_of(self, editions: Iterable[Told]) -> Needs:
        """Give what goes into entries: releases, and what links to their translations say."""
        site, prints, stories = self.site, self.site.prints, self.site.stories
        found: list[object] = []
        for told in editions:
            if not isinstance(told, Edition) or told.changes or told.embargo:
                found.append(site.whole(told))
            else:
                found.append(prints[told.path][0])  # nearly all are so
            if isinstance(told, Edition):
                found.append(stories[told.key])
            elif isinstance(told, Notice) and (other := site.replacement(told)):
                found.append((other.title, other.language, addresses.release(other)))
        return tuple(found)

    def of_month(self, month: Month, feed: Feed) -> Sequence[Told]:
        """Give what was told of a feed in a month, newest first."""
        if len(feed.topics) == 1 and not feed.kinds:
            return self._of_topics(month).get(feed.topics[0], ())
        return selection.for_feed(self._newest_of(month), feed)

    def _sort(self, month: Month) -> tuple[Told, ...]:
        return documents.newest_first(self.months[month], self.site.at)

    def _sift(self, month: Month) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = {}
        for told in self._newest_of(month):
            for topic in told.topics:
                found.setdefault(topic, []).append(told)
        return found

    def entries(self, month: Month | None = None) -> Entries:
        """Give the entries of the live documents, or of a month's.

        Kept for one month only: those of all would take the memory of the whole archive.
        """
        if self._entries[0] != month:
            self._entries = month, Entries(self._composer)
        return self._entries[1]
