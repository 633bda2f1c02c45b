"""Previews of held releases: for those who were sent the address, and for nobody else."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from dateline.build import Report, build
from dateline.errors import OutsideError
from dateline.settings import load_newsroom
from tests.output.test_publish import tree

SECRET = "SeCreT"
EMBARGO = datetime(2024, 3, 1, 18, 30, tzinfo=UTC)
TOKEN = re.compile(r"preview/([0-9a-f]{32})/")
KEYS = f"""\
title: {SECRET} title
date: 2024-02-10
embargo: {EMBARGO.isoformat()}
summary: {SECRET} summary
reference: {SECRET}-1
byline: {SECRET}
notes: "[{SECRET}](notes.pdf)"
related: [2024-02-01-course]
topics: [skills]
image: {{src: "{SECRET} a.png", alt: {SECRET}}}
attachments: [{{file: data/{SECRET}.pdf, title: {SECRET}}}]
changes: [{{at: 2024-03-05, note: {SECRET}, kind: major}}]
withdrawn: {{at: 2024-03-06, reason: {SECRET}}}
"""
BODY = f"{SECRET} [b](b.csv), [month](/en/2024/01/), ![c](c.png)[^1]\n\n[^1]: {SECRET}"


def write(root: Path, name: str, keys: str, body: str = "Text.") -> Path:
    """Write a release file."""
    path = root / "releases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{keys}\n---\n{body}\n", encoding="utf-8")
    return path


@pytest.fixture
def office(small: Path) -> Path:
    """Give an office with a held release in two languages, a held translation, and a draft."""
    folder = write(small, "2024-02-10-held/index.md", KEYS, BODY).parent
    write(small, "2024-02-10-held/index.vi.md", KEYS, BODY)
    for name in (f"{SECRET} a.png", f"data/{SECRET}.pdf", "notes.pdf", "b.csv", "c.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(f"{SECRET} in {name}".encode())
    later = f"title: {SECRET} dịch\ndate: 2024-02-01\nembargo: {EMBARGO.isoformat()}"
    write(small, "2024/2024-02-01-course.vi.md", later)
    write(small, "2024-02-11-draft.md", f"title: {SECRET}\ndate: 2024-02-11\ndraft: true")
    write(small, "2024-02-11-draft.vi.md", f"title: {SECRET}\ndate: 2024-02-11")
    return small


def built(root: Path, now: datetime, out: Path | None = None, **more: Any) -> Report:
    """Build a newsroom into its `public/` or another folder."""
    return build(load_newsroom(root), now, out=out or root / "public", **more)


def links(report: Report) -> dict[str, str]:
    """Give the preview of each held file, as a path below the output."""
    return {each.path: each.preview.partition("example.org/")[2] for each in report.held}


def test_a_preview_adds_its_folder_and_nothing_else(office: Path, now: datetime) -> None:
    """Outside the previews no byte differs, no secret stands, and nothing tells of a preview."""
    built(office, now)
    without = tree(office / "public")

    report = built(office, now, preview=True)

    with_previews = tree(office / "public")
    previews = {k: v for k, v in with_previews.items() if k.startswith("preview/")}
    others = {k: v for k, v in with_previews.items() if k not in previews}
    assert others == without
    outside = b"\n".join(name.encode() + data for name, data in others.items()).lower()
    tokens = set(TOKEN.findall("".join(previews)))
    assert len(tokens) == 3
    for word in (SECRET, "preview", *tokens):
        assert word.lower().encode() not in outside
    assert {k for k, v in links(report).items() if v} == {
        "releases/2024-02-10-held/index.md",
        "releases/2024-02-10-held/index.vi.md",
        "releases/2024/2024-02-01-course.vi.md",
    }


def test_a_preview_is_whole(office: Path, now: datetime) -> None:
    """Page, twin, picture, attachment and inline files stand in the folder, and are led to there."""
    folder = links(built(office, now, preview=True))["releases/2024-02-10-held/index.md"]
    files = tree(office / "public")

    own = {k.removeprefix(folder) for k in files if k.startswith(folder)}
    page = html.fromstring(files[f"{folder}index.html"].decode())
    led = [unquote(str(link[2])) for link in page.iterlinks()]

    assert own == {
        *("index.html", "index.txt", "b.csv", "c.png", "notes.pdf"),
        *(f"{SECRET} a.png", f"data/{SECRET}.pdf"),
    }
    mine = {link for link in led if link.startswith(f"/{folder}")}
    assert mine == {f"/{folder}{name}" for name in own if name != "index.html"}


def test_a_preview_leads_only_to_what_is_there(office: Path, now: datetime) -> None:
    """No link of a preview is dead, though its month may have no page yet."""
    report = built(office, now, preview=True)
    files = tree(office / "public")

    for folder in filter(None, links(report).values()):
        page = html.fromstring(files[f"{folder}index.html"].decode())
        led = [unquote(str(link[2])) for link in page.iterlinks()]
        paths = [link[1:] for link in led if link.startswith("/")]
        assert len(paths) > 10
        assert [
            path for path in paths if path not in files and path + "index.html" not in files
        ] == []


def test_a_preview_says_what_it_is(office: Path, now: datetime) -> None:
    """Banner with both times, no index, no referrer, nothing that machines take for published."""
    report = built(office, now, preview=True)
    files = tree(office / "public")
    folder = links(report)["releases/2024-02-10-held/index.md"]
    page = files[f"{folder}index.html"].decode()

    told = [
        "Embargoed preview",
        "Not for publication before",
        "2 March 2024, 01:30 (GMT+7)",
        "1 March 2024, 18:30 GMT",
    ]
    root = html.fromstring(page)
    (banner,) = root.xpath("//main//*[@role='note']")
    assert told == banner.text_content().strip().splitlines()
    assert banner.xpath(".//time/@datetime") == ["2024-03-01T18:30:00Z"]
    start = "\n".join(["EMBARGOED PREVIEW", *told[1:]])
    assert files[f"{folder}index.txt"].decode().startswith(f"{start}\n\n")
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert root.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]
    assert root.xpath("//link[@rel='canonical']/@href") == [
        "https://press.example.org/en/2024/02/held/"
    ]
    assert root.xpath("//script | //meta[starts-with(@property, 'article:')]") == []
    assert "All releases of this month" in page
    page = files[links(report)["releases/2024-02-10-held/index.vi.md"] + "index.html"].decode()
    (banner,) = html.fromstring(page).xpath("//main//*[@role='note']")
    assert banner.text_content().strip().splitlines() == [
        "Bản xem trước (embargo)",
        "Không đăng, phát trước",
        "01:30, ngày 02 tháng 3 năm 2024 (GMT+7)",
        "18:30, ngày 01 tháng 3 năm 2024 GMT",
    ]


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Etc/GMT", ["1 March 2024, 18:30 (GMT)"]),
        ("America/St_Johns", ["1 March 2024, 15:00 (GMT-3:30)", "1 March 2024, 18:30 GMT"]),
    ],
)
def test_a_preview_names_no_zone_but_its_distance(
    office: Path, now: datetime, zone: str, told: list[str]
) -> None:
    """Readers are told how far the newsroom is from Greenwich, and one time where it is there."""
    settings = office / "dateline.toml"
    settings.write_text(settings.read_text().replace("Asia/Ho_Chi_Minh", zone))
    report = built(office, now, preview=True)
    folder = links(report)["releases/2024-02-10-held/index.md"]
    page = tree(office / "public")[f"{folder}index.html"].decode()

    (banner,) = html.fromstring(page).xpath("//main//*[@role='note']")
    assert banner.text_content().strip().splitlines()[2:] == told


def test_one_link_shows_one_text(office: Path, now: datetime) -> None:
    """Who was sent one preview is led to no other, not even to its translation."""
    report = built(office, now, preview=True)
    files = tree(office / "public")

    for folder in filter(None, links(report).values()):
        here = b"\n".join(v for k, v in files.items() if k.startswith(folder)).decode()
        assert set(TOKEN.findall(here)) == {folder.split("/")[1]}
    front = files["preview/index.html"].decode()
    assert TOKEN.findall(front) == []
    assert SECRET not in front
    assert '<meta name="robots" content="noindex">' in front
    course = files[links(report)["releases/2024/2024-02-01-course.vi.md"] + "index.html"].decode()
    assert 'href="/en/2024/02/course/"' in course
    assert 'rel="alternate" hreflang="en" href="https://press.example.org/en/2024' not in course


def test_a_link_stays_while_the_release_is_held(office: Path, now: datetime) -> None:
    """Other words, another moment, another output, a lost cache: the same address."""
    first = links(built(office, now, preview=True))
    path = office / "releases/2024-02-10-held/index.md"
    path.write_text(path.read_text().replace("summary", "x-summary"))
    shutil.rmtree(office / ".dateline")
    shutil.rmtree(office / "public")

    again = links(built(office, now + timedelta(days=9), office / "other", preview=True))

    assert again == first
    key = office / "private/preview.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700
    key.unlink()
    others = links(built(office, now, office / "other", preview=True))
    assert not set(filter(None, others.values())) & set(first.values())


def test_without_the_option_previews_are_gone(office: Path, now: datetime) -> None:
    """A build without --preview takes every preview back, and neither needs nor makes a key."""
    report = built(office, now)
    assert not (office / "private").exists()
    assert set(links(report).values()) == {""}
    built(office, now, preview=True)

    built(office, now)

    assert not (office / "public/preview").exists()


def test_lifted_release_leaves_its_preview(office: Path, now: datetime) -> None:
    """At its moment a release stands at its own address, and its preview is no more."""
    built(office, now, preview=True)

    report = built(office, EMBARGO, preview=True)

    assert [each.path for each in report.held if each.preview] == []
    assert tree(office / "public/preview").keys() == {"index.html"}
    assert (office / "public/en/2024/02/held/index.html").is_file()


def test_previews_below_a_path_prefix_and_by_swapping(office: Path, now: datetime) -> None:
    """Below https://example.org/press/ a preview's links start with /press/; --swap has it too."""
    settings = office / "dateline.toml"
    text = settings.read_text().replace("https://press.example.org/", "https://example.org/press/")
    settings.write_text(text)

    report = built(office, now, preview=True, keep=2)

    link = next(each.preview for each in report.held if each.preview)
    assert link.startswith("https://example.org/press/preview/")
    folder = link.removeprefix("https://example.org/press/")
    page = (office / "public" / folder / "index.html").read_text()
    assert f'href="/press/{folder}index.txt"' in page


@pytest.mark.parametrize("damage", ["", "abc", "é" * 64])
def test_damaged_key_is_told(office: Path, now: datetime, damage: str) -> None:
    """A key that is not whole stops the build: other links would be worth nothing."""
    (office / "private").mkdir()
    (office / "private/preview.key").write_text(damage, encoding="utf-8")

    with pytest.raises(OutsideError, match=r"preview\.key is damaged"):
        built(office, now, preview=True)

    assert not (office / "public").exists()


def test_key_that_cannot_be_kept_is_told(office: Path, now: datetime) -> None:
    """Where the key cannot be written, the build says so and publishes nothing."""
    (office / "private").write_text("in the way")

    with pytest.raises(OutsideError, match=r"Cannot keep private/preview\.key"):
        built(office, now, preview=True)

    assert not (office / "public").exists()
