"""A newsroom whose every field holds an attack, as far as the checks let it through.

What `check` refuses can reach nobody: the field is left out, and the rest is built. What remains is
what a browser must judge.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import feedparser
from lxml import etree

from dateline import checks
from dateline.build import build
from dateline.problems import Severity
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom

NOW = datetime(2024, 3, 15, tzinfo=UTC)
_SETTINGS = """\
base_url = "https://press.example.org/"
timezone = "UTC"
id_authority = "press.example.org,2003"
default_language = "en"
[languages.en]
name = "Office & Co"
boilerplate = {boilerplate}
[contacts.press]
name = "Desk \\"quoted\\" & 'single'"
email = "press@example.org"
default = true
[topics]
skills = {{ en = "Skills & \\"work\\" 'now' > then" }}
"""
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def write_newsroom(root: Path, vectors: Sequence[str]) -> None:
    """Write a newsroom with a release for each attack."""
    (root / "releases").mkdir(parents=True)
    (root / "pages").mkdir()
    (root / "feeds").mkdir()
    boilerplate = json.dumps(
        "\n\n".join(v for v in vectors if "&#" not in v).translate(
            dict.fromkeys([0, 1, 0x200B, 0x2028])
        )
    )
    (root / "dateline.toml").write_text(_SETTINGS.format(boilerplate=boilerplate), "utf-8")
    (root / "feeds/press.toml").write_text('title = "All & \\"more\\""\nitems = 1000\n')
    for number, vector in enumerate(vectors):
        folder = root / f"releases/2024-02-01-attack-{number}"
        folder.mkdir()
        for name in ("x", "a.png", "x.png"):
            (folder / name).write_bytes(b"x")
        _write(folder / "index.md", fields(vector), vector)
    page = {"title": "Page", "summary": vectors[0]}
    _write(root / "pages/about.md", {**page, "summary": "About"}, "\n\n".join(vectors))


def fields(vector: str) -> dict[str, object]:
    """Put an attack into every field of a release that takes a text of its writer's."""
    return {
        "title": f"Title {vector}",
        "date": "2024-02-01",
        "summary": f"Summary {vector}",
        "place": vector,
        "byline": vector,
        "reference": f"R {vector}",
        "notes": f"Notes {vector}",
        "topics": ["skills"],
        "image": {"src": "x.png", "alt": vector, "caption": vector, "credit": vector},
        "attachments": [{"file": "x", "title": vector}],
        "coverage": [{"title": vector, "outlet": vector, "url": vector}],
        "changes": [{"at": "2024-02-02", "note": vector, "kind": "major"}],
        "slug": vector,
        "x-own": vector,
    }


def _write(path: Path, keys: dict[str, object], body: str) -> None:
    lines = [f"{key}: {json.dumps(value, ensure_ascii=True)}" for key, value in keys.items()]
    path.write_text("\n".join(["---", *lines, "---", "", body, ""]), encoding="utf-8")


def drop_what_is_refused(root: Path) -> int:
    """Leave out every field that the checks refuse, until none is; gives how many there were."""
    dropped = 0
    while True:
        newsroom = load_newsroom(root)
        found = checks.run(read_newsroom(newsroom), newsroom)
        errors = {(p.place.path, p.place.line) for p in found if p.severity is Severity.ERROR}
        if not errors:
            return dropped
        for path in {path for path, _ in errors}:
            _mend(root / path, {line for name, line in errors if name == path})
        dropped += len(errors)


def _mend(path: Path, wrong: set[int]) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    end = lines.index("---", 1)
    head = [line for number, line in enumerate(lines[: end + 1], 1) if number not in wrong]
    if not any(line.startswith("title:") for line in head):
        head.insert(1, f"title: A plain title of {path.parent.name}")
    body = ["Plain."] if any(number > end + 1 for number in wrong) else lines[end + 1 :]
    path.write_text("\n".join([*head, *body]), encoding="utf-8")


def build_site(root: Path) -> Path:
    """Build the newsroom, and beside its pages those that naive readers make of its feeds."""
    out = root / "public"
    build(load_newsroom(root), NOW, out=out)
    for number, text in enumerate(_as_readers_show(out)):
        page = f"<!doctype html><meta charset=utf-8><title>Reader</title><body>{text}"
        (out / f"reader-{number}.html").write_text(page, encoding="utf-8")
    return out


def _as_readers_show(out: Path) -> Iterator[str]:
    """Yield each feed as a reader shows it that trusts the feed's HTML, and RSS titles as HTML."""
    feeds = out / "en/feeds"
    json_feed = json.loads((feeds / "press.feed.json").read_bytes())
    yield "".join(item.get("content_html", "") for item in json_feed["items"])
    for name in ("press.rss.xml", "press.atom.xml"):
        tree = etree.fromstring((feeds / name).read_bytes())
        yield "".join(
            str(element.text or "")
            for element in tree.iter(
                _CONTENT, "description", "{http://www.w3.org/2005/Atom}content"
            )
        )
        parsed = feedparser.parse(feeds / name, sanitize_html=False)
        yield "".join(html.escape(entry.title) for entry in parsed.entries)
    rss = etree.fromstring((feeds / "press.rss.xml").read_bytes())
    yield "".join(f"<h1>{title.text}</h1>" for title in rss.iter("title"))
