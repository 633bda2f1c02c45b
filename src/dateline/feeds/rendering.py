"""Render every document of every feed in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from dateline import addresses, selection
from dateline.feeds import atom_rss, channel, documents, jsonfeed
from dateline.feeds.channel import Channel, History, Link
from dateline.feeds.documents import Documents, MonthDocument
from dateline.feeds.entry import Entries, Entry
from dateline.feeds.weighing import weigh, weigh_at_most
from dateline.model import Artifact, Edition, Month, Told
from dateline.parts import Needs, Part, Piece
from dateline.settings import Feed
from dateline.site import Site

_COMPOSE: dict[str, Callable[[Channel, Sequence[Entry]], bytes]] = {
    "rss": atom_rss.compose_rss,
    "atom": atom_rss.compose_atom,
    "json": jsonfeed.compose,
}


def language_pieces(site: Site, language: str) -> Iterator[Piece]:
    """Yield every feed document of a language: the live ones, and those of each month together.

    What is rendered together shares its entries.
    """
    wire = _Wire(site, language)
    desks = [_FeedDesk(wire, feed) for feed in site.newsroom.feeds if language in feed.languages]
    yield [desk.live() for desk in desks]
    by_month: dict[Month, list[Part]] = {}
    for desk in desks:
        for month, part in desk.archives():
            by_month.setdefault(month, []).append(part)
    yield from by_month.values()


class _Wire:
    """What a language's feeds are made of: releases, their corrections, notices of withdrawals."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self._entries: tuple[Month | None, Entries] = None, Entries(site, weigh)
        changed = site.archive.changed(language)
        corrections = [told for edition in changed for told in site.at.corrections(edition)]
        self.told: Sequence[Told] = (
            *site.archive.of(language), *corrections, *site.archive.notices_of(language),
        )  # fmt: skip

    @cached_property
    def newest_first(self) -> Sequence[Told]:
        """Give all in the order of feeds."""
        return documents.newest_first(self.told, self.site.at)

    @cached_property
    def by_topic(self) -> dict[str, list[Told]]:
        """Give all by their topics, in the order of feeds: most feeds are of one topic."""
        found: dict[str, list[Told]] = {}
        for told in self.newest_first:
            for topic in told.topics:
                found.setdefault(topic, []).append(told)
        return found

    def entries(self, month: Month | None = None) -> Entries:
        """Give the entries of the live documents, or of a month's.

        Kept for one month only: those of all would take the memory of the whole archive.
        """
        if self._entries[0] != month:
            self._entries = month, Entries(self.site, weigh)
        return self._entries[1]


