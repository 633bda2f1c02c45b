"""Say what the digests of a feed in a language say beside the releases, most of it once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from dateline import addresses
from dateline.digest.tools import TOKEN, Tool
from dateline.model import Month
from dateline.monthly import MonthNews
from dateline.settings import Feed
from dateline.site import Site


class Mailing:
    """What all digests of a feed in a language have in common, for a mail tool."""

    def __init__(self, site: Site, feed: Feed, language: str, tool: Tool) -> None:
        self.site = site
        self.feed = feed
        self.language = language
        self.tool = tool
        self._settings = site.newsroom.languages[language]
        self._spoken = self._settings.language
        words = self._spoken.words
        self._title = words.pgettext("digest title", "{feed}, {month}")
        self._subject = words.pgettext("digest subject", "{newsroom}: {title}")
        self.unsubscribe_url = tool.unsubscribe or _unsubscribe_url(site, language)
        self._open = site.newsroom.open_month(site.now)
        self.steady = self._say()

    def _say(self) -> dict[str, Any]:
        """Give what both parts of all letters say."""
        newsroom, settings = self.site.newsroom, self._settings
        feed_title = self.feed.titles[self.language]
        because = self._spoken.words.gettext(
            "You receive this digest because you subscribed to “%(feed)s” of %(newsroom)s."
        )
        return {
            "newsroom": settings.name,
            "about": settings.description,
            "feed_title": feed_title,
            "because": because % {"feed": feed_title, "newsroom": settings.name},
            "home_url": self.site.at.absolute(addresses.home(self.language)),
            "unsubscribe_url": self.unsubscribe_url,
            "contact": newsroom.default_contact,
            "postal_address": newsroom.mail.postal_address.splitlines(),
        }

    def own(self, month: Month) -> dict[str, Any]:
        """Give what both parts of a month's letter say beside that."""
        closed = self.is_closed(month)
        page = self._page(month, closed=closed)
        heading = self._spoken.month_heading(month)
        title = self._title.format(feed=self.steady["feed_title"], month=heading)
        return {
            "title": title,
            "subject": self._subject_of(title, closed=closed),
            "heading": heading,
            "closed": closed,
            "page_url": page,
            "web_url": self.tool.web or page,
        }

    def is_closed(self, month: Month) -> bool:
        """Say whether a month is over."""
        return month < self._open

    def _subject_of(self, title: str, *, closed: bool) -> str:
        """Give a letter's subject, which says so where the month is not over."""
        subject = self._subject.format(newsroom=self._settings.name, title=title)
        if closed:
            return subject
        words = self._spoken.words
        return words.pgettext("digest subject", "{subject} (unfinished)").format(subject=subject)

    def counted(self, count: int) -> str:
        """Say how many releases a digest tells of, or what else."""
        words = self._spoken.words
        if not count:
            return words.gettext("Corrections and withdrawals")
        return words.ngettext("%(num)s release", "%(num)s releases", count) % {"num": count}

    def date(self, month: Month, news: MonthNews) -> datetime:
        """Give the letter's date: the first instant after the month, or what came last so far."""
        timezone = self.site.newsroom.timezone
        if self.is_closed(month):
            return _end(month, timezone)
        moments = [edition.public_from for edition in news.editions]
        moments += [told.at for told in news.corrections] + [gone.at for gone in news.withdrawals]
        return _written(max(moments), timezone)

    def _page(self, month: Month, *, closed: bool) -> str:
        """Give the page that tells the whole month: the digest's own, once the month is over."""
        site, language = self.site, self.language
        if closed:
            return site.at.absolute(addresses.digest(language, self.feed.id, month))
        if site.has_month(language, month):
            return site.at.absolute(addresses.month(language, month))
        return site.at.absolute(addresses.home(language))


def _unsubscribe_url(site: Site, language: str) -> str:
    """Give the address of unsubscribing, with the placeholder where the token goes."""
    configured = site.newsroom.mail.unsubscribe_url
    default = site.at.absolute(addresses.subscribe(language)) + "?unsubscribe={token}"
    return (configured or default).replace("{token}", TOKEN)


@lru_cache(maxsize=10)  # the same for all feeds
def _end(month: Month, timezone: tzinfo) -> datetime:
    """Give the first instant after a month."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return _written(datetime.combine(after, time(), tzinfo=timezone), timezone)


def _written(moment: datetime, timezone: tzinfo) -> datetime:
    """Give a moment as a letter can write it: in a zone of whole minutes."""
    local = moment.astimezone(timezone)
    offset = local.utcoffset() or timedelta()
    return local.astimezone(UTC) if offset.seconds % 60 else local
