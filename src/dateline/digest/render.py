"""Render the digests of all closed months: web view, HTML, text and letter, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from operator import is_

from dateline import addresses
from dateline.digest.compose import compose_month, months, title
from dateline.digest.entries import Entries
from dateline.digest.letter import encode_letter
from dateline.digest.model import Digest, Entry
from dateline.digest.quotedprintable import utf8
from dateline.digest.tools import TOOLS
from dateline.model import Artifact, Month
from dateline.monthly import MonthNews
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import Listed, MonthGroup, group
from dateline.parts import Block, Needs, Part
from dateline.settings import Feed
from dateline.site import Site


def pieces(site: Site, frame: Frame) -> Iterator[Block]:
    """Yield a language's digests of closed months, those of all feeds in a month together."""
    entries = Entries(site, frame.language.key)  # a release is told of in several feeds
    feeds = [feed for feed in site.newsroom.feeds if feed.digest]
    shelves = [Shelf.of(site, frame, feed) for feed in feeds]
    for month in site.almanac(frame.language.key).months:
        found = [shelf for shelf in shelves if month in shelf.closed]
        if found:
            yield Block(
                f"{frame.language.key} digests {month}",
                tuple([shelf.address(month) for shelf in found]),
                partial(_needs_of_all, site, found, month),
                partial(_parts, entries, found, month),
            )


def _parts(entries: Entries, shelves: Sequence[Shelf], month: Month) -> list[Part]:
    return [
        Part(
            shelf.address(month),
            partial(_needs, entries.site, shelf, month),
            partial(_render, entries, shelf, month),
        )
        for shelf in shelves
    ]


def _needs_of_all(site: Site, shelves: Sequence[Shelf], month: Month) -> Needs:
    """Give all that happened in a month, and what of it leads to other digests of each feed."""
    language = shelves[0].language
    news = site.almanac(language).months[month]
    beside = tuple([(shelf.feed.id, *_beside(shelf, month)) for shelf in shelves])
    own = site.own_months(language).get(month, ())
    if own and len(own) == len(news.editions) and all(map(is_, own, news.editions)):
        # Nothing was held into another month, as mostly: their sum is made already.
        others = replace(news, editions=())
        return site.month_prints(language)[month].face, *_told(site, others), beside
    return *_told(site, news), beside


def _needs(site: Site, shelf: Shelf, month: Month) -> Needs:
    return *_told(site, shelf.news[month]), *_beside(shelf, month)


def _told(site: Site, news: MonthNews) -> Needs:
    return (
        tuple([site.face(edition) for edition in news.editions]),
        tuple([site.whole(told) for told in news.corrections]),
        tuple([site.whole(gone) for gone in news.withdrawals]),
    )


def _beside(shelf: Shelf, month: Month) -> Needs:
    others = tuple([key for key, months in shelf.months.items() if month in months])
    # Slices of named tuples are plain ones, as sums want them.
    return others, *(each and each[:] for each in shelf.neighbours(month))


def _render(entries: Entries, shelf: Shelf, month: Month) -> Iterator[Artifact]:
    news = shelf.news[month]
    digest = compose_month(entries, shelf.feed, month, news, TOOLS["plain"])
    yield from artifacts(digest, entries.site)
    yield shelf.render_page(digest)


def artifacts(digest: Digest, site: Site) -> Iterator[Artifact]:
    """Yield a digest's HTML, text and letter."""
    folder = addresses.digest(digest.language, digest.feed.id, digest.month)
    yield Artifact(f"{folder}digest.html", utf8(digest.html))
    yield Artifact(f"{folder}digest.txt", utf8(digest.text))
    yield Artifact(f"{folder}digest.eml", encode_letter(digest, site.newsroom.mail))


@dataclass(frozen=True)
class Shelf:
    """All digests of a feed in a language: what happened, and the closed months by language.

    Months are newest first.
    """

    frame: Frame
    feed: Feed
    news: Mapping[Month, MonthNews]
    months: Mapping[str, Mapping[Month, None]]

    @classmethod
    def of(cls, site: Site, frame: Frame, feed: Feed) -> Shelf:
        """Give the shelf of a feed in the language of a frame."""
        keys = site.newsroom.languages
        closed = {key: dict.fromkeys(site.digest_months(feed, key)) for key in keys}
        return cls(frame, feed, months(site, feed, frame.language.key), closed)

    @property
    def language(self) -> str:
        """Give the language of all its digests."""
        return self.frame.language.key

    @property
    def closed(self) -> Mapping[Month, None]:
        """Give the months of which there is a digest."""
        return self.months[self.language]

    def address(self, month: Month) -> str:
        """Give the folder of a month's digest."""
        return addresses.digest(self.language, self.feed.id, month)

    def render_page(self, digest: Digest) -> Artifact:
        """Render a digest's web view, which tells every release of the month whole."""
        site, feed, month = self.frame.site, self.feed, digest.month
        news = self.news[month]
        older, newer = self.neighbours(month)
        page = Page(
            path=self.address(month),
            title=title(site, feed, self.language, month),
            description=digest.preheader,
            section="feeds",
            translations={
                key: addresses.digest(key, feed.id, month)
                for key, months in self.months.items()
                if month in months
            },
        )
        return self.frame.render(
            "digest-page.html",
            page,
            digest=digest,
            notices=tuple(zip(digest.notices, _links(site, news), strict=True)),
            month=self._group(digest),
            older=self._link(older),
            newer=self._link(newer),
            contact=self.frame.contact,
        )

    def _group(self, digest: Digest) -> MonthGroup:
        """Make the month's releases, those that were corrected in it with what was wrong."""
        made = group(self.frame, digest.month, self.news[digest.month].editions)
        if not any(entry.corrected for entry in digest.entries):
            return made
        releases = tuple(
            self._corrected(line, entry) if entry.corrected else line
            for line, entry in zip(made.releases, digest.entries, strict=True)
        )
        return replace(made, releases=releases)

    def _corrected(self, line: Listed, entry: Entry) -> Listed:
        item = line.item._replace(corrected=entry.corrected)
        return Listed(item, self.frame.part("item.html", item=item))

    def neighbours(self, month: Month) -> tuple[Month | None, Month | None]:
        """Give the months before and after one that have digests."""
        return self._beside[month]

    @cached_property
    def _beside(self) -> Mapping[Month, tuple[Month | None, Month | None]]:
        order = [None, *self.closed, None]
        return {month: (order[i + 2], order[i]) for i, month in enumerate(self.closed)}

    def _link(self, month: Month | None) -> Link | None:
        if month is None:
            return None
        heading = self.frame.language.language.month_heading(month)
        return Link(heading, self.frame.site.at.link(self.address(month)))


def _links(site: Site, news: MonthNews) -> Iterator[str]:
    """Give the links of a month's notices, in their order."""
    for told in news.corrections:
        yield site.at.link(addresses.release(told.edition)) + addresses.correction(told)
    for notice in news.withdrawals:
        yield site.at.link(addresses.release(notice))
