"""Corrections and withdrawals in feeds: one new entry for each major change, a tombstone in Atom."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from tests.feeds.office import ATOM, FH, Formats, Office, links, only, parse
from tests.schemas import harness

TOMB = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
COMMENT = "{http://purl.org/atompub/tombstones/1.0}comment"
OWN = "tag:press.example.org,2003:en/2024-02-01-course"
PAGE = "https://press.example.org/en/2024/02/course/"
WRONG = {"at": "2024-02-05 09:30", "kind": "major", "note": "The course costs 5 < 6 & no more."}
MINOR = {"at": "2024-02-06 09:30", "kind": "minor", "note": "A comma."}
GONE = {"at": "2024-02-07 10:00", "reason": "The figures & the names were wrong."}


def corrected(office: Office, **front: object) -> Formats:
    """Render a release that had a major and a minor change, and a newer one beside it."""
    office.release(
        "2024-02-01-course", "Course & more", changes=[WRONG, MINOR], topics=["skills"], **front
    )
    office.release("2024-02-03-other")
    return office.formats()


def withdrawn(office: Office, now: str = "2024-02-20T12:00:00+07:00", **more: str) -> Formats:
    """Render a withdrawn release between two others."""
    office.release("2024-01-31-older")
    office.release(
        "2024-02-01-course",
        "Course & more",
        "Body.",
        summary="Summary.",
        byline="Byline",
        topics=["skills"],
        changes=[WRONG],
        withdrawn=GONE | more,
    )
    office.release("2024-02-03-other")
    return office.formats(now=now)


def ids(found: Formats) -> list[str]:
    """Give the ids of the JSON feed's items, without what they share."""
    return [item["id"].partition(":en/")[2] for item in found.json["items"]]


def test_major_change_gives_one_entry_of_its_own(office: Office) -> None:
    """A major change stands as news of its own, in the order of time; a minor one does not."""
    found = corrected(office)
    order = ["2024-02-01-course#2024-02-05", "2024-02-03-other", "2024-02-01-course"]

    assert ids(found) == order
    for form in ("rss", "atom"):
        assert [e.id.partition(":en/")[2] for e in found.parsed(form).entries] == order


def test_the_notice_tells_what_where_and_when(office: Office) -> None:
    """The notice has its own id, link and date, the note, and a link to the release."""
    found = corrected(office)
    entry, item, json_item = found.entry, found.item, found.json["items"][0]

    assert entry.findtext(f"{ATOM}title") == "Corrected: Course & more"
    assert item.findtext("title") == json_item["title"] == "Corrected: Course & more"
    assert only(entry, "alternate")["href"] == f"{PAGE}#changed-2024-02-05"
    assert item.findtext("link") == json_item["url"] == f"{PAGE}#changed-2024-02-05"
    assert entry.findtext(f"{ATOM}published") == "2024-02-05T09:30:01+07:00"
    assert entry.findtext(f"{ATOM}updated") == "2024-02-05T09:30:01+07:00"
    assert parsedate_to_datetime(item.findtext("pubDate")).isoformat()[:19] == "2024-02-05T09:30:01"
    assert json_item["date_published"] == json_item["date_modified"] == "2024-02-05T09:30:01+07:00"
    assert json_item["summary"] == "The course costs 5 < 6 & no more."
    assert json_item["content_text"] == (
        f"Corrected on 5 February 2024: The course costs 5 < 6 & no more.\n\nCourse & more ({PAGE})"
    )
    assert json_item["tags"] == ["Skills & work"]
    assert [link["rel"] for link in links(entry)] == ["alternate"]


def test_the_entry_keeps_its_id_and_says_at_the_top(office: Office) -> None:
    """The release's own entry has a new `updated` and the notice above its text, and is not new."""
    found = corrected(office)
    *_, entry = found.parsed("atom").entries
    *_, item = found.parsed("rss").entries
    *_, json_item = found.json["items"]
    top = (
        "<p><strong>Corrected on 5 February 2024:</strong>"
        " The course costs 5 &lt; 6 &amp; no more.</p>\n"
    )

    assert entry.id == item.id == json_item["id"] == OWN
    assert entry.published == json_item["date_published"] < "2024-02-01T01"
    assert entry.updated == json_item["date_modified"] == "2024-02-05T09:30:00+07:00"
    # RSS without a summary has its content as the description.
    for content in (entry.content[0].value, item.summary, json_item["content_html"]):
        assert content.startswith(top)
        assert "A comma." not in content


