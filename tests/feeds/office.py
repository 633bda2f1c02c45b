"""A tiny press office on disk, filled by a test and rendered as feeds alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import feedparser
from lxml import etree

from dateline import feeds, selection
from dateline.parts import artifacts
from dateline.problems import Severity
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom
from dateline.site import Site

SCHEMAS = Path(__file__).parent.parent / "schemas"
NOW = "2024-02-20T12:00:00+07:00"
ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SETTINGS = """
base_url = "{base_url}"
timezone = "{timezone}"
id_authority = "press.example.org,2003"
default_language = "en"

[languages.en]
name = "Press office of A & B"
boilerplate = "**Boilerplate** of the office."
[languages.vi]
name = "Văn phòng báo chí"

[contacts.press]
name = {{ en = "Press desk", vi = "Bộ phận báo chí" }}
email = "press@example.org"

[topics]
skills = {{ en = "Skills & work", vi = "Kỹ năng" }}
youth = {{ en = "Youth", vi = "Thanh niên" }}
"""


class Office:
    """A newsroom in a folder: English and Vietnamese, two topics, no feed until one is added."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("releases/.keep", "")
        self.settings()

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file below the newsroom."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def settings(
        self, *, base_url: str = "https://press.example.org/", timezone: str = "Asia/Ho_Chi_Minh"
    ) -> None:
        """Write dateline.toml."""
        self.write("dateline.toml", _SETTINGS.format(base_url=base_url, timezone=timezone))

    def feed(self, name: str = "press", **keys: object) -> None:
        """Write a feed file."""
        keys = {"title": f"Feed {name}", **keys}
        lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
        self.write(f"feeds/{name}.toml", "\n".join(lines))

    def release(
        self, stem: str, title: str = "", body: str = "Text.", lang: str = "", **front: object
    ) -> str:
        """Write a release in the default language or in `lang`; gives its path."""
        front = {"title": title or f"Title of {stem[11:]}", "date": stem[:10], **front}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        path = f"releases/{stem}{'.' + lang if lang else ''}.md"
        self.write(path, "\n".join(["---", *lines, "---", "", body]))
        return path

    def site(self, now: str = NOW) -> Site:
        """Read the newsroom, which must be without errors."""
        newsroom = load_newsroom(self.root)
        reading = read_newsroom(newsroom)
        errors = [p for p in reading.problems if p.severity is Severity.ERROR]
        assert not errors, errors
        moment = datetime.fromisoformat(now)
        standing = selection.standings(reading.editions, moment, newsroom.default_language)
        archive = selection.public(standing, newsroom.languages)
        return Site(newsroom, archive, pages=(), now=moment, templates={})

    def render(self, now: str = NOW) -> dict[str, bytes]:
        """Render every feed document, by path."""
        site = self.site(now)
        pieces = [piece for key in site.newsroom.languages for piece in feeds.pieces(site, key)]
        found = list(artifacts([*pieces, feeds.overview(site)]))
        documents = {artifact.path: artifact.content for artifact in found}
        assert len(documents) == len(found)
        return documents

    def formats(self, feed: str = "press", lang: str = "en", now: str = NOW) -> Formats:
        """Render one feed in its three formats."""
        found = self.render(now)
        stem = f"{lang}/feeds/{feed}"
        return Formats(
            found[f"{stem}.rss.xml"], found[f"{stem}.atom.xml"], found[f"{stem}.feed.json"]
        )


class Formats:
    """The three live documents of one feed, read back."""

    def __init__(self, rss: bytes, atom: bytes, json_feed: bytes) -> None:
        self.raw = {"rss": rss, "atom": atom, "json": json_feed}
        self.rss = etree.fromstring(rss)[0]
        self.atom = etree.fromstring(atom)
        self.json = json.loads(json_feed)

    def parsed(self, form: str) -> feedparser.FeedParserDict:
        """Read a document with feedparser, which must find it well-formed."""
        return parse(self.raw[form])

    @property
    def entry(self) -> etree._Element:
        """Give the first Atom entry."""
        return self.atom.find(f"{ATOM}entry")

    @property
    def item(self) -> etree._Element:
        """Give the first RSS item."""
        return self.rss.find("item")


def parse(document: bytes) -> feedparser.FeedParserDict:
    """Read a document with feedparser, unsanitised; it must be well-formed."""
    found = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


def links(element: etree._Element) -> list[dict[str, str]]:
    """Give the attributes of the Atom links right below an element."""
    return [dict(link.attrib) for link in element.iterfind(f"{ATOM}link")]


def only(element: etree._Element, rel: str) -> Mapping[str, str]:
    """Give the one link with a rel; there must be no second."""
    (found,) = [link for link in links(element) if link["rel"] == rel]
    return found
