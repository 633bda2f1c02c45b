"""What an entry weighs, exactly and at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dateline.feeds.entry import Category, Enclosure, Entries, Entry, Translation
from dateline.feeds.weighing import weigh, weigh_at_most
from tests.feeds.office import Office

ENTRY = Entry(
    id="tag:press.example.org,2003:en/2024-02-01-course",
    url="https://press.example.org/en/2024/02/course/",
    title="Course opens",
    published=datetime(2024, 2, 1, tzinfo=UTC),
    updated=datetime(2024, 2, 1, tzinfo=UTC),
    language="en",
    author="Press office",
    summary="A course opens.",
    content_html="<p>A course opens.</p>",
)
TEXT = st.text(st.sampled_from("aế<>&\"'\\\n\t \U0001f600"), max_size=80)
ENCLOSURES = st.builds(Enclosure, TEXT, st.integers(0, 10**9), TEXT, TEXT, TEXT)
ENTRIES = st.builds(
    replace,
    st.just(ENTRY),
    title=TEXT.map("T{}".format),  # feedgen refuses an entry without title or author
    summary=TEXT,
    author=TEXT.map("A{}".format),
    image=TEXT,
    content_html=TEXT.map(lambda text: text * 40),
    categories=st.lists(st.builds(Category, TEXT, TEXT, TEXT), max_size=4).map(tuple),
    enclosures=st.lists(ENCLOSURES, max_size=4).map(tuple),
    void=st.lists(TEXT, max_size=3).map(tuple),
    translations=st.lists(st.builds(Translation, TEXT, TEXT, TEXT), max_size=2).map(tuple),
)
FORMATS = st.sets(st.sampled_from(["rss", "atom", "json"]), min_size=1).map(tuple)


@given(ENTRIES, FORMATS)
def test_the_bound_is_never_exceeded(entry: Entry, formats: tuple[str, ...]) -> None:
    """No entry weighs more than its bound says: a document that fits by bounds fits."""
    assert weigh(entry, formats) <= weigh_at_most(entry, formats)


def test_a_long_text_is_bounded_closely() -> None:
    """The bound of a release of usual length is near: else it would spare nothing."""
    entry = replace(ENTRY, content_html="<p>" + "Việc làm xanh &amp; bền vững. " * 200 + "</p>")
    exact = weigh(entry, ("rss", "atom", "json"))

    assert exact < weigh_at_most(entry, ("rss", "atom", "json")) < 1.5 * exact


def test_an_entry_is_weighed_once_for_all_feeds_that_show_it_alike(office: Office) -> None:
    """Weighing takes time: only a feed of other formats, or of summaries, has to ask again."""
    for name, keys in {
        "alike": {},
        "atom": {"formats": ["atom"]},
        "short": {"content": "summary"},
    }.items():
        office.feed(name, **keys)
    office.release("2024-02-01-course")
    site, weighed = office.site(), list[tuple[bool, Sequence[str]]]()

    def scales(entry: Entry, formats: Sequence[str]) -> int:
        weighed.append((bool(entry.content_html), tuple(formats)))
        return len(weighed)

    entries, (course,) = Entries(site, scales), site.archive.editions
    weights = {feed.id: entries.weight(course, feed) for feed in site.newsroom.feeds}

    assert weights["alike"] == weights["press"]
    assert len(set(weights.values())) == len(weighed) == 3
    assert len(set(weighed)) == 3


def test_the_largest_format_counts() -> None:
    """JSON Feed holds the text twice, so it weighs most where it is offered."""
    assert weigh(ENTRY, ("rss", "json")) >= weigh(ENTRY, ("json",))
    assert weigh(ENTRY, ("rss", "json")) >= weigh(ENTRY, ("rss",))
