"""Render the digests of all closed months: web view, HTML, text and letter, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property, partial

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
from dateline.parts import Needs, Part, Piece
from dateline.settings import Feed
from dateline.site import Site


def pieces(site: Site, frame: Frame) -> Iterator[Piece]:
    """Yield a language's digests of closed months, those of a month together.

    What is rendered together shares its entries: a release is told of in several feeds.
    """
    entries = Entries(site, frame.language.key)
    by_month: dict[Month, list[Part]] = {}
    for feed in site.newsroom.feeds:
        if feed.digest:
            for month, part in _parts(entries, frame, feed):
                by_month.setdefault(month, []).append(part)
    yield from by_month.values()


def _parts(entries: Entries, frame: Frame, feed: Feed) -> Iterator[tuple[Month, Part]]:
    site, language = entries.site, entries.language
    found = months(site, feed, language)
    closed = {month: found[month] for month in site.digest_months(feed, language)}
    shelf = Shelf(
        frame, closed, {key: set(site.digest_months(feed, key)) for key in site.newsroom.languages}
    )
    for month, news in closed.items():
        path = addresses.digest(language, feed.id, month)
        needs = partial(_needs, site, shelf, month, news)
        yield month, Part(path, needs, partial(_render, entries, shelf, feed, month, news))


def _needs(site: Site, shelf: Shelf, month: Month, news: MonthNews) -> Needs:
    return (
        tuple([site.face(edition) for edition in news.editions]),
        tuple([site.whole(told) for told in news.corrections]),
        tuple([site.whole(gone) for gone in news.withdrawals]),
        tuple(key for key, months in shelf.months.items() if month in months),
        tuple(map(str, shelf.neighbours(month))),
    )


def _render(
    entries: Entries, shelf: Shelf, feed: Feed, month: Month, news: MonthNews
) -> Iterator[Artifact]:
    digest = compose_month(entries, feed, month, news, TOOLS["plain"])
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
    """All digests of a feed in a language, newest first, and the months of other languages."""

    frame: Frame
    news: Mapping[Month, MonthNews]
    months: Mapping[str, Set[Month]]

    def render_page(self, digest: Digest) -> Artifact:
        """Render a digest's web view, which tells every release of the month whole."""
        site, feed, month = self.frame.site, digest.feed, digest.month
        path = addresses.digest(digest.language, feed.id, month)
        news = self.news[month]
        older, newer = self.neighbours(month)
        page = Page(
            path=path,
            title=title(site, feed, digest.language, month),
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
            older=self._link(digest, older),
            newer=self._link(digest, newer),
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
        order = [None, *self.news, None]
        return {month: (order[i + 2], order[i]) for i, month in enumerate(self.news)}

    def _link(self, digest: Digest, month: Month | None) -> Link | None:
        if month is None:
            return None
        path = addresses.digest(digest.language, digest.feed.id, month)
        heading = self.frame.language.language.month_heading(month)
        return Link(heading, self.frame.site.at.link(path))


def _links(site: Site, news: MonthNews) -> Iterator[str]:
    """Give the links of a month's notices, in their order."""
    for told in news.corrections:
        yield site.at.link(addresses.release(told.edition)) + addresses.correction(told)
    for notice in news.withdrawals:
        yield site.at.link(addresses.release(notice))