class _FeedDesk:
    """Renders one feed in one language."""

    def __init__(self, wire: _Wire, feed: Feed) -> None:
        self._wire = wire
        self._site = wire.site
        self._feed = feed
        self._language = wire.language

    @cached_property
    def _told(self) -> Sequence[Told]:
        topics = self._feed.topics
        if len(topics) == 1 and not self._feed.kinds:
            return self._wire.by_topic.get(topics[0], ())
        return selection.for_feed(self._wire.newest_first, self._feed)

    @cached_property
    def _found(self) -> Documents:
        return documents.arrange(self._told, self._feed, self._site.at, self._site.now, self)

    def weigh(self, edition: Told) -> int:
        """Give the bytes that an edition takes in the largest of the feed's documents."""
        return self._wire.entries().weight(edition, self._feed)

    def weigh_at_most(self, edition: Told) -> int:
        """Give a number that `weigh` never exceeds, soon told."""
        return weigh_at_most(self._wire.entries().of(edition, self._feed), self._feed.formats)

    def live(self) -> Part:
        """Give the documents that readers fetch every hour."""
        name = f"{self._language}/feeds/{self._feed.id}"
        return Part(name, self._needs_of_live, self._render_live)

    def _needs_of_live(self) -> Needs:
        """Give what decides the live documents, without weighing it."""
        site, told = self._site, self._told
        may_be_shown = documents.candidates(told, self._feed, site.at, site.now)
        newest = tuple(str(document.month) for document in self._archives[:1])
        open_month = str(site.newsroom.open_month(site.now))
        return self._needs_of(may_be_shown), len(may_be_shown) < len(told), open_month, newest

    def _needs_of(self, editions: Sequence[Told]) -> Needs:
        """Give what goes into entries: releases, and what links to their translations say."""
        return tuple([self._needs_of_entry(told) for told in editions])

    def _needs_of_entry(self, told: Told) -> Needs:
        if not isinstance(told, Edition):
            return self._site.whole(told)
        others = self._site.archive.translations(told).values()
        faces = tuple([self._site.face(other) for other in others if other is not told])
        return self._site.whole(told), faces

    def _render_live(self) -> Iterator[Artifact]:
        found = self._found
        entries = self._entries_of(found.live, self._wire.entries())
        hub = self._site.newsroom.hub
        archives = tuple(self._month_link("prev-archive", d.month) for d in found.archives[:1])
        head = replace(
            self._head(entries),
            history=History.COMPLETE if found.complete else History.LIVE,
            links=(*archives, *([Link("hub", hub)] if hub else [])),
        )
        for form in self._feed.formats:
            path = addresses.feed(self._language, self._feed.id, form)
            own = replace(head, url=self._site.at.absolute(path))
            yield Artifact(path, _COMPOSE[form](own, entries))

    def archives(self) -> Iterator[tuple[Month, Part]]:
        """Yield the archive document of each closed month, newest first."""
        found = self._archives
        months = [document.month for document in found]
        for index, document in enumerate(found):
            path = addresses.feed_archive(self._language, self._feed.id, document.month)
            links = self._archive_links(newer=months[:index], older=months[index + 1 :])
            needs = partial(self._needs_of_archive, document, links)
            yield document.month, Part(path, needs, partial(self._render_archive, document, links))

    @cached_property
    def _archives(self) -> Sequence[MonthDocument]:
        feed, at, now = self._feed, self._site.at, self._site.now
        if not (feed.history and "atom" in feed.formats):
            return ()
        if documents.is_surely_longer(self._told, feed, at, now):
            return documents.archives(self._told, feed, at, now)
        return self._found.archives

    def _needs_of_archive(self, document: MonthDocument, links: tuple[Link, ...]) -> Needs:
        return tuple(link.href for link in links), self._needs_of(document.editions)

    def _render_archive(
        self, document: MonthDocument, links: tuple[Link, ...]
    ) -> Iterator[Artifact]:
        entries = self._entries_of(document.editions, self._wire.entries(document.month))
        path = addresses.feed_archive(self._language, self._feed.id, document.month)
        page = addresses.month(self._language, document.month)
        head = replace(
            self._head(entries),
            url=self._site.at.absolute(path),
            page=self._site.at.absolute(page),
            history=History.ARCHIVE,
            links=links,
        )
        yield Artifact(path, atom_rss.compose_atom(head, entries))

    def _archive_links(self, *, newer: Sequence[Month], older: Sequence[Month]) -> tuple[Link, ...]:
        live = addresses.feed(self._language, self._feed.id, "atom")
        links = [Link("current", self._site.at.absolute(live), addresses.FORMATS["atom"][1])]
        links += [self._month_link("prev-archive", month) for month in older[:1]]
        links += [self._month_link("next-archive", month) for month in newer[-1:]]
        return tuple(links)

    def _month_link(self, rel: str, month: Month) -> Link:
        path = addresses.feed_archive(self._language, self._feed.id, month)
        return Link(rel, self._site.at.absolute(path), addresses.FORMATS["atom"][1])

    def _head(self, entries: Sequence[Entry]) -> Channel:
        return channel.compose(self._site, self._feed, self._language, entries)

    def _entries_of(self, editions: Sequence[Told], entries: Entries) -> tuple[Entry, ...]:
        return entries.all_of(editions, self._feed)
