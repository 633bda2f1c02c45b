"""Write Atom and RSS with feedgen: entries in, bytes out.

An entry is written once and spliced into every document that holds it: most stand in the feed of
all releases and in those of their topics. feedgen itself writes each shape of an entry and of what
stands around entries (`feeds.frames`). A law holds the bytes to what it writes as a whole.

With `feeds.items` and `feeds.extensions` the only module that knows feedgen, and what to beware of
in it. Nothing is ever left to its defaults: dates default to the clock, and the generator to its
own name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from feedgen.feed import FeedGenerator
from feedgen.util import formatRFC2822

from dateline import __version__
from dateline.addresses import FORMATS
from dateline.feeds import items
from dateline.feeds.channel import PAGE_TYPE, Channel
from dateline.feeds.entry import Entry
from dateline.feeds.extensions import AtomHead, RssHead
from dateline.feeds.frames import Frames
from dateline.feeds.shapes import channel_apart, entry_apart, marked_channel, marked_entry

_MINUTES_BETWEEN_VISITS = 60
_SPECIFICATION = "https://www.rssboard.org/rss-specification"
_TITLE = re.compile(rb"<title>[^<]*&[^<]*</title>")
_END_OF_ATOM = b"</feed>"
_END_OF_RSS = b"</channel></rss>"


def compose_atom(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Compose an Atom document (RFC 4287), live or of the archive (RFC 5005)."""
    gone = tuple([entry for entry in entries if entry.void])
    frame = _atom_frame(channel, gone) if gone else _ATOM_FRAMES.filled(channel)
    told = [entry.written(write_atom) for entry in entries if not entry.void]
    return _spliced(frame, told, _END_OF_ATOM)


def compose_rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Compose an RSS 2.0 document after the RSS Advisory Board's profile."""
    told = [entry.written(write_rss) for entry in entries]
    return _spliced(escape_titles(_RSS_FRAMES.filled(channel)), told, _END_OF_RSS)


def write_atom(entry: Entry) -> bytes:
    """Write an entry as it stands in an Atom document."""
    return _ATOM_ENTRIES.filled(entry)


def write_rss(entry: Entry) -> bytes:
    """Write an entry as it stands in an RSS document, whose names of namespaces it uses."""
    return escape_titles(_RSS_ITEMS.filled(items.described(entry)))


def _spliced(frame: bytes, entries: Sequence[bytes], end: bytes) -> bytes:
    """Put entries into a document without any, before the tags that end it."""
    return b"".join((frame.removesuffix(end), *entries, end, b"\n"))


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
    generator.link(href=channel.page, rel="alternate", type=PAGE_TYPE, hreflang=channel.language)
    return generator


def escape_titles(document: bytes) -> bytes:
    """Write & and < as the RSS profile asks: readers disagree on whether a title is HTML.

    No other text can hold a `<title>`: feedgen is never told to write CDATA.
    """
    return _TITLE.sub(_with_hexadecimal_references, document)


def _with_hexadecimal_references(title: re.Match[bytes]) -> bytes:
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")


def _atom_frame(channel: Channel, gone: Sequence[Entry] = ()) -> bytes:
    frame: bytes = atom_generator(channel, gone).atom_str()
    return frame


def _rss_frame(channel: Channel) -> bytes:
    frame: bytes = rss_generator(channel).rss_str()
    return frame


_ATOM_FRAMES = Frames(_atom_frame, channel_apart, marked_channel, datetime.isoformat)
_RSS_FRAMES = Frames(_rss_frame, channel_apart, marked_channel, formatRFC2822)
_ATOM_ENTRIES = Frames(items.atom_entry, entry_apart, marked_entry, datetime.isoformat)
_RSS_ITEMS = Frames(items.rss_item, entry_apart, marked_entry, formatRFC2822)
