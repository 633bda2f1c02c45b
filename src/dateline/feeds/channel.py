"""Say what a feed's document tells of itself: the head that all formats share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from dateline import addresses
from dateline.feeds.entry import Entry
from dateline.settings import Feed
from dateline.site import Site

PAGE_TYPE = "text/html"


class History(Enum):
    """How a document stands to the history of its feed (RFC 5005)."""

    LIVE = "live"
    COMPLETE = "complete"
    ARCHIVE = "archive"


class Link(NamedTuple):
    """A link from a document to another one of the same feed, or to its hub, which has no type."""

    rel: str
    href: str
    type: str = ""

    def attributes(self) -> dict[str, str]:
        """Give the attributes that a link element has."""
        return {name: value for name, value in self._asdict().items() if value}


class Channel(NamedTuple):
    """The head of a feed's document; `page` is its HTML page, `url` its own address.

    `editor` is `address (Name)`, or empty where nobody's address is told.
    """

    id: str
    title: str
    description: str
    language: str
    author: str
    author_url: str
    editor: str
    page: str
    updated: datetime
    url: str = ""
    history: History = History.LIVE
    links: tuple[Link, ...] = ()

    def over(self, entries: Sequence[Entry]) -> Channel:
        """Give the head over some entries, updated when the last of them was."""
        if not entries:
            return self
        return self._replace(updated=max([entry.updated for entry in entries]))

    @property
    def hubs(self) -> list[dict[str, str]]:
        """Give the hubs as JSON Feed 1.1 names them."""
        return [{"type": "WebSub", "url": each.href} for each in self.links if each.rel == "hub"]


def compose(site: Site, feed: Feed, language: str) -> Channel:
    """Compose the head of a feed's documents; where they hold nothing, it is never updated."""
    newsroom = site.newsroom
    own = newsroom.languages[language]
    return Channel(
        id=site.at.feed_id(feed, language),
        title=feed.titles[language],
        description=feed.descriptions[language] or own.description or feed.titles[language],
        language=language,
        author=own.name,
        author_url=site.at.absolute(addresses.home(language)),
        editor=_editor(site, language),
        page=site.at.absolute(page(feed, language)),
        updated=newsroom.founded,
    )


def page(feed: Feed, language: str) -> str:
    """Give the page that shows what a feed holds: its one topic's, or the list of all."""
    if len(feed.topics) == 1 and not feed.kinds:
        return addresses.topic(language, feed.topics[0])
    return addresses.home(language)


def _editor(site: Site, language: str) -> str:
    contact = site.newsroom.default_contact
    if contact is None or not contact.email:
        return ""
    return f"{contact.email} ({contact.name(language)})"
