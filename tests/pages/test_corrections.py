"""Corrections on a release's page, and the notice where a withdrawn release stood."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import lxml.html
import pytest

from dateline.build import build
from dateline.settings import load_newsroom
from tests.output.test_publish import tree
from tests.pages.conftest import Open

GONE = "withdrawn: {at: 2024-02-13 10:00, reason: Wrong figures & names."
CHANGES = """changes:
  - {at: 2024-02-11, kind: major, note: The course is free.}
  - {at: 2024-02-13 09:30, kind: major, note: It opens on < 3 > days.}
  - {at: 2024-02-14, kind: minor, note: A comma.}
"""


@pytest.fixture
def room(small: Path) -> Path:
    """Give the small newsroom with a corrected release, and one that was withdrawn."""
    write(small, "2024-02-10-fixed.md", f"title: Fixed\ndate: 2024-02-10\n{CHANGES}")
    write(
        small,
        "2024-02-10-gone.md",
        f"title: Gone & lost\ndate: 2024-02-10\ntopics: [skills]\nsummary: Secret.\n{GONE}"
        ", replaced_by: 2024-02-10-fixed}\n",
    )
    return small


def write(root: Path, name: str, keys: str) -> None:
    """Write a release."""
    (root / "releases" / name).write_text(f"---\n{keys}---\nText.\n", encoding="utf-8")


def published(root: Path, now: datetime) -> dict[str, bytes]:
    """Build the newsroom and give its files."""
    build(load_newsroom(root), now, out=root / "public")
    return tree(root / "public")


def opened(output: dict[str, bytes], path: str) -> lxml.html.HtmlElement:
    """Open a page of an output."""
    return lxml.html.fromstring(output[f"{path}index.html"])


def text_of(element: lxml.html.HtmlElement) -> str:
    """Give an element's words with single spaces."""
    return " ".join(element.text_content().split())


def test_history_tells_major_changes_newest_first(room: Path, now: datetime) -> None:
    """The page says when it was updated, and at its end what was wrong; a comma is nobody's news."""
    output = published(room, now)
    page = opened(output, "en/2024/02/fixed/")

    (updated,) = page.cssselect(".updated")
    assert text_of(updated) == "Updated 13 February 2024 See what was corrected"
    assert updated.cssselect("a[href='#history']")
    assert [text_of(line) for line in page.cssselect(".history li")] == [
        "13 February 2024 It opens on < 3 > days.", "11 February 2024 The course is free."
    ]  # fmt: skip
    assert [line.get("id") for line in page.cssselect(".history li")] == [
        "changed-2024-02-13", "changed-2024-02-11"
    ]  # fmt: skip
    assert b"A comma." not in b"".join(output.values())


def test_machines_read_the_corrections(room: Path, now: datetime) -> None:
    """JSON-LD and Open Graph know when the release was modified, and what was corrected."""
    page = opened(published(room, now), "en/2024/02/fixed/")
    article = json.loads(page.cssselect("script")[0].text_content())
    (modified,) = page.cssselect("meta[property='article:modified_time']")

    assert article["dateModified"] == modified.get("content") == "2024-02-13T09:30:00+07:00"
    assert article["datePublished"] < "2024-02-10T01"
    assert [each["@type"] for each in article["correction"]] == ["CorrectionComment"] * 2
    assert article["correction"][0] == {
        "@type": "CorrectionComment",
        "text": "It opens on < 3 > days.",
        "datePublished": "2024-02-13T09:30:00+07:00",
    }
    assert article["correction"][1]["datePublished"].startswith("2024-02-11T00:")


def test_untouched_page_tells_no_history(room: Path, now: datetime) -> None:
    """A release without major changes has neither history nor correction."""
    write(room, "2024-02-09-same.md", "title: Same\ndate: 2024-02-09\n")
    minor = "changes: [{at: 2024-02-12, kind: minor, note: A comma.}]\n"
    output = published(room, now)
    before = output["en/2024/02/same/index.html"]
    write(room, "2024-02-09-same.md", f"title: Same\ndate: 2024-02-09\n{minor}")

    assert b"history" not in before
    assert b"correction" not in before
    assert published(room, now)["en/2024/02/same/index.html"] == before


def test_twin_tells_corrections(room: Path, now: datetime) -> None:
    """The plain-text twin has them above the text."""
    text = published(room, now)["en/2024/02/fixed/index.txt"].decode()

    assert (
        "Corrected on 13 February 2024: It opens on < 3 > days.\n"
        "Corrected on 11 February 2024: The course is free.\n\n"
        "10 February 2024 – Text."
    ) in text


