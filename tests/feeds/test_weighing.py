"""What an entry weighs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dateline.feeds import atom_rss, jsonfeed
from dateline.feeds.composing import Composer, Entries
from dateline.feeds.entry import Entry
from dateline.feeds.weighing import weigh
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
    content=b"<p>A course opens.</p>",
)


def test_the_largest_format_counts() -> None:
    """JSON Feed holds the text twice, so it weighs most where it is offered."""
    entry = replace(ENTRY, content=b"<p>A course opens.</p>" * 100)
    rss, atom, json = (weigh(entry, [form]) for form in ("rss", "atom", "json"))

    assert weigh(entry, ("rss", "json", "atom")) == json > max(rss, atom)
    assert weigh(entry, ("rss", "atom")) == max(rss, atom)


def test_what_is_weighed_is_what_stands_in_the_documents(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To weigh an entry is to write it, which is done once for all feeds that show it alike."""
    office.feed("alike")
    office.feed("short", content="summary")
    office.release("2024-02-01-course")
    written: list[bool] = []
    item = jsonfeed._item

    def noted(entry: Entry) -> dict[str, object]:
        written.append(bool(entry.content_html))
        return item(entry)

    monkeypatch.setattr(jsonfeed, "_item", noted)
    office.render()

    assert sorted(written) == [False, True]


def test_entries_are_composed_once(office: Office) -> None:
    """All feeds that show an edition in full, or as its summary, share its entry."""
    for name, keys in {"alike": {}, "short": {"content": "summary"}}.items():
        office.feed(name, **keys)
    office.release("2024-02-01-course")
    site = office.site()
    entries, (course,) = Entries(Composer(site)), site.archive.editions
    alike, press, short = (entries.of(course, feed) for feed in site.newsroom.feeds)

    assert alike is press is not short
    assert short.content_html == ""
    assert entries.all_of([course], site.newsroom.feeds[0]) == (press,)
    assert weigh(short, ["atom"]) == len(short.written(atom_rss.write_atom))
