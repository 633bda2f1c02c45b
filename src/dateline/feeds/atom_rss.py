"""Write Atom and RSS with feedgen: entries in, bytes out.

An entry is written once and spliced into every document that holds it: most stand in the feed of
all releases and in those of their topics. A law holds the bytes to what feedgen writes as a whole.

With `feeds.extensions` the only module that knows feedgen, and what to beware of in it. Nothing
is ever left to its defaults: dates default to the clock, and the generator to its own name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import partial

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import Element, _Element, tostring

from dateline import __version__
from dateline.addresses import FORMATS
from dateline.feeds.channel import Channel
from dateline.feeds.entry import Enclosure, Entry
from dateline.feeds.extensions import (
    RSS_NAMES,
    AtomHead,
    RssHead,
    complete_atom_entry,
    complete_rss_item,
)
from dateline.feeds.frames import filled

_MINUTES_BETWEEN_VISITS = 60
_SPECIFICATION = "https://www.rssboard.org/rss-specification"
_TITLE = re.compile(rb"<title>[^<]*&[^<]*</title>")
_PAGE = "text/html"
_END_OF_ATOM = b"</feed>"
_END_OF_RSS = b"</channel></rss>"


def compose_atom(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Compose an Atom document (RFC 4287), live or of the archive (RFC 5005)."""
    gone = tuple(entry for entry in entries if entry.void)
    frame = _atom_frame(channel, gone) if gone else filled(channel, _atom_frame)
    told = [entry.written(write_atom) for entry in entries if not entry.void]
    return _spliced(frame, told, _END_OF_ATOM)


def compose_rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Compose an RSS 2.0 document after the RSS Advisory Board's profile."""
    told = [entry.written(write_rss) for entry in entries]
    return _spliced(_rss_frame(channel), told, _END_OF_RSS)


def write_atom(entry: Entry) -> bytes:
    """Write an entry as it stands in an Atom document."""
    written: bytes = tostring(AtomEntry(entry).atom_entry(), encoding="UTF-8")
    return written


def write_rss(entry: Entry) -> bytes:
    """Write an entry as it stands in an RSS document, whose names of namespaces it uses."""
    frame = Element("rss", nsmap=RSS_NAMES)
    frame.append(RssItem(entry).rss_entry())
    written: bytes = tostring(frame, encoding="UTF-8")
    item = written[written.index(b"<item>") : -len(b"</rss>")]
    return escape_titles(item)


def _spliced(frame: bytes, entries: Sequence[bytes], end: bytes) -> bytes:
    """Put entries into a document without any, before the tags that end it."""
    return b"".join((frame.removesuffix(end), *entries, end, b"\n"))


def _atom_frame(channel: Channel, gone: Sequence[Entry] = ()) -> bytes:
    frame: bytes = atom_generator(channel, gone).atom_str()
    return frame


def _rss_frame(channel: Channel) -> bytes:
    frame: bytes = rss_generator(channel).rss_str()
    return escape_titles(frame)


def atom_generator(channel: Channel, gone: Sequence[Entry] = ()) -> FeedGenerator:
    """Give the generator of an Atom document, which writes the tombstones of what is gone."""
    generator = _generator(channel, "atom")
    generator.generator("Dateline", version=__version__)
    generator.subtitle(channel.description)
    generator.author({"name": channel.author, "uri": channel.author_url})
    generator.register_extension("head", partial(AtomHead, channel, gone), rss=False)
    return generator


def rss_generator(channel: Channel) -> FeedGenerator:
    """Give the generator of an RSS document."""
    generator = _generator(channel, "rss")
    generator.generator(f"Dateline {__version__}")
    generator.description(channel.description)
    generator.docs(_SPECIFICATION)
    generator.ttl(_MINUTES_BETWEEN_VISITS)
    generator.pubDate(channel.updated)
    if channel.editor:
        generator.managingEditor(channel.editor)
    generator.register_extension("head", partial(RssHead, channel), atom=False)
    return generator


def _generator(channel: Channel, form: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(channel.id)
    generator.title(channel.title)
    generator.language(channel.language)
    generator.updated(channel.updated)  # lastBuildDate too
    generator.link(href=channel.url, rel="self", type=FORMATS[form][1])
    for link in channel.links:
        generator.link(link.attributes())
    # The last link becomes RSS's channel link, whatever its rel (feedgen.feed, FeedGenerator.link).
    generator.link(href=channel.page, rel="alternate", type=_PAGE, hreflang=channel.language)
    return generator


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
        if entry.content_html:
            self.content(entry.content_html, type="html")

    def atom_entry(self, extensions: bool = True) -> _Element:
        """Write the entry with the link attributes that feedgen drops (feedgen#135, #143)."""
        element = super().atom_entry(extensions)
        for written, link in zip(element.iterchildren("link"), self.link(), strict=True):
            for name, value in link.items():
                written.set(name, value)
        return complete_atom_entry(element, self.entry)


class RssItem(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """An entry as RSS has it: an item."""

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
            self.summary(html.escape(entry.summary, quote=False))  # a description is HTML
        if entry.content_html:
            self.content(entry.content_html)

    def rss_entry(self, extensions: bool = True) -> _Element:
        """Write the item with what feedgen does not offer."""
        return complete_rss_item(super().rss_entry(extensions), self.entry)


def _links(entry: Entry) -> list[dict[str, str]]:
    """Give an entry's links: one page only, since readers open the last alternate link."""
    own = {"href": entry.url, "rel": "alternate", "type": _PAGE, "hreflang": entry.language}
    translations = [
        {"href": url, "rel": "related", "type": _PAGE, "hreflang": language, "title": title}
        for language, url, title in entry.translations
    ]
    return [own, *translations, *map(_enclosure_link, entry.enclosures)]


def _enclosure_link(enclosure: Enclosure) -> dict[str, str]:
    link = {"href": enclosure.url, "rel": "enclosure", "type": enclosure.type}
    link |= {"length": str(enclosure.length), "title": enclosure.title}
    return link | ({"hreflang": enclosure.language} if enclosure.language else {})


def escape_titles(document: bytes) -> bytes:
    """Write & and < as the RSS profile asks: readers disagree on whether a title is HTML.

    No other text can hold a `<title>`: feedgen is never told to write CDATA.
    """
    return _TITLE.sub(_with_hexadecimal_references, document)


def _with_hexadecimal_references(title: re.Match[bytes]) -> bytes:
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