def test_notice_stands_where_the_release_stood(room: Path, now: datetime) -> None:
    """The page says what it was, when and why it was withdrawn, and what stands in its place."""
    output = published(room, now)
    page = opened(output, "en/2024/02/gone/")
    (notice,) = page.cssselect(".withdrawal")

    assert text_of(page.cssselect("h1")[0]) == "Gone & lost"
    assert text_of(page.cssselect("title")[0]).startswith("Withdrawn: Gone & lost – ")
    assert text_of(page.cssselect(".kicker")[0]) == "Press release · 10 February 2024"
    assert text_of(notice) == (
        "This release was withdrawn on 13 February 2024. Wrong figures & names. Replaced by: Fixed"
    )
    assert notice.cssselect("a")[0].get("href") == "/en/2024/02/fixed/"
    assert page.cssselect("meta[name=robots]")[0].get("content") == "noindex"
    assert page.cssselect("link[rel=canonical]")[0].get("href") == (
        "https://press.example.org/en/2024/02/gone/"
    )
    assert page.cssselect("script, meta[name=description], link[hreflang]:not([type])") == []
    assert [name for name in output if "/gone/" in name] == ["en/2024/02/gone/index.html"]


def test_only_notices_are_kept_from_search_engines(room: Path, now: datetime) -> None:
    """No other page asks to be left out."""
    output = published(room, now)

    assert [name for name, data in output.items() if b"noindex" in data] == [
        "en/2024/02/gone/index.html"
    ]


def test_withdrawn_release_is_in_no_list(room: Path, now: datetime) -> None:
    """Lists, topics, months, sitemap, related and translations forget it."""
    write(room, "2024-02-12-kin.md", "title: K\ndate: 2024-02-12\nrelated: [2024-02-10-gone]\n")
    write(
        room,
        "2024-02-10-gone.vi.md",
        "title: Mất\ndate: 2024-02-10\ntopics: [skills]\n",
    )
    output = published(room, now)

    assert {name for name, data in output.items() if b"/en/2024/02/gone/" in data} == {
        "en/2024/02/gone/index.html",
        "en/feeds/press.rss.xml",
        "en/feeds/press.feed.json",
    }
    assert {name for name, data in output.items() if b"/vi/2024/02/gone/" in data} == {
        "en/2024/02/kin/index.html",  # the edition that stays is related still
        "vi/2024/02/gone/index.html",
        "vi/2024/02/gone/index.txt",
        "vi/index.html",
        "vi/2024/index.html",
        "vi/2024/02/index.html",
        "vi/topics/skills/index.html",
        "vi/feeds/press.rss.xml",
        "vi/feeds/press.atom.xml",
        "vi/feeds/press.feed.json",
        "sitemap.xml",
    }


def test_month_that_was_withdrawn_whole_is_no_month(small: Path, now: datetime) -> None:
    """A month whose one release was withdrawn has no page, and the notice does not lead there."""
    write(small, "2023-05-10-gone.md", f"title: Gone\ndate: 2023-05-10\n{GONE}}}\n")
    output = published(small, now)

    assert "en/2023/05/index.html" not in output
    assert b'2023/05/"' not in output["en/2023/05/gone/index.html"]
    assert opened(output, "en/2023/05/gone/").cssselect(".withdrawal a") == []


def test_replacement_in_another_language_says_so(small: Path, now: datetime) -> None:
    """A replacement that lacks the language is linked in the one it has, marked as foreign."""
    write(small, "2024-02-11-moi.vi.md", "title: Mới\ndate: 2024-02-11\n")
    write(
        small,
        "2024-02-10-gone.md",
        f"title: Gone\ndate: 2024-02-10\n{GONE}, replaced_by: 2024-02-11-moi}}\n",
    )
    (link,) = opened(published(small, now), "en/2024/02/gone/").cssselect(".withdrawal a")

    assert (link.get("href"), link.get("lang")) == ("/vi/2024/02/moi/", "vi")


def test_notice_in_the_first_moment(room: Path) -> None:
    """A second before the withdrawal the release stands whole; then at once the notice."""
    before = published(room, datetime.fromisoformat("2024-02-13T09:59:59+07:00"))
    after = published(room, datetime.fromisoformat("2024-02-13T10:00:00+07:00"))

    assert b"Secret." in before["en/2024/02/gone/index.html"]
    assert "en/2024/02/gone/index.txt" in before
    assert not any(b"Secret." in data for data in after.values())


def test_example_newsroom_shows_both(page: Open) -> None:
    """The example has an honest correction and a withdrawal, in both languages."""
    for language, corrected, gone, said in (
        ("en", "fourth-decent-work-country-programme-endorsed", "media-competition-opens",
         "This release was withdrawn on 22 September 2023."),
        ("vi", "viet-nam-va-ilo-thong-qua-chuong-trinh", "phat-dong-cuoc-thi-bao-chi-toan-cau",
         "Thông cáo này đã được thu hồi ngày 22 tháng 9 năm 2023."),
    ):  # fmt: skip
        history = page(f"{language}/2023/03/{corrected}/").cssselect(".history li")
        notice = page(f"{language}/2023/09/{gone}/").cssselect(".withdrawal")[0]

        assert len(history) == 1
        assert said in text_of(notice)
        assert notice.cssselect("a")[0].get("href").startswith(f"/{language}/2023/09/")
