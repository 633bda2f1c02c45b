"""Render every document of every feed in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dateline import addresses, selection
from dateline.feeds import atom_rss, channel, documents, jsonfeed
from dateline.feeds.channel import Channel, History, Link
from dateline.feeds.documents import Documents
from dateline.feeds.entry import Entries, Entry
from dateline.feeds.weighing import weigh, weigh_at_most
from dateline.model import Artifact, Month, Told
from dateline.settings import Feed
from dateline.site import Site

_COMPOSE: dict[str, Callable[[Channel, Sequence[Entry]], bytes]] = {
    "rss": atom_rss.compose_rss,
    "atom": atom_rss.compose_atom,
    "json": jsonfeed.compose,
}


def render_language(site: Site, language: str) -> Iterator[Artifact]:
    """Yield every feed document of a language."""
    entries = Entries(site, weigh)
    editions = documents.newest_first(_told(site, language), site.at)
    for feed in site.newsroom.feeds:
        if language in feed.languages:
            yield from _FeedDesk(site, feed, language, entries).render(editions)


def _told(site: Site, language: str) -> Sequence[Told]:
    """Give what a language's feeds tell: releases, their corrections, notices of withdrawals."""
    changed = site.archive.changed(language)
    corrections = [told for edition in changed for told in site.at.corrections(edition)]
    return (*site.archive.of(language), *corrections, *site.archive.notices_of(language))


class _FeedDesk:
    """Renders one feed in one language."""

    def __init__(self, site: Site, feed: Feed, language: str, entries: Entries) -> None:
        self._site = site
        self._feed = feed
        self._language = language
        self._entries = entries

    def render(self, editions: Sequence[Told]) -> Iterator[Artifact]:
        """Yield the feed's documents from its language's editions, newest first."""
        site, feed = self._site, self._feed
        chosen = selection.for_feed(editions, feed)
        found = documents.arrange(chosen, feed, site.at, site.now, self)
        yield from self._live(found)
        yield from self._archives(found)

    def weigh(self, edition: Told) -> int:
        """Give the bytes that an edition takes in the largest of the feed's documents."""
        return self._entries.weight(edition, self._feed)

    def weigh_at_most(self, edition: Told) -> int:
        """Give a number that `weigh` never exceeds, soon told."""
        return weigh_at_most(self._entries.of(edition, self._feed), self._feed.formats)

    def _live(self, found: Documents) -> Iterator[Artifact]:
        entries = self._entries_of(found.live)
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

    def _archives(self, found: Documents) -> Iterator[Artifact]:
        months = [document.month for document in found.archives]
        for index, document in enumerate(found.archives):
            entries = self._entries_of(document.editions)
            path = addresses.feed_archive(self._language, self._feed.id, document.month)
            page = addresses.month(self._language, document.month)
            head = replace(
                self._head(entries),
                url=self._site.at.absolute(path),
                page=self._site.at.absolute(page),
                history=History.ARCHIVE,
                links=self._archive_links(newer=months[:index], older=months[index + 1 :]),
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

    def _entries_of(self, editions: Sequence[Told]) -> tuple[Entry, ...]:
        return tuple(self._entries.of(edition, self._feed) for edition in editions)
