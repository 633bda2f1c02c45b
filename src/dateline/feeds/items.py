"""Let feedgen write a single entry, as Atom and as RSS have it."""

from __future__ import annotations

import html
from dataclasses import replace

from feedgen.entry import FeedEntry
from lxml.etree import Element, _Element, tostring

from dateline.feeds.channel import PAGE_TYPE
from dateline.feeds.entry import Enclosure, Entry
from dateline.feeds.extensions import RSS_NAMES, complete_atom_entry, complete_rss_item


def atom_entry(entry: Entry) -> bytes:
    """Write an entry as it stands in an Atom document."""
    written: bytes = tostring(AtomEntry(entry).atom_entry(), encoding="UTF-8")
    return written


def rss_item(entry: Entry) -> bytes:
    """Write an item as it stands in an RSS document, whose names of namespaces it uses."""
    frame = Element("rss", nsmap=RSS_NAMES)
    frame.append(RssItem(entry).rss_entry())
    written: bytes = tostring(frame, encoding="UTF-8")
    return written[written.index(b"<item>") : -len(b"</rss>")]


def described(entry: Entry) -> Entry:
    """Give an entry whose summary is PAGE_TYPE, as an RSS description is."""
    return replace(entry, summary=html.escape(entry.summary, quote=False))


class AtomEntry(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """An entry as Atom has it."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.id(entry.id)
        self.title(entry.title)
        self.published(entry.published)
        self.updated(entry.updated)
        self.author({"name": entry.author})
        self.category([category._asdict() for category in entry.categories])
        self.link(_links(entry))
        if entry.summary:
            self.summary(entry.summary)
        if entry.content:
            self.content(entry.content_html, type="html")

    def atom_entry(self, extensions: bool = True) -> _Element:
        """Write the entry with the link attributes that feedgen drops (feedgen#135, #143)."""
        element = super().atom_entry(extensions)
        for written, link in zip(element.iterchildren("link"), self.link(), strict=True):
            for name, value in link.items():
                written.set(name, value)
        return complete_atom_entry(element, self.entry)


class RssItem(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """An entry as RSS has it: an item; its summary is HTML."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.id(entry.id)  # a guid that is no permalink
        self.title(entry.title)
        self.published(entry.published)
        self.link(href=entry.url, rel="alternate")
        self.category([category._asdict() for category in entry.categories])
        for enclosure in entry.enclosures[:1]:  # feedgen writes the last, readers expect one
            self.enclosure(enclosure.url, enclosure.length, enclosure.type)
        if entry.summary:
            self.summary(entry.summary)
        if entry.content:
            self.content(entry.content_html)

    def rss_entry(self, extensions: bool = True) -> _Element:
        """Write the item with what feedgen does not offer."""
        return complete_rss_item(super().rss_entry(extensions), self.entry)


def _links(entry: Entry) -> list[dict[str, str]]:
    """Give an entry's links: one page only, since readers open the last alternate link."""
    own = {"href": entry.url, "rel": "alternate", "type": PAGE_TYPE, "hreflang": entry.language}
    translations = [
        {"href": url, "rel": "related", "type": PAGE_TYPE, "hreflang": language, "title": title}
        for language, url, title in entry.translations
    ]
    return [own, *translations, *map(_enclosure_link, entry.enclosures)]


def _enclosure_link(enclosure: Enclosure) -> dict[str, str]:
    link = {"href": enclosure.url, "rel": "enclosure", "type": enclosure.type}
    link |= {"length": str(enclosure.length), "title": enclosure.title}
    return link | ({"hreflang": enclosure.language} if enclosure.language else {})
