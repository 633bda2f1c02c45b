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

from benchmarks.facts import DATES, ENOUGH, KICKER, LANGUAGE, NEWEST, OWN_NAMES, TOPICS
from benchmarks.prose import LANGUAGES, count_words
from benchmarks.stories import Story, topics

_KINDS: Final = {
    "releases": re.compile(r"[a-z]{2}/\d{4}/\d{2}/[^/]+/index\.html"),
    "months": re.compile(r"[a-z]{2}/\d{4}/\d{2}/index\.html"),
    "years": re.compile(r"[a-z]{2}/\d{4}/index\.html"),
    "topics": re.compile(r"[a-z]{2}/topics/[^/]+/index\.html"),
    "lists": re.compile(r"[a-z]{2}/index\.html"),
}
_RELEASE: Final = r"/[a-z]{2}/\d{4}/\d{2}/[^/<\"]+/"
_LISTED: Final = re.compile(rf"<loc>[^<]*{_RELEASE}</loc>")
_ENTRY: Final = re.compile(rf"href=\"[^\"]*{_RELEASE}(?:index\.html)?\"")
_MAIN: Final = re.compile(r"<main\b.*</main>", re.DOTALL)
_TAG: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
# A tool that does more than its peers may show more of these; never fewer.
_MAY_BE_MORE: Final = {"items", "page_words", "feed_words"}
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True, slots=True)
class Census:
    """How many pages of each kind, feed documents and so on a site has, and what they hold.

    `*_entries` are the releases that the pages of a kind list, `listed` those of the sitemap.
    Words are those of the releases' main parts and of the feeds' full texts.
    """

    releases: int
    months: int
    years: int
    topics: int
    lists: int
    month_entries: int
    year_entries: int
    topic_entries: int
    list_entries: int
    feeds: int
    items: int
    listed: int
    page_words: int
    feed_words: int


def expected(stories: Iterable[Story], newest: int = NEWEST) -> Census:
    """Count what a site of these stories must hold, with so many releases in each feed."""
    pages: Counter[str] = Counter()
    months: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    feeds = {
        (language, topic): deque[int](maxlen=newest)
        for language in LANGUAGES
        for topic in (None, *topics())
    }
    for story in stories:
        for language, edition in story.editions.items():
            words = count_words(dateline(story, language)) + edition.words
            pages.update(releases=1, entries=len(story.topics), words=words)
            pages.update(words=_words_around(story, language))
            months[language][f"{story.at:%Y-%m}"] += 1
            for topic in (None, *story.topics):
                feeds[language, topic].append(words)
    return Census(
        releases=pages["releases"],
        months=sum(map(len, months.values())),
        years=sum(len({month[:4] for month in found}) for found in months.values()),
        topics=len(topics()) * len(LANGUAGES),
        lists=len(LANGUAGES),
        month_entries=pages["releases"],
        year_entries=pages["releases"],
        topic_entries=pages["entries"],
        list_entries=sum(map(_on_the_list, months.values())),
        feeds=len(feeds),
        items=sum(map(len, feeds.values())),
        listed=pages["releases"],
        page_words=pages["words"],
        feed_words=sum(map(sum, feeds.values())),
    )


def dateline(story: Story, language: str) -> str:
    """Give the words before a release's text: where and when."""
    return f"{story.editions[language].place}, {DATES[language].format(story.at)} –"


def _words_around(story: Story, language: str) -> int:
    """Count what a release's page says beside its text: kicker, title, topics, translations."""
    said = [KICKER[language], story.editions[language].title, TOPICS[language]]
    said += [topics()[topic][language] for topic in story.topics]
    others = {key: each for key, each in story.editions.items() if key != language}
    if others:
        said.append(LANGUAGE[language])
    for key, other in others.items():
        said += [OWN_NAMES[key], other.title]
    return sum(map(count_words, said))


def _on_the_list(months: Counter[str]) -> int:
    """Count the releases of the newest whole months that are enough for the list."""
    shown = 0
    for _, count in sorted(months.items(), reverse=True):
        if shown >= ENOUGH:
            break
        shown += count
    return shown


def counted(output: Path, *, feeds: re.Pattern[str]) -> Census:
    """Count what a tool wrote; its RSS documents are those whose addresses match `feeds`."""
    tally = Counter(dict.fromkeys(Census.__dataclass_fields__, 0))
    for path in output.rglob("*.*"):
        address = path.relative_to(output).as_posix()
        kind = next((kind for kind, shape in _KINDS.items() if shape.fullmatch(address)), None)
        if kind:
            tally[kind] += 1
            main = _main(path.read_text(encoding="utf-8"))
            if kind == "releases":
                tally["page_words"] += count_words(_TAG.sub(" ", main))
            else:
                tally[f"{kind[:-1]}_entries"] += len(_ENTRY.findall(main))
        elif path.name.startswith("sitemap") and path.suffix == ".xml":
            tally["listed"] += len(_LISTED.findall(path.read_text(encoding="utf-8")))
        elif feeds.fullmatch(address):
            tally["feeds"] += 1
            for words in _words_of_items(path):
                tally.update(items=1, feed_words=words)
    return Census(**tally)


def differences(site: Census, wanted: Census, *, exact: bool = True) -> list[str]:
    """Say where a site differs from what is wanted; unless `exact`, it may show more words."""
    return [
        f"{name}: {found}, but the corpus makes {want}"
        for (name, found), want in zip(asdict(site).items(), asdict(wanted).values(), strict=True)
        if (found < want if not exact and name in _MAY_BE_MORE else found != want)
    ]


def _main(html: str) -> str:
    """Give a page's main part."""
    found = _MAIN.search(html)
    return found[0] if found else html


def _words_of_items(path: Path) -> Iterator[int]:
    """Count the words of each RSS item's full text."""
    for item in ElementTree.parse(path).iter("item"):
        html = item.findtext(_CONTENT) or item.findtext("description") or ""
        yield count_words(_TAG.sub(" ", html))
