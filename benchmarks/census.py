"""Count what a site holds, so that only builds of the same site are compared.

Knows the addresses of the contract (section 5) and nothing of who wrote the files.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from benchmarks.prose import LANGUAGES, count_words
from benchmarks.stories import Story, topics

_KINDS: Final = {
    "releases": re.compile(r"[a-z]{2}/\d{4}/\d{2}/[^/]+/index\.html"),
    "months": re.compile(r"[a-z]{2}/\d{4}/\d{2}/index\.html"),
    "years": re.compile(r"[a-z]{2}/\d{4}/index\.html"),
    "topics": re.compile(r"[a-z]{2}/topics/[^/]+/index\.html"),
    "lists": re.compile(r"[a-z]{2}/index\.html"),
}
_LISTED: Final = re.compile(r"<loc>[^<]*/[a-z]{2}/\d{4}/\d{2}/[^/<]+/</loc>")
_MAIN: Final = re.compile(r"<main\b.*</main>", re.DOTALL)
_TAG: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_NEWEST: Final = 10


@dataclass(frozen=True, slots=True)
class Census:
    """How many pages of each kind, feed documents, feed items, addresses in sitemaps, words."""

    releases: int
    months: int
    years: int
    topics: int
    lists: int
    feeds: int
    items: int
    listed: int
    page_words: int
    feed_words: int


def expected(stories: Iterable[Story]) -> Census:
    """Count what a site of these stories must hold."""
    pages: Counter[str] = Counter()
    sections: set[tuple[str, ...]] = set()
    feeds = {
        (language, topic): deque[int](maxlen=_NEWEST)
        for language in LANGUAGES
        for topic in (None, *topics())
    }
    for story in stories:
        for language, edition in story.editions.items():
            pages.update(releases=1, words=edition.words)
            year = (language, f"{story.at:%Y}")
            sections |= {year, (*year, f"{story.at:%m}")}
            for topic in (None, *story.topics):
                feeds[language, topic].append(edition.words)
    return Census(
        releases=pages["releases"],
        months=sum(len(section) == 3 for section in sections),
        years=sum(len(section) == 2 for section in sections),
        topics=len(topics()) * len(LANGUAGES),
        lists=len(LANGUAGES),
        feeds=len(feeds),
        items=sum(map(len, feeds.values())),
        listed=pages["releases"],
        page_words=pages["words"],
        feed_words=sum(map(sum, feeds.values())),
    )


def counted(output: Path, *, feeds: re.Pattern[str]) -> Census:
    """Count what a tool wrote; its RSS documents are those whose addresses match `feeds`."""
    tally = Counter(dict.fromkeys(Census.__dataclass_fields__, 0))
    for path in output.rglob("*.*"):
        address = path.relative_to(output).as_posix()
        kind = next((kind for kind, shape in _KINDS.items() if shape.fullmatch(address)), None)
        if kind:
            tally[kind] += 1
        if kind == "releases":
            tally["page_words"] += _words_of_page(path.read_text(encoding="utf-8"))
        elif path.name.startswith("sitemap") and path.suffix == ".xml":
            tally["listed"] += len(_LISTED.findall(path.read_text(encoding="utf-8")))
        elif feeds.fullmatch(address):
            tally["feeds"] += 1
            for words in _words_of_items(path):
                tally.update(items=1, feed_words=words)
    return Census(**tally)


def differences(site: Census, wanted: Census) -> list[str]:
    """Say where a site holds another number than wanted, or fewer words."""
    return [
        f"{name}: {found}, but the corpus makes {want}"
        for (name, found), want in zip(asdict(site).items(), asdict(wanted).values(), strict=True)
        if (found < want if name.endswith("words") else found != want)
    ]


def _words_of_page(html: str) -> int:
    """Count the words of a page's main part, tags and scripts aside."""
    main = _MAIN.search(html)
    return count_words(_TAG.sub(" ", main[0] if main else html))


def _words_of_items(path: Path) -> Iterator[int]:
    """Count the words of each RSS item's full text."""
    for item in ElementTree.parse(path).iter("item"):
        html = item.findtext(_CONTENT) or item.findtext("description") or ""
        yield count_words(_TAG.sub(" ", html))
