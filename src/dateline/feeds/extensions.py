"""Write the elements that feedgen lacks: RFC 5005, Dublin Core, Media RSS, entry languages.

In Atom feedgen's tree has bare names until it is written; in RSS all names are qualified.
"""

from __future__ import annotations

from collections.abc import Sequence

from feedgen.ext.base import BaseExtension
from lxml.etree import Element, SubElement, _Element

from dateline.feeds.channel import Channel, History
from dateline.feeds.entry import Enclosure, Entry

_AT = "http://purl.org/atompub/tombstones/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_FH = "http://purl.org/syndication/history/1.0"
_MEDIA = "http://search.yahoo.com/mrss/"
_RSS = {"dc": _DC, "media": _MEDIA}
# Those that items use, feedgen's own among them.
RSS_NAMES = _RSS | {"content": "http://purl.org/rss/1.0/modules/content/"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Head(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What all heads share: the place of the document in its feed's history."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    def write_history(self, head: _Element) -> None:
        """Say, before anything else, that the document is an archive or holds everything."""
        if self.channel.history is not History.LIVE:
            head.insert(0, Element(f"{{{_FH}}}{self.channel.history.value}", nsmap={"fh": _FH}))


class AtomHead(_Head):
    """The head of an Atom document, and the tombstones of what is gone, before all entries."""

    def __init__(self, channel: Channel, gone: Sequence[Entry]) -> None:
        super().__init__(channel)
        self._gone = gone

    def extend_ns(self) -> dict[str, str]:
        """Declare the names of the history and of tombstones, where they are used."""
        history = {} if self.channel.history is History.LIVE else {"fh": _FH}
        return history | ({"at": _AT} if self._gone else {})

    def extend_atom(self, feed: _Element) -> _Element:
        """Write the history, the tombstones, and each element of the head on its line."""
        self.write_history(feed)
        for entry in self._gone:
            for ref in entry.void:
                _write_tombstone(feed, entry, ref)
        return in_lines(feed)


def _write_tombstone(feed: _Element, entry: Entry, ref: str) -> None:
    """Say that an entry is no more (RFC 6721), without a link: parsers take it for the feed's."""
    when = entry.updated.isoformat()
    tombstone = SubElement(feed, f"{{{_AT}}}deleted-entry", ref=ref, when=when)
    comment = SubElement(tombstone, f"{{{_AT}}}comment")
    comment.set(_LANG, entry.language)
    comment.text = entry.summary


class RssHead(_Head):
    """The head of an RSS document."""

    def extend_ns(self) -> dict[str, str]:
        """Declare the names that heads and items use."""
        history = {} if self.channel.history is History.LIVE else {"fh": _FH}
        return _RSS | history

    def extend_rss(self, rss: _Element) -> _Element:
        """Write the links that feedgen leaves out, and the history."""
        channel = rss[0]  # feedgen hands over <rss>, not <channel>
        for link in self.channel.links:
            SubElement(channel, f"{{{_ATOM}}}link", link.attributes())
        self.write_history(channel)
        in_lines(channel)
        return rss


def in_lines(head: _Element) -> _Element:
    """Set each element of a head on a line of its own."""
    head.text = "\n"
    for child in head:
        child.tail = "\n"
    return head


def complete_atom_entry(element: _Element, entry: Entry) -> _Element:
    """Add an entry's language."""
    element.set(_LANG, entry.language)
    element.tail = "\n"
    return element


def complete_rss_item(item: _Element, entry: Entry) -> _Element:
    """Add an item's author, language and further files."""
    SubElement(item, f"{{{_DC}}}creator").text = entry.author
    SubElement(item, f"{{{_DC}}}language").text = entry.language
    for enclosure in entry.enclosures[1:]:
        _write_media(item, enclosure)
    item.tail = "\n"
    return item


def _write_media(item: _Element, enclosure: Enclosure) -> None:
    """Write a further file: RSS readers expect one enclosure an item (RSS Board profile)."""
    media = SubElement(item, f"{{{_MEDIA}}}content", url=enclosure.url, type=enclosure.type)
    media.set("fileSize", str(enclosure.length))
    if enclosure.language:
        media.set("lang", enclosure.language)
    SubElement(media, f"{{{_MEDIA}}}title", type="plain").text = enclosure.title