def test_feed_is_as_new_as_its_newest_correction(office: Office) -> None:
    """A correction moves the feed's own date."""
    found = corrected(office)

    assert found.atom.findtext(f"{ATOM}updated") == "2024-02-05T09:30:01+07:00"
    assert found.rss.findtext("lastBuildDate") == "Mon, 05 Feb 2024 09:30:01 +0700"


def test_summaries_tell_it_too(office: Office) -> None:
    """A feed of summaries tells the correction before the summary, and has the notice."""
    office.feed(content="summary")
    found = corrected(office, summary="Summary.")
    notice, _, item = found.json["items"]

    assert notice["content_text"] == "The course costs 5 < 6 & no more."
    assert item["summary"] == (
        "Corrected on 5 February 2024: The course costs 5 < 6 & no more. Summary."
    )
    assert found.atom.find(f".//{ATOM}content") is None


def test_corrections_of_one_day_are_news_each(office: Office) -> None:
    """Two corrections of one day are two entries, and the release tells both, newest first."""
    second = WRONG | {"at": "2024-02-05 15:00", "note": "Nor was it free."}
    office.release("2024-02-01-course", changes=[second, WRONG])
    found = office.formats()

    assert ids(found) == [
        "2024-02-01-course#2024-02-05-2", "2024-02-01-course#2024-02-05", "2024-02-01-course"
    ]  # fmt: skip
    text = found.json["items"][2]["content_text"]
    assert text.index("Nor was it free.") < text.index("The course costs")


def test_vietnamese(office: Office) -> None:
    """A Vietnamese correction and withdrawal speak Vietnamese."""
    office.release("2024-02-01-a", "Một", lang="vi", changes=[WRONG | {"note": "Học phí sai."}])
    office.release("2024-02-02-b", "Hai", lang="vi", withdrawn=GONE | {"reason": "Số liệu sai."})
    notice, gone, _ = office.formats(lang="vi").json["items"]

    assert notice["title"] == "Đính chính: Một"
    assert notice["content_text"].startswith("Đính chính ngày 05 tháng 02 năm 2024: Học phí sai.")
    assert gone["title"] == "Thu hồi: Hai"
    assert gone["content_text"] == (
        "Thông cáo này đã được thu hồi ngày 07 tháng 02 năm 2024. Số liệu sai."
    )


def test_withdrawal_becomes_the_notice_in_rss_and_json(office: Office) -> None:
    """Under the same id, link and date stand a notice and a reason, and nothing else."""
    found = withdrawn(office)
    (item,) = (item for item in found.json["items"] if item["id"] == OWN)
    (rss,) = (e for e in found.parsed("rss").entries if e.id == OWN)

    assert ids(found) == ["2024-02-03-other", "2024-02-01-course", "2024-01-31-older"]
    assert item.keys() == {
        "id", "url", "title", "summary", "content_html", "content_text", "date_published",
        "date_modified", "authors", "language",
    }  # fmt: skip
    assert item["title"] == rss.title == "Withdrawn: Course & more"
    assert item["url"] == rss.link == PAGE
    assert item["authors"] == [{"name": "Press office of A & B"}]
    assert item["date_published"].startswith("2024-02-01T00:")
    assert item["date_modified"] == "2024-02-07T10:00:00+07:00"
    assert item["content_text"] == (
        "This release was withdrawn on 7 February 2024. The figures & the names were wrong."
    )
    for raw in found.raw.values():
        assert not any(
            word in raw for word in (b"Body.", b"Summary.", b"Byline", b"costs", b"Skill")
        )


def test_withdrawal_is_a_tombstone_in_atom(office: Office) -> None:
    """Atom says before all entries which ids are no more (RFC 6721), its corrections' too."""
    found = withdrawn(office)
    stones = found.atom.findall(TOMB)
    children = [child.tag for child in found.atom]

    assert [stone.get("ref") for stone in stones] == [OWN, f"{OWN}#2024-02-05"]
    assert {stone.get("when") for stone in stones} == {"2024-02-07T10:00:00+07:00"}
    assert {stone.findtext(COMMENT) for stone in stones} == {GONE["reason"]}
    assert {len(list(stone)) for stone in stones} == {1}
    assert children.index(f"{ATOM}entry") > max(n for n, t in enumerate(children) if t == TOMB)
    assert [e.id for e in found.parsed("atom").entries] == [
        OWN.replace("02-01-course", "02-03-other"), OWN.replace("02-01-course", "01-31-older")
    ]  # fmt: skip
    assert found.parsed("atom").feed.link == "https://press.example.org/en/"
    assert found.atom.findtext(f"{ATOM}updated") == "2024-02-07T10:00:00+07:00"


