"""A release's page and its plain-text twin."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.build import build
from dateline.errors import ContentError
from dateline.settings import load_newsroom
from tests.output.test_publish import tree
from tests.pages.conftest import Open

VISIT = "en/2023/06/director-general-concludes-visit/"
PROGRAMME = "en/2023/03/fourth-decent-work-country-programme-endorsed/"
COURSE = {
    "en": "en/2024/02/womens-union-online-course-social-protection/",
    "vi": "vi/2024/02/khoa-hoc-truc-tuyen-giup-can-bo/",
}


@pytest.mark.parametrize(
    ("language", "dateline"),
    [("en", "HANOI, 1 February 2024 –"), ("vi", "Hà Nội, ngày 01 tháng 02 năm 2024 –")],
)
def test_dateline_opens_the_first_paragraph(page: Open, language: str, dateline: str) -> None:
    """The dateline is run in at the start of the text, in the form of the language."""
    first = page(COURSE[language]).cssselect("article .prose > p")[0]

    assert first.text_content().startswith(dateline)
    assert len(first.text_content()) > len(dateline) + 20


def test_page_has_every_part_in_order(page: Open) -> None:
    """Kicker, title, lead, picture, text, notes, boilerplate, contact, coverage, topics."""
    article = page(PROGRAMME).cssselect("article")[0]
    wanted = [
        ".kicker", "h1", ".lead", "figure.picture", ".prose", ".notes", ".boilerplate",
        ".contacts", ".coverage", ".tags",
    ]  # fmt: skip
    order = list(article.iter())
    positions = [order.index(article.cssselect(part)[0]) for part in wanted]

    assert positions == sorted(positions)
    assert len(article.cssselect("h1")) == 1


def test_picture_tells_its_size_and_what_it_shows(page: Open) -> None:
    """The picture reserves its room and has an alternative text, a caption and a credit."""
    picture = page(VISIT).cssselect("figure img")[0]

    assert (picture.get("width"), picture.get("height")) == ("1600", "900")
    assert len(picture.get("alt") or "") > 20
    assert page(VISIT).cssselect("figcaption .credit")


def test_head_names_the_translations_mutually(page: Open) -> None:
    """Each edition names itself, the other and x-default, and both agree."""
    found = {}
    for language, path in COURSE.items():
        links = page(path).cssselect("link[rel=alternate][hreflang]:not([type])")
        found[language] = [(link.get("hreflang"), link.get("href")) for link in links]

    base = "https://press.example.org/"
    wanted = [("en", base + COURSE["en"]), ("vi", base + COURSE["vi"])]
    assert found["en"] == found["vi"] == [*wanted, ("x-default", base + COURSE["en"])]


def test_language_switch_leads_to_the_same_release(page: Open) -> None:
    """Who changes the language stays with the release."""
    link = page(COURSE["en"]).cssselect("nav.languages a")[0]

    assert link.get("href") == "/" + COURSE["vi"]
    assert link.get("lang") == link.get("hreflang") == "vi"


def test_feeds_are_discovered_own_language_first(page: Open) -> None:
    """Every page names the feeds, those of its own language first, each with its title."""
    for language, path in COURSE.items():
        links = page(path).cssselect("link[rel=alternate][type]")
        languages = [link.get("hreflang") for link in links]

        assert languages[0] == language
        assert languages == sorted(languages, key=lambda key, own=language: key != own)
        assert all(link.get("title") for link in links)


def test_machines_read_the_news_article(page: Open) -> None:
    """The JSON-LD says what, when, where, in which language, and by whom."""
    script = page(COURSE["vi"]).cssselect('script[type="application/ld+json"]')[0]
    article = json.loads(script.text_content())

    assert article["@type"] == "NewsArticle"
    assert article["inLanguage"] == "vi"
    assert article["datePublished"].startswith("2024-02-01T00:")
    assert article["datePublished"].endswith("+07:00")
    assert article["publisher"]["name"] == "Văn phòng ILO tại Việt Nam"
    assert article["image"].startswith("https://press.example.org/vi/")
    assert article["@id"].startswith("tag:press.example.org,2003:vi/2024-02-01-")


def test_coverage_waits_for_its_day(small: Path) -> None:
    """An article about the release is not shown before its date."""
    (small / "releases/2024-02-10-covered.md").write_text(
        "---\ntitle: Covered\ndate: 2024-02-10\ncoverage:\n"
        "  - {title: Early article, date: 2024-02-12}\n"
        "  - {title: Late article, date: 2024-04-24}\n---\nText.\n"
    )
    build(load_newsroom(small), datetime(2024, 2, 15, tzinfo=UTC), out=small / "public")
    page = (small / "public/en/2024/02/covered/index.html").read_text()

    assert "Early article" in page
    assert "Late article" not in page


def test_attachments_tell_type_and_size(small: Path) -> None:
    """A download says what it is and how large, measured from the file."""
    (small / "releases/2024-02-10-data.md").write_text(
        "---\ntitle: Data\ndate: 2024-02-10\n"
        "attachments: [{file: list.csv, title: The list, lang: vi}]\n---\nText.\n"
    )
    (small / "releases/list.csv").write_bytes(b"x" * 1_234_567)
    build(load_newsroom(small), datetime(2024, 2, 15, tzinfo=UTC), out=small / "public")
    page = (small / "public/en/2024/02/data/index.html").read_text()

    assert "CSV, 1.2 MB" in page
    assert 'lang="vi">Tiếng Việt' in page


def test_twin_is_plain_text(example: Path) -> None:
    """The twin has the whole release without a tag, with its own page's address."""
    text = (example / VISIT / "index.txt").read_text(encoding="utf-8")

    assert text.startswith("PRESS RELEASE\n")
    assert "HANOI, 30 June 2023 –" in text
    assert "<" not in text
    assert text.rstrip().endswith(f"https://press.example.org/{VISIT}")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)" alt="x">',
        "<style>body{display:none}</style>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        '<iframe src="https://evil.example/"></iframe>',
        '<a href="java&#x0A;script:alert(1)">x</a>',
    ],
)
def test_attacks_reach_no_output(small: Path, attack: str) -> None:
    """Markup that attacks the reader never reaches a page, a feed or a mail."""
    (small / "releases/x").write_bytes(b"x")
    (small / "releases/2024-01-10-attack.md").write_text(
        f"---\ntitle: Attack\ndate: 2024-01-10\nnotes: '{attack}'\n---\n"
        f"Before {attack} after.\n\n{attack}\n"
    )
    with contextlib.suppress(ContentError):
        build(load_newsroom(small), datetime(2024, 3, 15, tzinfo=UTC), out=small / "public")

    for name, content in tree(small / "public").items():
        lowered = content.lower()
        if name.endswith((".html", ".eml")):
            assert b"<script>" not in lowered, name
            assert b"<svg" not in lowered, name
            assert b"<iframe" not in lowered, name
            assert b'onerror="alert' not in lowered, name
            assert b"<style>body{" not in lowered, name
        if name.endswith((".xml", ".json")):
            assert b"<script" not in lowered, name
            assert b"&lt;script" not in lowered, name
            assert b"onerror=" not in lowered, name


