"""Render the digests of all closed months: web view, HTML, text and letter, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

from dateline import addresses
from dateline.digest.compose import compose_month, months, title
from dateline.digest.letter import encode_letter
from dateline.digest.model import Digest, Entry
from dateline.digest.tools import TOOLS
from dateline.model import Artifact, Month
from dateline.monthly import MonthNews
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import Listed, MonthGroup, group
from dateline.settings import Feed
from dateline.site import Site


def render(site: Site, frame: Frame) -> Iterator[Artifact]:
    """Yield a language's digests of each feed that has them, of closed months only."""
    for feed in site.newsroom.feeds:
        if feed.digest:
            yield from _render_feed(site, frame, feed)


def _render_feed(site: Site, frame: Frame, feed: Feed) -> Iterator[Artifact]:
    open_month = site.newsroom.open_month(site.now)
    found = months(site, feed, frame.language.key)
    closed = {month: found[month] for month in found if month < open_month}
    shelf = Shelf(
        frame, closed, {key: set(site.digest_months(feed, key)) for key in site.newsroom.languages}
    )
    for month, news in closed.items():
        digest = compose_month(site, feed, frame.language.key, month, news, TOOLS["plain"])
        yield from artifacts(digest, site)
        yield shelf.render_page(digest)


def artifacts(digest: Digest, site: Site) -> Iterator[Artifact]:
    """Yield a digest's HTML, text and letter."""
    folder = addresses.digest(digest.language, digest.feed.id, digest.month)
    yield Artifact(f"{folder}digest.html", digest.html.encode())
    yield Artifact(f"{folder}digest.txt", digest.text.encode())
    yield Artifact(f"{folder}digest.eml", encode_letter(digest, site.newsroom.mail))


@dataclass(frozen=True, slots=True)
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
            older=self._neighbour(digest, +1),
            newer=self._neighbour(digest, -1),
            contact=self.frame.contact,
        )

    def _group(self, digest: Digest) -> MonthGroup:
        """Make the month's releases, those that were corrected in it with what was wrong."""
        made = group(self.frame, digest.month, self.news[digest.month].editions)
        releases = tuple(
            self._corrected(line, entry) if entry.corrected else line
            for line, entry in zip(made.releases, digest.entries, strict=True)
        )
        return replace(made, releases=releases)

    def _corrected(self, line: Listed, entry: Entry) -> Listed:
        item = line.item._replace(corrected=entry.corrected)
        return Listed(item, self.frame.part("item.html", item=item))

    def _neighbour(self, digest: Digest, step: int) -> Link | None:
        order = list(self.news)
        index = order.index(digest.month) + step
        if not 0 <= index < len(order):
            return None
        path = addresses.digest(digest.language, digest.feed.id, order[index])
        heading = self.frame.language.language.month_heading(order[index])
        return Link(heading, self.frame.site.at.link(path))


def _links(site: Site, news: MonthNews) -> Iterator[str]:
    """Give the links of a month's notices, in their order."""
    for told in news.corrections:
        yield site.at.link(addresses.release(told.edition)) + addresses.correction(told)
    for notice in news.withdrawals:
        yield site.at.link(addresses.release(notice))
