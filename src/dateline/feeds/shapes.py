"""Take heads and entries apart into the texts that they say, and put marks in place of these.

Each pair of functions goes through the same texts in the same order.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from dateline.feeds.channel import Channel, Link
from dateline.feeds.entry import Category, Enclosure, Entry, Translation
from dateline.feeds.frames import Clock, Marks, Parts


def entry_apart(entry: Entry, clock: Clock) -> Parts:
    """Give what an entry says, and how many there are of what it may have several of."""
    published, updated = entry.published, entry.updated
    when = clock(published)
    texts = [
        entry.id,
        entry.url,
        entry.title,
        when,
        when if updated is published else clock(updated),
        entry.language,
        entry.author,
        entry.summary,
        *chain.from_iterable(entry.categories),
        *chain.from_iterable(entry.translations),
    ]
    for url, length, *others in entry.enclosures:
        texts += (url, str(length), *others)
    return Parts(texts, entry.content, (len(entry.categories), len(entry.translations)))


def marked_entry(entry: Entry, marks: Marks) -> Entry:
    """Give an entry of the same shape that says nothing."""
    return replace(
        entry,
        id=marks.text(entry.id),
        url=marks.text(entry.url),
        title=marks.text(entry.title),
        published=marks.moment(),
        updated=marks.moment(),
        language=marks.text(entry.language),
        author=marks.text(entry.author),
        summary=marks.text(entry.summary),
        categories=tuple([Category(*marks.texts(each)) for each in entry.categories]),
        translations=tuple([Translation(*marks.texts(each)) for each in entry.translations]),
        enclosures=tuple([_marked_enclosure(each, marks) for each in entry.enclosures]),
        content=marks.text(entry.content_html).encode(),
    )


def _marked_enclosure(enclosure: Enclosure, marks: Marks) -> Enclosure:
    url, _, *others = enclosure
    return Enclosure(marks.text(url), marks.number(), *marks.texts(others))


def channel_apart(channel: Channel, clock: Clock) -> Parts:
    """Give what a head says, and what its links are."""
    texts = [
        channel.id,
        channel.title,
        channel.language,
        channel.author,
        channel.author_url,
        channel.editor,
        channel.page,
        clock(channel.updated),
        channel.url,
    ]
    for _, href, media_type in channel.links:
        texts += (href, media_type)
    kind = channel.history, *[link.rel for link in channel.links]
    return Parts(texts, channel.description.encode(), kind)


def marked_channel(channel: Channel, marks: Marks) -> Channel:
    """Give a head of the same shape that says nothing."""
    return channel._replace(
        id=marks.text(channel.id),
        title=marks.text(channel.title),
        language=marks.text(channel.language),
        author=marks.text(channel.author),
        author_url=marks.text(channel.author_url),
        editor=marks.text(channel.editor),
        page=marks.text(channel.page),
        updated=marks.moment(),
        url=marks.text(channel.url),
        links=tuple([Link(rel, *marks.texts(others)) for rel, *others in channel.links]),
        description=marks.text(channel.description),
    )
