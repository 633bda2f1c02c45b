"""What an Atom document says, and the traps of feedgen that it must not fall into."""

from __future__ import annotations

import pytest

from dateline import __version__
from tests.feeds.office import ATOM, FH, LANG, Office, links, only, parse


@pytest.fixture
def translated(office: Office) -> Office:
    """Give an office with one release in two languages, with a file and a topic."""
    stem = "2024-02-01-course"
    office.write(f"releases/{stem}/report.pdf", b"x" * 321)
    office.release(
        f"{stem}/index",
        "Course",
        date="2024-02-01",
        summary="Sum",
        topics=["skills"],
        attachments=[{"file": "report.pdf", "title": "Báo cáo", "lang": "vi"}],
    )
    office.release(f"{stem}/index", "Khóa 1 < 2", lang="vi", date="2024-02-01", slug="khoa-hoc")
    return office


def test_entry_links_keep_their_attributes(translated: Office) -> None:
    """Every link keeps rel, type, hreflang, title and length (python-feedgen#135, #143)."""
    page = "https://press.example.org/en/2024/02/course/"

    assert links(translated.formats().entry) == [
        {"href": page, "rel": "alternate", "type": "text/html", "hreflang": "en"},
        {
            "href": "https://press.example.org/vi/2024/02/khoa-hoc/",
            "rel": "related",
            "type": "text/html",
            "hreflang": "vi",
            "title": "Khóa 1 < 2",
        },
        {
            "href": f"{page}report.pdf",
            "rel": "enclosure",
            "type": "application/pdf",
            "hreflang": "vi",
            "title": "Báo cáo",
            "length": "321",
        },
    ]


def test_readers_open_the_release(translated: Office) -> None:
    """A reader that takes the last page link opens the release, not a file or a translation."""
    (entry,) = translated.formats().parsed("atom").entries

    assert entry.link == "https://press.example.org/en/2024/02/course/"


def test_summary_and_content(translated: Office) -> None:
    """Summary and full text stand side by side, the text marked as HTML, never as CDATA."""
    found = translated.formats()
    content = found.entry.find(f"{ATOM}content")

    assert content.get("type") == "html"
    assert content.text.startswith("<p>")
    assert found.entry.findtext(f"{ATOM}summary") == "Sum"
    assert b"CDATA" not in found.raw["atom"]


def test_categories(translated: Office) -> None:
    """A topic is told by id, by name, and by where its page stands."""
    category = translated.formats().entry.find(f"{ATOM}category")

    assert dict(category.attrib) == {
        "term": "skills",
        "scheme": "https://press.example.org/en/topics/",
        "label": "Skills & work",
    }


def test_head(translated: Office) -> None:
    """The feed says what it is, where it stands, who writes it, and what wrote it."""
    feed = translated.formats().atom

    assert feed.findtext(f"{ATOM}id") == "tag:press.example.org,2003:en/feeds/press"
    assert feed.findtext(f"{ATOM}subtitle") == "Feed press"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Press office of A & B"
    assert feed.findtext(f"{ATOM}author/{ATOM}uri") == "https://press.example.org/en/"
    assert feed.find(f"{ATOM}rights") is None
    assert feed.get(LANG) == "en"
    assert dict(feed.find(f"{ATOM}generator").attrib) == {"version": __version__}
    assert feed.findtext(f"{ATOM}generator") == "Dateline"
    assert links(feed) == [
        {
            "href": "https://press.example.org/en/feeds/press.atom.xml",
            "rel": "self",
            "type": "application/atom+xml",
        },
        {
            "href": "https://press.example.org/en/",
            "rel": "alternate",
            "type": "text/html",
            "hreflang": "en",
        },
    ]


def test_dates_come_from_releases(office: Office) -> None:
    """Dates are those of the releases, never the clock's; `updated` is the newest entry's."""
    office.release("2024-02-01-a", date="2024-02-01T09:00:00Z")
    office.release("2024-01-01-b", date="2024-01-01T09:00:00+07:00")
    feed = office.formats().atom
    dates = [
        (entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated"))
        for entry in feed.iterfind(f"{ATOM}entry")
    ]

    assert dates == [
        ("2024-02-01T16:00:00+07:00", "2024-02-01T16:00:00+07:00"),
        ("2024-01-01T09:00:00+07:00", "2024-01-01T09:00:00+07:00"),
    ]
    assert feed.findtext(f"{ATOM}updated") == dates[0][1]


def test_entries_of_a_day_differ(office: Office) -> None:
    """Releases dated by the day get a time of day of their own, which stays when one is added."""
    for slug in "abcdef":
        office.release(f"2024-02-01-{slug}")
    before = {entry.id: entry.updated for entry in office.formats().parsed("atom").entries}
    office.release("2024-02-01-g")
    after = {entry.id: entry.updated for entry in office.formats().parsed("atom").entries}

    assert len(set(after.values())) == 7
    assert before.items() < after.items()
    assert all(moment.startswith("2024-02-01T00:") for moment in after.values())


def test_local_mean_time(office: Office) -> None:
    """A zone of odd seconds, as before 1906, is written in whole minutes (RFC 3339)."""
    office.release("1902-03-04-old")
    found = office.formats()
    (entry,) = found.parsed("atom").entries

    assert entry.updated.endswith("+00:00")
    assert entry.updated.startswith("1902-03-0")
    assert found.item.findtext("pubDate").endswith("+0000")
    assert found.json["items"][0]["date_published"] == entry.updated


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "UTC"])
def test_zones(office: Office, zone: str) -> None:
    """Dates carry the newsroom's own offset, whatever it is."""
    office.settings(timezone=zone)
    office.release("2024-02-01-a", date="2024-02-01T09:00:00")
    found = office.formats(now="2024-02-10T00:00:00Z")
    offset = {
        "Asia/Kathmandu": "+05:45",
        "America/St_Johns": "-03:30",
        "Pacific/Apia": "+13:00",
        "UTC": "+00:00",
    }[zone]

    assert found.entry.findtext(f"{ATOM}published") == f"2024-02-01T09:00:00{offset}"
    assert found.item.findtext("pubDate") == (
        f"Thu, 01 Feb 2024 09:00:00 {offset.replace(':', '')}"
    )


def test_authors(office: Office) -> None:
    """An entry is by its byline, else by the newsroom."""
    office.release("2024-02-02-a", byline="Trần Thị B")
    office.release("2024-02-01-b")
    entries = parse(office.formats().raw["atom"]).entries

    assert [entry.author for entry in entries] == ["Trần Thị B", "Press office of A & B"]


def test_whole_feed(office: Office) -> None:
    """A feed that fits whole says so and links to no archive."""
    office.release("2024-02-01-a")
    office.release("2022-01-01-b")
    found = office.formats()

    assert found.atom.find(f"{FH}complete") is not None
    assert found.rss.find(f"{FH}complete") is not None
    assert [path for path in office.render() if "/press/" in path] == []


def test_self_link_below_a_prefix(office: Office) -> None:
    """The self link is the document's own address, in each format and below a path prefix."""
    office.settings(base_url="https://example.org/press/")
    office.release("2024-02-01-a")
    found = office.formats()
    stem = "https://example.org/press/en/feeds/press"

    assert only(found.atom, "self")["href"] == f"{stem}.atom.xml"
    assert only(found.rss, "self")["href"] == f"{stem}.rss.xml"
    assert found.json["feed_url"] == f"{stem}.feed.json"
