"""The list, year and month pages, item by item."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.build import build
from dateline.settings import load_newsroom
from tests.pages.conftest import Open

MONTHS = {
    "en": [
        "February 2024", "January 2024", "December 2023", "October 2023", "September 2023",
        "August 2023", "July 2023", "June 2023", "May 2023", "March 2023", "February 2023",
        "January 2023", "December 2022",
    ],
    "vi": [
        "Tháng 2 năm 2024", "Tháng 1 năm 2024", "Tháng 12 năm 2023", "Tháng 10 năm 2023",
        "Tháng 9 năm 2023", "Tháng 8 năm 2023", "Tháng 7 năm 2023", "Tháng 6 năm 2023",
        "Tháng 5 năm 2023", "Tháng 3 năm 2023", "Tháng 2 năm 2023", "Tháng 1 năm 2023",
        "Tháng 12 năm 2022",
    ],
}  # fmt: skip
COUNTS = [1, 1, 1, 1, 1, 2, 1, 4, 2, 2, 1, 1, 2]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_list_has_whole_months_newest_first(page: Open, language: str) -> None:
    """Months come newest first, and those without releases (April, November 2023) are absent."""
    headings = page(f"{language}/").cssselect("main section.month > h2")

    assert [heading.text_content() for heading in headings] == MONTHS[language]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_numbering_restarts_each_month(page: Open, language: str) -> None:
    """Each month has a numbered list of its own."""
    lists = page(f"{language}/").cssselect("main section.month > ol")

    assert [len(each.cssselect("li")) for each in lists] == COUNTS
    assert all("start" not in each.attrib for each in lists)


@pytest.mark.parametrize(
    ("language", "form"),
    [
        (
            "en",
            r"\d\d (January|February|March|May|June|July|August|September|October|December) \d{4}",
        ),
        ("vi", r"ngày \d\d tháng (01|02|[3-9]|1[0-2]) năm \d{4}"),
    ],
)
def test_item_has_title_date_and_one_paragraph(page: Open, language: str, form: str) -> None:
    """An item is its title as a link, its date in the office's form, and one paragraph."""
    items = page(f"{language}/").cssselect("main ol.releases > li")

    assert len(items) == 20
    for item in items:
        assert item.cssselect("h3 a")[0].text_content().strip()
        assert re.fullmatch(form, item.cssselect("p.date time")[0].text_content())
        assert len(item.cssselect("p.summary")) == 1


def test_dates_are_written_as_the_office_does(page: Open) -> None:
    """`01 February 2024`, and in Vietnamese the zeros that official style demands."""
    assert page("en/").cssselect("time")[0].text == "01 February 2024"
    assert page("vi/").cssselect("time")[0].text == "ngày 01 tháng 02 năm 2024"
    assert page("vi/2023/05/").cssselect("time")[0].text == "ngày 30 tháng 5 năm 2023"


@pytest.mark.parametrize("path", ["en/", "en/2024/02/", "vi/", "vi/2023/06/"])
def test_contact_line_stands_before_the_months(page: Open, path: str) -> None:
    """Telephone, fax and e-mail stand above the first month."""
    main = page(path).cssselect("main")[0]
    contact = main.cssselect(".intro .contact")[0]
    links = [a.get("href") for a in contact.cssselect("a")]

    assert links == ["tel:+842437340902", "mailto:press@example.org"]
    assert "+84 24 3734 0904" in contact.text_content()


def test_archive_counts_every_year_and_month(page: Open) -> None:
    """Below the months stand every year and month with its count."""
    archive = page("en/").cssselect("section.archive")[0]
    years = [dt.text_content().split() for dt in archive.cssselect("dt")]
    counts = [int(count.text) for count in archive.cssselect("dd .count")]

    assert years == [["2024", "2"], ["2023", "16"], ["2022", "2"]]
    assert sum(counts) == 20


def test_neighbours_skip_empty_months_and_stay_in_the_language(page: Open) -> None:
    """From May 2023 the earlier month is March, and from October the later one is December."""
    earlier = page("vi/2023/05/").cssselect("nav.neighbours a[rel=prev]")[0]
    later = page("en/2023/10/").cssselect("nav.neighbours a[rel=next]")[0]

    assert earlier.get("href") == "/vi/2023/03/"
    assert later.get("href") == "/en/2023/12/"


def test_every_link_of_every_page_leads_somewhere(example: Path, page: Open) -> None:
    """No page of the site links to an address of the site that is not there."""
    dead = []
    for file in example.rglob("index.html"):
        path = file.parent.relative_to(example).as_posix()
        document = page("" if path == "." else path)
        for element, _, link, _ in document.iterlinks():
            local = link.removeprefix("https://press.example.org").split("#")[0]
            if not local.startswith("/"):
                continue
            target = example / local.lstrip("/")
            if not (target.is_file() or (target / "index.html").is_file()):
                dead.append((path, element.tag, link))

    assert dead == []


def test_closed_month_changes_only_by_its_own(small: Path) -> None:
    """A release of another month leaves a month's page alone, but for its neighbour links."""
    now = datetime(2024, 6, 1, tzinfo=UTC)
    newsroom = load_newsroom(small)
    build(newsroom, now, out=small / "public")
    before = (small / "public/en/2023/12/index.html").read_bytes()
    (small / "releases/2024-03-01-new.md").write_text("---\ntitle: New\ndate: 2024-03-01\n---\nX\n")

    build(newsroom, now, out=small / "public")

    assert (small / "public/en/2023/12/index.html").read_bytes() == before