def test_other_feeds_know_no_tombstones(office: Office) -> None:
    """A document without withdrawals does not declare what it does not use."""
    office.release("2024-02-01-course")

    assert b"tombstones" not in office.formats().raw["atom"]


@pytest.mark.parametrize(
    ("stem", "links_to"),
    [
        (
            "2024-02-03-other",
            '<a href="https://press.example.org/en/2024/02/other/">Title of other',
        ),
        ("2024-02-08-held", ""),
        ("2024-02-02-only", '/vi/2024/02/only/" lang="vi">Title of only'),
    ],
)
def test_replacement_is_linked_once_it_is_public(office: Office, stem: str, links_to: str) -> None:
    """The notice leads to the replacement, in the language that it has; to none that is held."""
    office.release("2024-02-08-held", embargo="2024-03-01T00:00:00+07:00")
    office.release("2024-02-02-only", lang="vi")
    found = withdrawn(office, replaced_by=stem)
    (item,) = (item for item in found.json["items"] if item["id"] == OWN)

    assert ("Replaced by:" in item["content_html"]) == bool(links_to)
    assert links_to in item["content_html"]


def _archive(office: Office) -> dict[str, etree._Element]:
    """Fill closed months, with a correction of January's in February and a withdrawal."""
    for month in ("2023-11", "2023-12", "2024-01"):
        for day in range(1, 4):
            office.release(f"{month}-0{day}-a")
    office.release("2023-12-05-fixed", changes=[WRONG | {"at": "2024-01-20 08:00"}])
    office.release("2023-12-06-gone", withdrawn=GONE | {"at": "2024-02-02"})
    office.release("2023-10-06-gone", withdrawn=GONE)
    office.release("2024-02-02-new", changes=[WRONG])
    office.feed(items=2)
    return {
        path: etree.fromstring(document)
        for path, document in office.render().items()
        if path.startswith("en/feeds/") and path.endswith(".atom.xml")
    }


def test_each_notice_stands_in_one_archive(office: Office) -> None:
    """A correction is archived with its own month, a tombstone with its release's."""
    found = _archive(office)
    held = {
        path[-16:-9]: (
            [e.findtext(f"{ATOM}id").partition(":en/")[2] for e in feed.iter(f"{ATOM}entry")],
            [stone.get("ref").partition(":en/")[2] for stone in feed.iter(TOMB)],
        )
        for path, feed in found.items()
        if feed.find(f"{FH}archive") is not None
    }

    assert list(held) == ["2024-01", "2023-12", "2023-11", "2023-10"]
    assert held["2024-01"][0][0] == "2023-12-05-fixed#2024-01-20"
    assert held["2023-12"][0][0] == "2023-12-05-fixed"
    assert held["2023-12"][1] == ["2023-12-06-gone"]
    assert held["2023-10"] == ([], ["2023-10-06-gone"])
    archived = [each for entries, _ in held.values() for each in entries]
    assert len(archived) == len(set(archived)) == 11


def test_notices_take_no_releases_place(office: Office) -> None:
    """A feed of two items has its two newest releases, and the notices between them."""
    live = _archive(office)["en/feeds/press.atom.xml"]

    assert [e.findtext(f"{ATOM}id").partition(":en/")[2] for e in live.iter(f"{ATOM}entry")] == [
        "2024-02-02-new#2024-02-05",
        "2024-02-02-new",
        "2023-12-05-fixed#2024-01-20",
        "2024-01-03-a",
    ]


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_grammars(office: Office) -> None:
    """Every document with corrections, tombstones and notices keeps to its format's grammar."""
    _archive(office)
    office.feed("brief", content="summary", items=3)
    office.feed("skills", topics=["skills"])
    withdrawn(office)
    documents = office.render()
    suffixes = {".rss.xml": "rss", ".atom.xml": "atom", ".feed.json": "json"}
    faults = {
        path: found
        for path, document in documents.items()
        for suffix, form in suffixes.items()
        if path.endswith(suffix) and (found := harness.faults(document, form))
    }

    assert faults == {}
    assert all(parse(d) for path, d in documents.items() if path.endswith(".xml"))
