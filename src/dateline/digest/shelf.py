"""Keep all digests of a feed in a language together: their months, and their pages on the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dateline import addresses
from dateline.digest.compose import months
from dateline.digest.forms import Forms
from dateline.digest.mailing import Mailing
from dateline.digest.model import Digest, Entry
from dateline.digest.tools import TOOLS
from dateline.model import Artifact, Month
from dateline.monthly import MonthNews
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import Listed, MonthGroup, group
from dateline.settings import Feed
from dateline.site import Site


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

    @cached_property
    def mailing(self) -> Mailing:
        """Give what all its letters say."""
        return Mailing(self.frame.site, self.feed, self.language, TOOLS["plain"])

    @cached_property
    def forms(self) -> Forms | None:
        """Give the forms of its letters, where these may be filled in."""
        return Forms.of(self.mailing, next(iter(self.closed)))

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
            title=self.mailing.title(month),
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
