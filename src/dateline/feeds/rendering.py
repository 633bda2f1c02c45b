"""Render every document of every feed in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, partial

from dateline import addresses, selection
from dateline.feeds import atom_rss, channel, documents, jsonfeed
from dateline.feeds.channel import Channel, History, Link
from dateline.feeds.entry import Entry
from dateline.feeds.weighing import weigh
from dateline.feeds.wire import Wire
from dateline.model import Artifact, Month, Told
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
    wire = Wire(site, language)
    desks = [_FeedDesk(wire, feed) for feed in site.newsroom.feeds if language in feed.languages]
    yield [desk.live() for desk in desks]
    for month in wire.months:
        found = [desk for desk in desks if month in desk.months]
        if found:
            yield Block(
                f"{language} feeds {month}",
                partial(_names, month, found),
                partial(_needs_of_month, wire, month, found),
                partial(_archives, month, found),
                month,
            )


def _needs_of_month(wire: Wire, month: Month, desks: Sequence[_FeedDesk]) -> Needs:
    """Give all that was told in a month, and what leads to other documents of each feed."""
    beside = tuple((desk.feed.id, *desk.beside(month)) for desk in desks)
    return *wire.needs_of_month(month), beside


def _names(month: Month, desks: Sequence[_FeedDesk]) -> Iterator[str]:
    return (desk.address(month) for desk in desks)


def _archives(month: Month, desks: Sequence[_FeedDesk]) -> list[Part]:
    return [desk.archive(month) for desk in desks]


class _FeedDesk:
    """Renders one feed in one language."""

    def __init__(self, wire: Wire, feed: Feed) -> None:
        self.feed = feed
        self._wire = wire
        self._site = wire.site
        self._language = wire.language
        self._documents = documents.Documents(
            feed,
            self._site.at,
            self._site.now,
            partial(selection.each_for_feed, wire.told, feed),
            partial(wire.months_of, feed),
            self._weigh,
        )
        # Asked by the document's part, its block, and the documents before and after it.
        self.address = cache(self._address)
        self._url = cache(self._absolute)

    @cached_property
    def months(self) -> dict[Month, tuple[Month | None, Month | None]]:
        """Give the months of the archive documents, newest first, with the newer and the older."""
        found = self._documents.archived
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
        may_be_shown, is_more = self._documents.candidates
        newest = tuple([str(month) for month in self.months][:1])
        open_month = str(site.newsroom.open_month(site.now))
        needs = self._wire.needs_of(may_be_shown)
        return needs, is_more, open_month, newest

    def _render_live(self) -> Iterator[Artifact]:
        live = self._documents.live
        entries = self._wire.entries().all_of(live, self.feed)
        hub = self._site.newsroom.hub
        archives = tuple(self._month_link("prev-archive", month) for month in [*self.months][:1])
        head = self._head.over(entries)._replace(
            history=History.COMPLETE if self._documents.is_complete else History.LIVE,
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

    def _address(self, month: Month) -> str:
        """Give the address of a month's archive document."""
        return addresses.feed_archive(self._language, self.feed.id, month)

    def _absolute(self, month: Month) -> str:
        return self._site.at.absolute(self.address(month))

    def beside(self, month: Month) -> Needs:
        """Give the months of the documents before and after one's."""
        # Slices of named tuples are plain ones, as sums want them.
        return tuple([each and each[:] for each in self.months[month]])

    def _needs_of_archive(self, month: Month) -> Needs:
        # All that the month's other feeds tell, too: nearly all of it stands in one document.
        return self.beside(month), *self._wire.needs_of_month(month)

    def _render_archive(self, month: Month) -> Iterator[Artifact]:
        told = self._wire.of_month(month, self.feed)
        entries = self._wire.entries(month).all_of(told, self.feed)
        head = self._head.over(entries)._replace(
            url=self._url(month),
            page=self._site.at.absolute(addresses.month(self._language, month)),
            history=History.ARCHIVE,
            links=self._archive_links(*self.months[month]),
        )
        yield Artifact(self.address(month), atom_rss.compose_atom(head, entries))

    def _archive_links(self, newer: Month | None, older: Month | None) -> tuple[Link, ...]:
        links = [self._current]
        links += [self._month_link("prev-archive", older)] if older else []
        links += [self._month_link("next-archive", newer)] if newer else []
        return tuple(links)

    @cached_property
    def _current(self) -> Link:
        live = addresses.feed(self._language, self.feed.id, "atom")
        return Link("current", self._site.at.absolute(live), addresses.FORMATS["atom"][1])

    def _month_link(self, rel: str, month: Month) -> Link:
        return Link(rel, self._url(month), addresses.FORMATS["atom"][1])

    @cached_property
    def _head(self) -> Channel:
        return channel.compose(self._site, self.feed, self._language)
