"""Render every document of every feed in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial

from dateline import addresses, selection
from dateline.feeds import atom_rss, channel, documents, jsonfeed
from dateline.feeds.channel import Channel, History, Link
from dateline.feeds.entry import Entries, Entry
from dateline.feeds.weighing import weigh
from dateline.model import Artifact, Edition, Month, Notice, Told
from dateline.parts import Block, Needs, Part, Piece
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
    for month in wire.months:
        found = [desk for desk in desks if month in desk.months]
        if found:
            yield Block(
                f"{language} feeds {month}",
                tuple([desk.address(month) for desk in found]),
                partial(_needs_of_month, wire, month, found),
                partial(_archives, month, found),
            )


def _needs_of_month(wire: _Wire, month: Month, desks: Sequence[_FeedDesk]) -> Needs:
    """Give all that was told in a month, and what leads to other documents of each feed."""
    beside = tuple((desk.feed.id, *desk.beside(month)) for desk in desks)
    return *wire.needs_of_month(month), beside


def _archives(month: Month, desks: Sequence[_FeedDesk]) -> list[Part]:
    return [desk.archive(month) for desk in desks]


class _Wire:
    """What a language's feeds are made of: releases, their corrections, notices of withdrawals."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self._entries: tuple[Month | None, Entries] = None, Entries(site)
        changed = site.archive.changed(language)
        corrections = [told for edition in changed for told in site.at.corrections(edition)]
        self._others: tuple[Told, ...] = (*corrections, *site.archive.notices_of(language))
        self.newest_of = lru_cache(maxsize=1)(self._newest_of)  # asked by feed after feed

    @cached_property
    def told(self) -> Sequence[Told]:
        """Give all, as `documents.newest` takes them."""
        return documents.ready((*self._others, *self.site.archive.of(self.language)))

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
        for month, told in self.months.items():
            for topic in set[str]().union(*[each.topics for each in told]):
                found.setdefault(topic, []).append(month)
        return found

    def needs_of_month(self, month: Month) -> Needs:
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

    def _newest_of(self, month: Month) -> tuple[Told, ...]:
        return documents.newest_first(self.months[month], self.site.at)

    def entries(self, month: Month | None = None) -> Entries:
        """Give the entries of the live documents, or of a month's.

        Kept for one month only: those of all would take the memory of the whole archive.
        """
        if self._entries[0] != month:
            self._entries = month, Entries(self.site)
        return self._entries[1]


class _FeedDesk:
    """Renders one feed in one language."""

    def __init__(self, wire: _Wire, feed: Feed) -> None:
        self.feed = feed
        self._wire = wire
        self._site = wire.site
        self._language = wire.language
        self._of_month = lru_cache(maxsize=1)(self._choose)  # asked for its document and its key

    @cached_property
    def _told(self) -> Sequence[Told]:
        return selection.for_feed(self._wire.told, self.feed)

    @cached_property
    def _live(self) -> tuple[Told, ...]:
        at, now = self._site.at, self._site.now
        return documents.choose_live(self._told, self.feed, at, now, self._weigh)

    @property
    def _is_complete(self) -> bool:
        """Say whether the live document holds all there is."""
        return len(self._live) == len(self._told)

    @cached_property
    def months(self) -> dict[Month, tuple[Month | None, Month | None]]:
        """Give the months of the archive documents, newest first, with the newer and the older."""
        feed, at, now = self.feed, self._site.at, self._site.now
        if not documents.has_archives(feed):
            return {}
        told = selection.each_for_feed(self._wire.told, feed)
        if not documents.is_surely_longer(told, feed, at, now) and self._is_complete:
            return {}
        open_month = at.newsroom.open_month(now)
        found = [month for month in self._wire.months_of(feed) if month < open_month]
        order = [None, *found, None]
        return {month: (order[i], order[i + 2]) for i, month in enumerate(found)}

    def _weigh(self, edition: Told) -> int:
        return weigh(self._wire.entries().of(edition, self.feed), self.feed.formats)

    def live(self) -> Part:
        """Give the documents that readers fetch every hour."""
        name = f"{self._language}/feeds/{self.feed.id}"
        return Part(name, self._needs_of_live, self._render_live)

    def _needs_of_live(self) -> Needs:
        """Give what decides the live documents, without weighing it."""
        site = self._site
        told = selection.each_for_feed(self._wire.told, self.feed)
        may_be_shown, is_more = documents.candidates(told, self.feed, site.at, site.now)
        newest = tuple([str(month) for month in self.months][:1])
        open_month = str(site.newsroom.open_month(site.now))
        needs = self._wire.needs_of(may_be_shown)
        return needs, is_more, open_month, newest

    def _render_live(self) -> Iterator[Artifact]:
        live = self._live
        entries = self._entries_of(live, self._wire.entries())
        hub = self._site.newsroom.hub
        archives = tuple(self._month_link("prev-archive", month) for month in [*self.months][:1])
        head = self._head(entries)._replace(
            history=History.COMPLETE if self._is_complete else History.LIVE,
            links=(*archives, *([Link("hub", hub)] if hub else [])),
        )
        for form in self.feed.formats:
            path = addresses.feed(self._language, self.feed.id, form)
            own = head._replace(url=self._site.at.absolute(path))
            yield Artifact(path, _COMPOSE[form](own, entries))

    def archive(self, month: Month) -> Part:
        """Give the archive document of a closed month."""
        return Part(
            self.address(month),
            partial(self._needs_of_archive, month),
            partial(self._render_archive, month),
        )

    def address(self, month: Month) -> str:
        """Give the address of a month's archive document."""
        return addresses.feed_archive(self._language, self.feed.id, month)

    def beside(self, month: Month) -> Needs:
        """Give the months of the documents before and after one's."""
        # Slices of named tuples are plain ones, as sums want them.
        return tuple([each and each[:] for each in self.months[month]])

    def _choose(self, month: Month) -> tuple[Told, ...]:
        return selection.for_feed(self._wire.newest_of(month), self.feed)

    def _needs_of_archive(self, month: Month) -> Needs:
        return self.beside(month), self._wire.needs_of(self._of_month(month))

    def _render_archive(self, month: Month) -> Iterator[Artifact]:
        entries = self._entries_of(self._of_month(month), self._wire.entries(month))
        path = self.address(month)
        page = addresses.month(self._language, month)
        head = self._head(entries)._replace(
            url=self._site.at.absolute(path),
            page=self._site.at.absolute(page),
            history=History.ARCHIVE,
            links=self._archive_links(*self.months[month]),
        )
        yield Artifact(path, atom_rss.compose_atom(head, entries))

    def _archive_links(self, newer: Month | None, older: Month | None) -> tuple[Link, ...]:
        live = addresses.feed(self._language, self.feed.id, "atom")
        links = [Link("current", self._site.at.absolute(live), addresses.FORMATS["atom"][1])]
        links += [self._month_link("prev-archive", older)] if older else []
        links += [self._month_link("next-archive", newer)] if newer else []
        return tuple(links)

    def _month_link(self, rel: str, month: Month) -> Link:
        return Link(rel, self._site.at.absolute(self.address(month)), addresses.FORMATS["atom"][1])

    def _head(self, entries: Sequence[Entry]) -> Channel:
        return channel.compose(self._site, self.feed, self._language, entries)

    def _entries_of(self, editions: Sequence[Told], entries: Entries) -> tuple[Entry, ...]:
        return entries.all_of(editions, self.feed)