@pytest.mark.parametrize("key", ["title", "summary", "byline", "place", "reference"])
def test_tags_in_plain_text_are_refused(small: Path, key: str) -> None:
    """A tag in a key that is plain text is an error: no reader ever gets to obey it."""
    keys = {"title": "Attack", "date": "2024-01-10", "summary": "S."} | {
        key: "A <script>alert(1)</script>"
    }
    lines = "\n".join(f"{name}: {value}" for name, value in keys.items())
    (small / "releases/2024-01-10-attack.md").write_text(f"---\n{lines}\n---\nText.\n")

    with pytest.raises(ContentError) as failure:
        build(load_newsroom(small), datetime(2024, 3, 15, tzinfo=UTC), out=small / "public")

    assert {problem.code for problem in failure.value.problems} <= {"html-in-title", "html-in-text"}


def test_plain_text_can_be_switched_off(small: Path, tmp_path: Path, now: datetime) -> None:
    """With `plain_text = false` no twin is written, and no page leads to one."""
    settings = small / "dateline.toml"
    settings.write_text("plain_text = false\n" + settings.read_text("utf-8"), "utf-8")
    build(load_newsroom(small), now, out=tmp_path / "out")
    published = tree(tmp_path / "out")
    releases = [data for name, data in published.items() if b'<article class="release">' in data]

    assert releases
    assert not [name for name in published if name.endswith("index.txt")]
    assert not [page for page in releases if b"index.txt" in page]
