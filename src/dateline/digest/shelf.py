"""Keep all digests of a feed in a language together: their months, and their pages on the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dateline import addresses
from dateline.digest.compose import months
from dateline.digest.forms import Forms
from dateline.digest.letter import Letterhead
from dateline.digest.mailing import Mailing
from dateline.digest.model import Digest, Entry
from dateline.digest.tools import TOOLS
from dateline.digest.webview import View
from dateline.model import Month
from dateline.monthly import MonthNews
from dateline.pages.frame import Frame, Link
from dateline.pages.listing import Line, Listed, listed
from dateline.settings import Feed
from dateline.site import Site


@dataclass(frozen=True, eq=False)
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
    def letterhead(self) -> Letterhead:
        """Give what the heads of all its letters say."""
        mail = self.frame.site.newsroom.mail
        return Letterhead(self.feed, self.language, self.mailing.unsubscribe_url, mail)

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
        return self._addresses[month]

    @cached_property
    def _addresses(self) -> Mapping[Month, str]:
        language, feed = self.language, self.feed.id
        return {month: addresses.digest(language, feed, month) for month in self.closed}

    def view(self, digest: Digest) -> View:
        """Give what a digest's page tells: every release of the month, whole."""
        month = digest.month
        older, newer = self.neighbours(month)
        return View(
            digest=digest,
            month=month,
            address=self.address(month),
            translations=self.languages(month),
            notices=tuple(zip(digest.notices, self._links(month), strict=True))
            if digest.notices
            else (),
            releases=self._releases(digest),
            older=self._link(older),
            newer=self._link(newer),
        )

    def languages(self, month: Month) -> tuple[str, ...]:
        """Give the languages in which there is a month's digest."""
        return tuple([key for key, months in self.months.items() if month in months])

    def _releases(self, digest: Digest) -> tuple[Listed | Line, ...]:
        """Give the lines of the month's releases, those corrected in it with what was wrong."""
        made = listed(self.frame, self.news[digest.month].editions)
        if not any(entry.corrected for entry in digest.entries):
            return made
        return tuple(
            self._corrected(line, entry) if entry.corrected else line
            for line, entry in zip(made, digest.entries, strict=True)
        )

    def _corrected(self, line: Listed | Line, entry: Entry) -> Listed:
        item = line.item._replace(corrected=entry.corrected)
        return Listed(item, self.frame.part("item.html", item=item))

    def neighbours(self, month: Month) -> tuple[Month | None, Month | None]:
        """Give the months before and after one that have digests."""
        return self._beside[month]

    @cached_property
    def _beside(self) -> Mapping[Month, tuple[Month | None, Month | None]]:
        order = [None, *self.closed, None]
        return {month: (order[i + 2], order[i]) for i, month in enumerate(self.closed)}

    def _links(self, month: Month) -> Iterator[str]:
        """Give the links of a month's notices, in their order."""
        at, news = self.frame.site.at, self.news[month]
        for told in news.corrections:
            yield at.link(addresses.release(told.edition)) + addresses.correction(told)
        for notice in news.withdrawals:
            yield at.link(addresses.release(notice))

    def _link(self, month: Month | None) -> Link | None:
        """Give the link of a month's digest, which its two neighbours show."""
        if month is None:
            return None
        found = self._known_links.get(month)
        if found is None:
            heading = self.frame.language.language.month_heading(month)
            found = Link(heading, self.frame.site.at.link(self.address(month)))
            self._known_links[month] = found
        return found

    @cached_property
    def _known_links(self) -> dict[Month, Link]:
        return {}
