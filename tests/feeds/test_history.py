"""The archive documents of RFC 5005, walked as a reader walks them."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree

from dateline import feeds
from dateline.model import Print
from tests.feeds.office import ATOM, FH, Office, links, only

LIVE = "en/feeds/press.atom.xml"
AT = "https://press.example.org/"


def _filled(office: Office) -> dict[str, etree._Element]:
    for month, days in (("2023-10", 12), ("2023-12", 9), ("2024-01", 8), ("2024-02", 3)):
        for day in range(1, days + 1):
            office.release(f"{month}-{day:02}-a")
    office.feed(items=5)
    return {
        AT + path: etree.fromstring(document)
        for path, document in office.render().items()
        if path.endswith(".atom.xml") and path.startswith("en/")
    }


def _ids(feed: etree._Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id") for entry in feed.iterfind(f"{ATOM}entry")]


def _canonical(entry: etree._Element) -> bytes:
    return etree.tostring(entry, method="c14n", exclusive=True, with_tail=False)


def _follow(documents: dict[str, etree._Element], start: str, rel: str) -> list[str]:
    """Follow a link from document to document."""
    walked, here = [], start
    while here and here not in walked:
        walked.append(here)
        here = next((link["href"] for link in links(documents[here]) if link["rel"] == rel), "")
    return walked


def test_chain_gives_every_release_once(office: Office) -> None:
    """From the live document a reader comes to every release, and to each in one archive."""
    found = _filled(office)
    chain = _follow(found, AT + LIVE, "prev-archive")
    archived = [each for url in chain[1:] for each in _ids(found[url])]
    live = _ids(found[AT + LIVE])

    assert [urlsplit(url).path[-16:-9] for url in chain[1:]] == ["2024-01", "2023-12", "2023-10"]
    assert len(archived) == len(set(archived)) == 29
    assert len(set(live) | set(archived)) == 32
    assert len(live) == 5


def test_chain_leads_forward_again(office: Office) -> None:
    """Archive documents link forward in the same order, and the newest to no further one."""
    found = _filled(office)
    back = _follow(found, AT + LIVE, "prev-archive")[1:]

    assert _follow(found, back[-1], "next-archive") == back[::-1]
    assert all(only(found[url], "current")["href"] == AT + LIVE for url in back)


def test_archive_documents_say_so(office: Office) -> None:
    """An archive document is marked, has its own address and its month's page, and no live mark."""
    found = _filled(office)
    url = f"{AT}en/feeds/press/2023-12.atom.xml"
    feed = found[url]

    assert feed.find(f"{FH}archive") is not None
    assert feed.find(f"{FH}complete") is None
    assert only(feed, "self")["href"] == url
    assert only(feed, "alternate")["href"] == f"{AT}en/2023/12/"
    assert feed.findtext(f"{ATOM}id") == found[AT + LIVE].findtext(f"{ATOM}id")
    assert feed.findtext(f"{ATOM}updated").startswith("2023-12-09T00:")


def test_live_document_is_no_archive(office: Office) -> None:
    """The live document bears no mark of RFC 5005 but its link to the newest closed month."""
    feed = _filled(office)[AT + LIVE]

    assert feed.find(f"{FH}archive") is None
    assert feed.find(f"{FH}complete") is None
    assert only(feed, "prev-archive")["href"] == f"{AT}en/feeds/press/2024-01.atom.xml"
    assert [link["rel"] for link in links(feed)] == ["self", "prev-archive", "alternate"]


def test_closed_months_stay(office: Office) -> None:
    """A month's document does not change when the next month passes, but for its way forward."""
    before = _filled(office)[f"{AT}en/feeds/press/2023-10.atom.xml"]
    later = office.render("2024-05-01T00:00:00+07:00")

    assert later["en/feeds/press/2023-10.atom.xml"].rstrip(b"\n") == etree.tostring(
        before, encoding="UTF-8", xml_declaration=True
    )
    assert "en/feeds/press/2024-02.atom.xml" in later


def test_archived_entries_are_the_same(office: Office) -> None:
    """An entry stands in the archive as it stands in the live document."""
    found = _filled(office)
    live = {entry.findtext(f"{ATOM}id"): entry for entry in found[AT + LIVE].iter(f"{ATOM}entry")}
    january = found[f"{AT}en/feeds/press/2024-01.atom.xml"]
    shared = [e for e in january.iter(f"{ATOM}entry") if e.findtext(f"{ATOM}id") in live]

    assert len(shared) == 2
    assert [_canonical(e) for e in shared] == [
        _canonical(live[e.findtext(f"{ATOM}id")]) for e in shared
    ]


def test_archive_stands_for_its_month(office: Office) -> None:
    """An archive document is made again where a release of its month changed, and not else."""
    for month in ("2023-10", "2023-12", "2024-01", "2024-02"):
        for day in range(1, 5):
            office.release(f"{month}-{day:02}-a")
    office.feed(items=5)
    site = office.site()
    prints = {each.path: Print(b"whole", b"face") for each in site.archive.editions}
    changed = {"releases/2023-10-02-a.md": Print(b"other", b"face")}

    before, same, after = (
        {
            part.name: part.key()
            for piece in feeds.pieces(replace(site, prints=found), "en")
            for part in piece
        }
        for found in (prints, dict(prints), prints | changed)
    )

    assert before == same
    assert [name for name in before if before[name] != after[name]] == [
        "en/feeds/press/2023-10.atom.xml"
    ]


def test_feed_of_a_kind_has_its_own_months(office: Office) -> None:
    """A feed that is chosen by kinds has archives of the months that hold any, and of no others."""
    office.release("2023-10-01-a", kind="statement")
    office.release("2023-11-02-b")
    office.release("2023-12-03-c", kind="statement")
    office.release("2024-01-04-d")
    office.feed("statements", kinds=["statement"], items=1)

    found = [path for path in office.render() if path.startswith("en/feeds/statements/")]

    assert sorted(found) == [
        "en/feeds/statements/2023-10.atom.xml",
        "en/feeds/statements/2023-12.atom.xml",
    ]


def test_feed_of_a_topic_has_its_own_months(office: Office) -> None:
    """A topic's archives hold its releases, newest first, and no others; of two topics, both's."""
    office.release("2023-10-01-a", topics=["skills"])
    office.release("2023-10-02-b", topics=["youth", "skills"])
    office.release("2023-10-03-c", topics=["youth"])
    office.release("2023-11-04-d", topics=["youth"])
    office.release("2023-12-05-e", topics=["skills"])
    office.feed("skills", topics=["skills"], items=1)
    office.feed("both", topics=["skills", "youth"], items=1)

    found = {
        path.removeprefix("en/feeds/"): [each[-12:] for each in _ids(etree.fromstring(document))]
        for path, document in office.render().items()
        if path.startswith(("en/feeds/skills/", "en/feeds/both/"))
    }

    assert found == {
        "both/2023-10.atom.xml": ["2023-10-03-c", "2023-10-02-b", "2023-10-01-a"],
        "both/2023-11.atom.xml": ["2023-11-04-d"],
        "both/2023-12.atom.xml": ["2023-12-05-e"],
        "skills/2023-10.atom.xml": ["2023-10-02-b", "2023-10-01-a"],
        "skills/2023-12.atom.xml": ["2023-12-05-e"],
    }
