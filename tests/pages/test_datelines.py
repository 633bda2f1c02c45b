"""A dateline stands once at the start of a release, whether its writer typed it or not."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.build import build
from dateline.settings import load_newsroom
from tests.reading.room import Room

NOW = datetime(2024, 3, 15, tzinfo=UTC)
KEYS = "title: {}\ndate: 2024-03-03\nplace: {}\nsummary: It opens.\n"
OWN = {"en": "HANOI, 3 March 2024 –", "vi": "Hà Nội, ngày 03 tháng 3 năm 2024 –"}
PLACES = {"en": "Hanoi", "vi": "Hà Nội"}


def starts(root: Path, language: str, body: str) -> set[str]:
    """Build a release, and give the start of its text as page, plain text and each feed have it."""
    room = Room(root / "newsroom")
    room.write("feeds/press.toml", 'title = { en = "Press", vi = "Báo chí" }\n')
    suffix = ".vi" if language == "vi" else ""
    front = KEYS.format("Course", PLACES[language])
    room.write(f"releases/2024-03-03-course{suffix}.md", f"---\n{front}---\n{body}\n")
    build(load_newsroom(room.root), NOW, out=room.root / "public")
    public = room.root / "public"
    page = (public / language / "2024/03/course/index.html").read_text(encoding="utf-8")
    twin = (public / language / "2024/03/course/index.txt").read_text(encoding="utf-8")
    feed = f"{language}/feeds/press"
    item = json.loads((public / f"{feed}.feed.json").read_text(encoding="utf-8"))["items"][0]
    found = {
        _words(page.partition('<div class="prose">')[2]),
        twin.partition("It opens.\n\n")[2].partition("\n")[0],
        item["content_text"].partition("\n")[0],
        _words(item["content_html"]),
    }
    for form in ("rss", "atom"):
        text = (public / f"{feed}.{form}.xml").read_text(encoding="utf-8")
        escaped = text.partition("&lt;p&gt;")[2] or text.partition("<p>")[2]
        found.add(_words(escaped.replace("&lt;", "<").replace("&gt;", ">")))
    return found


def _words(html: str) -> str:
    """Give the words of the first paragraph."""
    return re.sub("<[^>]*>", "", html.partition("</p>")[0]).strip()


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "HANOI, 3 March 2024 –"), ("en", "Hanoi, March 3, 2024 —"), ("en", "HANOI –"),
        ("vi", "HÀ NỘI, 3/3/2024 –"), ("vi", "Hà Nội, ngày 03 tháng 3 năm 2024 –"), ("vi", "HÀ NỘI –"),
    ],
)  # fmt: skip
def test_typed_dateline_stands_alone(tmp_path: Path, language: str, typed: str) -> None:
    """One that agrees is printed as typed, everywhere, and no other beside it."""
    assert starts(tmp_path, language, f"{typed} Fifty women begin.") == {
        f"{typed} Fifty women begin."
    }


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("typed", ["HUẾ, 3/3/2024 – ", "Huế, 9/9/2024 – ", ""])
def test_what_differs_does_not_replace_it(tmp_path: Path, language: str, typed: str) -> None:
    """Beside one that says otherwise, and where none is typed, the release's own stands."""
    text = f"{typed}Fifty women begin."

    assert starts(tmp_path, language, text) == {f"{OWN[language]} {text}"}
