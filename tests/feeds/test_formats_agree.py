"""What holds in every format alike."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime

import pytest

from tests.feeds.office import ATOM, LANG, Office, links
from tests.feeds.samples import TITLES, full


def test_same_id_url_title_and_date(office: Office) -> None:
    """An entry has the same id, URL, title and date in RSS, Atom and JSON."""
    full(office)
    office.release("2024-01-05-older", "Older, 1 < 2 & 3")
    office.release("2024-01-07-timed", date="2024-01-07T09:30:00+02:00")
    found = office.formats()
    rss = [
        (
            item.findtext("guid"),
            item.findtext("link"),
            item.findtext("title"),
            parsedate_to_datetime(item.findtext("pubDate")),
        )
        for item in found.rss.iterfind("item")
    ]
    atom = [
        (entry.id, entry.link, entry.title, entry.published)
        for entry in found.parsed("atom").entries
    ]
    of_json = [
        (item["id"], item["url"], item["title"], item["date_published"])
        for item in found.json["items"]
    ]

    assert len(rss) == 3
    assert of_json == atom
    assert [(*each[:3], each[3].isoformat()) for each in rss] == atom


@pytest.mark.parametrize("title", TITLES)
def test_hostile_titles_survive(office: Office, title: str) -> None:
    """A title comes back as it was written, from every format."""
    office.release("2024-02-01-a", title)
    found = office.formats()

    assert found.item.findtext("title") == title
    assert found.entry.findtext(f"{ATOM}title") == title
    assert found.json["items"][0]["title"] == title


def test_enclosures_tell_true_lengths(office: Office) -> None:
    """Each file has its address, type and length; a file of no bytes has length 0."""
    found = full(office)
    page = "https://press.example.org/en/2024/02/course/"
    files = [
        (f"{page}a%20photo.png", "image/png", "100"),
        (f"{page}report.pdf", "application/pdf", "1234"),
        (f"{page}empty.csv", "text/csv", "0"),
    ]
    enclosures = [link for link in links(found.entry) if link["rel"] == "enclosure"]
    item = found.json["items"][0]

    assert [(each["href"], each["type"], each["length"]) for each in enclosures] == files
    assert item["image"] == files[0][0]
    assert [
        (each["url"], each["mime_type"], str(each["size_in_bytes"])) for each in item["attachments"]
    ] == files[1:]


def test_newest_first(office: Office) -> None:
    """Entries stand newest first; what is of the same moment, by id."""
    for slug in ("b", "a", "c"):
        office.release(f"2024-02-01-{slug}", date="2024-02-01T09:00:00+07:00")
    office.release("2024-02-02-z")
    office.release("2024-01-31-y")
    found = office.formats()
    order = [item["id"].rpartition("-")[2] for item in found.json["items"]]

    assert order == ["z", "a", "b", "c", "y"]
    assert [item.findtext("guid")[-1] for item in found.rss.iterfind("item")] == order
    assert [e.findtext(f"{ATOM}id")[-1] for e in found.atom.iterfind(f"{ATOM}entry")] == order


def test_languages_are_stated(office: Office) -> None:
    """Feed and entries say their language."""
    full(office)
    found = office.formats(lang="vi")

    assert found.rss.findtext("language") == "vi"
    assert found.parsed("rss").entries[0].language == "vi"
    assert [found.atom.get(LANG), found.entry.get(LANG)] == ["vi", "vi"]
    assert [found.json["language"], found.json["items"][0]["language"]] == ["vi", "vi"]


def test_vietnamese(office: Office) -> None:
    """A Vietnamese feed speaks Vietnamese: dateline, topics, heading of the notes, author."""
    office.release("2024-02-01-a", "Bản tiếng Anh")
    office.release(
        "2024-02-01-a", "Khóa học", lang="vi", place="Hà Nội", topics=["skills"], notes="Gọi."
    )
    found = office.formats(lang="vi")
    (item,) = found.json["items"]

    assert item["id"] == "tag:press.example.org,2003:vi/2024-02-01-a"
    assert item["content_text"].startswith("Hà Nội, ngày 01 tháng 02 năm 2024 – Text.")
    assert "Ghi chú cho ban biên tập" in item["content_html"]
    assert item["tags"] == ["Kỹ năng"]
    assert item["authors"] == [{"name": "Văn phòng báo chí"}]
    assert "Khóa học".encode() in found.raw["json"]


def test_withheld_languages(office: Office) -> None:
    """A feed holds its own language's editions only, and exists in its own languages only."""
    office.feed("english", languages=["en"])
    office.release("2024-02-01-a")
    found = office.render()

    assert "vi/feeds/english.atom.xml" not in found
    assert json.loads(found["vi/feeds/press.feed.json"])["items"] == []


def test_empty_feed(office: Office) -> None:
    """A feed without releases is valid, and as old as the newsroom's authority."""
    office.feed("youth", topics=["youth"])
    office.release("2024-02-01-a")
    found = office.formats("youth")

    assert found.parsed("atom").feed.updated == "2003-01-01T00:00:00+00:00"
    assert found.rss.findtext("lastBuildDate") == "Wed, 01 Jan 2003 00:00:00 +0000"
    assert found.json["items"] == []


def test_topic_feed_leads_to_its_topic(office: Office) -> None:
    """A feed of one topic belongs to the topic's page, any other to the list."""
    office.feed("youth", topics=["youth"])
    office.feed("both", topics=["youth", "skills"])
    office.release("2024-02-01-a")

    assert office.formats("youth").json["home_page_url"].endswith("/en/topics/youth/")
    assert office.formats("both").json["home_page_url"] == "https://press.example.org/en/"
