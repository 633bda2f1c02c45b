"""Documents are put together of entries written once: no byte differs from the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from feedgen.feed import FeedGenerator
from hypothesis import given
from hypothesis import strategies as st

from dateline.feeds import atom_rss
from dateline.feeds.atom_rss import compose_atom, compose_rss
from dateline.feeds.channel import Channel, History, Link
from dateline.feeds.entry import Category, Enclosure, Entry, Translation
from dateline.feeds.items import AtomEntry, RssItem, described
from tests.feeds.samples import TITLES
from tests.feeds.test_weighing import ENTRY

# All that XML allows, with what it escapes, what marks are made of and what else is often wrong.
TEXT = st.text(
    st.sampled_from("&<>\"'\n\t\r \u1ed9]\x7f\x85\ufdd0\ufdd1\U0001fffe0123")
    | st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=30,
)
SAID = st.sampled_from(TITLES) | TEXT.map("T{}".format)  # feedgen refuses empty titles and names
URL = st.text(st.sampled_from("az09/&<>'\"%;=é\n\t"), max_size=20).map("https://x/{}".format)
MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ENCLOSURES = st.builds(Enclosure, URL, st.integers(0, 10**9), TEXT, TEXT, TEXT)
ENTRIES = st.builds(
    Entry,
    id=SAID,
    url=URL,
    title=SAID,
    published=MOMENT,
    updated=MOMENT,
    language=st.sampled_from(["en", "vi", "zh-Hant"]),
    author=SAID,
    summary=TEXT,
    content=TEXT.map(str.encode),
    categories=st.lists(st.builds(Category, SAID, SAID, URL), max_size=3).map(tuple),
    enclosures=st.lists(ENCLOSURES, max_size=3).map(tuple),
    translations=st.lists(st.builds(Translation, SAID, URL, TEXT), max_size=2).map(tuple),
    void=st.sampled_from([(), (), ("tag:x,2003:en/gone", "tag:x,2003:en/gone#2")]),
)
TYPES = st.sampled_from(["", "application/atom+xml"])
LINKS = st.builds(Link, st.sampled_from(["current", "prev-archive", "hub"]), URL, TYPES)
CHANNELS = st.builds(
    Channel,
    id=SAID,
    title=SAID,
    description=SAID,
    language=st.sampled_from(["en", "vi"]),
    author=SAID,
    author_url=URL,
    editor=TEXT,
    page=URL,
    updated=MOMENT,
    url=URL,
    history=st.sampled_from(History),
    links=st.lists(LINKS, max_size=3).map(tuple),
)


def whole_atom(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Let feedgen write an Atom document as a whole."""
    generator = atom_rss.atom_generator(channel, [entry for entry in entries if entry.void])
    return written(generator, [AtomEntry(entry) for entry in entries if not entry.void]).atom_str()


def whole_rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Let feedgen write an RSS document as a whole."""
    return written(
        atom_rss.rss_generator(channel), [RssItem(described(entry)) for entry in entries]
    ).rss_str()


def written(generator: FeedGenerator, entries: Sequence[AtomEntry | RssItem]) -> FeedGenerator:
    """Add entries to a generator."""
    for entry in entries:
        generator.add_entry(entry, order="append")
    return generator


@given(CHANNELS, st.lists(ENTRIES, max_size=3))
def test_atom_is_what_feedgen_writes(channel: Channel, entries: list[Entry]) -> None:
    """Entries written once and a frame filled in are, byte for byte, feedgen's document."""
    assert compose_atom(channel, entries) == whole_atom(channel, entries) + b"\n"


@given(CHANNELS, st.lists(ENTRIES, max_size=3))
def test_rss_is_what_feedgen_writes(channel: Channel, entries: list[Entry]) -> None:
    """So they are in RSS, whose titles are then escaped as its profile asks."""
    whole = atom_rss.escape_titles(whole_rss(channel, entries))

    assert compose_rss(channel, entries) == whole + b"\n"


@given(CHANNELS, CHANNELS, ENTRIES)
def test_no_document_has_what_is_anothers(one: Channel, other: Channel, entry: Entry) -> None:
    """What a frame and an entry leave behind for the next document is the same again."""
    alike = one._replace(url=other.url, page=other.page, updated=other.updated)
    composed = [compose_atom(each, [entry]) for each in (one, alike, one)]

    assert composed == [whole_atom(each, [entry]) + b"\n" for each in (one, alike, one)]


def test_an_entry_is_written_once() -> None:
    """A format asks for the same entry in document after document, and writes it once."""
    asked: list[str] = []

    def write(entry: Entry, form: str) -> bytes:
        asked.append(form)
        return form.encode()

    entry = replace(ENTRY)
    atom, rss = partial(write, form="atom"), partial(write, form="rss")

    assert [entry.written(each) for each in (atom, rss, atom)] == [b"atom", b"rss", b"atom"]
    assert asked == ["atom", "rss"]
    assert replace(entry, title="Another").written(atom) == b"atom"
    assert asked == ["atom", "rss", "atom"]
