"""What concerns the site as a whole: the chooser, the sitemap, the subscribe page, the rules."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime
from pathlib import Path

import lxml.etree
import pytest

from dateline.build import build
from dateline.settings import load_newsroom
from tests.pages.conftest import Open
from tests.press_room import REPOSITORY

TOP = re.compile(r"^([^@{}\n]+) \{[^}\n]*\bmargin-top: [.\d]*[1-9]", re.MULTILINE)
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_chooser_offers_each_language_in_its_own_words(page: Open) -> None:
    """The front page offers the languages without a script."""
    items = page("").cssselect("li")

    assert [(li.get("lang"), li.cssselect("strong")[0].text) for li in items] == [
        ("en", "English"),
        ("vi", "Tiếng Việt"),
    ]
    assert not page("").cssselect("script")


@pytest.mark.parametrize("path", ["en/about", "vi/about"])
def test_text_stands_off_its_heading(page: Open, example: Path, path: str) -> None:
    """The style sheet has a rule that keeps a standing page's text off the heading."""
    rules = TOP.findall((example / "assets/dateline.css").read_text(encoding="utf-8"))
    tree = page(path)
    (heading,) = tree.cssselect("main h1")

    assert [rule for rule in rules if heading.getnext() in tree.cssselect(rule)] == [
        ".page > h1 + :is(p, .door, .prose)"
    ]


def test_only_language_is_led_to(small: Path) -> None:
    """A newsroom of one language leads from its front page to its list."""
    for file in small.rglob("*.vi.md"):
        file.unlink()
    (small / "dateline.toml").write_text(
        'base_url = "https://press.example.org/"\ntimezone = "Asia/Ho_Chi_Minh"\n'
        'id_authority = "press.example.org,2003"\ndefault_language = "en"\n'
        '[languages.en]\nname = "Press office"\n'
        '[topics]\nskills = { en = "Skills" }\nyouth = { en = "Youth" }\n'
    )
    (small / "feeds/press.toml").write_text('title = "Press releases"\n')
    build(load_newsroom(small), datetime(2024, 3, 1, tzinfo=UTC), out=small / "public")
    front = (small / "public/index.html").read_text()

    assert '<meta http-equiv="refresh" content="0; url=/en/">' in front
    assert 'class="languages"' not in (small / "public/en/index.html").read_text()


def test_sitemap_names_every_page(example: Path) -> None:
    """The sitemap has every page of the site but notices of withdrawals, and nothing else."""
    tree = lxml.etree.parse(example / "sitemap.xml")
    named = {loc.text for loc in tree.findall(".//s:loc", NAMESPACE)}
    folders = [
        file.parent.relative_to(example).as_posix()
        for file in example.rglob("index.html")
        if b"noindex" not in file.read_bytes()
    ]
    wanted = {f"https://press.example.org/{'' if f == '.' else f + '/'}" for f in folders}

    assert named == wanted


def test_robots_point_at_the_sitemap(example: Path) -> None:
    """Search engines are welcome and find the sitemap."""
    lines = (example / "robots.txt").read_text().splitlines()

    assert lines[0] == "User-agent: *"
    assert "Sitemap: https://press.example.org/sitemap.xml" in lines


@pytest.mark.parametrize("language", ["en", "vi"])
def test_subscribe_page_gives_every_address_to_copy(page: Open, language: str) -> None:
    """Every feed stands there with every format, its address written out."""
    codes = [code.text for code in page(f"{language}/feeds/").cssselect("code")]
    base = f"https://press.example.org/{language}/feeds/"

    assert codes == [
        f"{base}{feed}.{ending}"
        for feed in ("press", "employment-and-skills", "social-protection")
        for ending in ("rss.xml", "atom.xml", "feed.json")
    ]
    assert page(f"{language}/feeds/").cssselect('a[href="/feeds.opml"]')


@pytest.mark.parametrize("language", ["en", "vi"])
def test_notice_of_demonstration_is_on_every_page(example: Path, language: str) -> None:
    """Every page, and every feed's description, says that this is a demonstration."""
    words = {
        "en": "An independent demonstration of Dateline. Not published by the ILO.",
        "vi": "Trang trình diễn độc lập của Dateline",
    }[language]
    for file in [*(example / language).rglob("index.html"), example / "index.html"]:
        if file.parent == example and language == "vi":
            continue
        assert words in file.read_text(encoding="utf-8"), file
    for feed in (example / language / "feeds").glob("*.*"):
        assert words in feed.read_text(encoding="utf-8"), feed


def test_no_page_asks_another_host_or_runs_a_script(example: Path, page: Open) -> None:
    """Pages load nothing from elsewhere, and the only scripts are data."""
    for file in example.rglob("index.html"):
        path = file.parent.relative_to(example).as_posix()
        document = page("" if path == "." else path)
        for element in document.cssselect("img, script, iframe, link[rel=stylesheet]"):
            source = element.get("src") or element.get("href") or "/"
            assert source.startswith("/"), (path, source)
        scripts = document.cssselect("script")
        assert all(script.get("type") == "application/ld+json" for script in scripts)


def test_headings_never_skip_a_level(example: Path, page: Open) -> None:
    """One h1 a page, and no heading is more than one level below the one before."""
    for file in example.rglob("index.html"):
        path = file.parent.relative_to(example).as_posix()
        levels = [
            int(heading.tag[1])
            for heading in page("" if path == "." else path).cssselect("h1, h2, h3, h4, h5, h6")
        ]
        assert levels.count(1) == 1, path
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), (path, levels)


def test_stylesheet_is_small_and_asks_nobody() -> None:
    """The theme's style sheet is under 15 kB and loads no font, picture or other sheet."""
    css = (REPOSITORY / "src/dateline/theme/templates/dateline.css").read_text(encoding="utf-8")

    assert len(css.encode()) < 15_000
    assert not re.search(r"url\(|@import|@font-face", css)


def test_topics_are_sorted_as_readers_expect(page: Open) -> None:
    """Vietnamese topics follow Vietnamese letters: letters first, then tones."""
    names = [a.text for a in page("vi/").cssselect("section.topics a")]

    assert names == [
        "An sinh xã hội", "Bình đẳng giới", "Chuyển đổi công bằng", "Chuyến thăm",
        "Chương trình quốc gia", "Di cư lao động", "Kỹ năng nghề", "Quyền lao động",
        "Thanh niên", "Việc làm",
    ]  # fmt: skip
