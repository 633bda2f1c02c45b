"""The corpus as values: N dated stories, oldest first, the same for the same seed.

Made one at a time, so that a hundred thousand need no more memory than one. Knows no tool's layout.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from math import prod
from random import Random
from typing import Final

from benchmarks.prose import LANGUAGES, body, lexicon, voice

ZONE: Final = timezone(timedelta(hours=7))
FIRST_DAY: Final = datetime(2006, 1, 1, tzinfo=ZONE)
# The first instant of a month: the open month is empty, so every tool's feeds hold 10 items,
# which fit into 100 kB.
NOW: Final = datetime(2026, 1, 1, tzinfo=ZONE)
_STRIDE: Final = 48_611  # a prime, so that steps of it visit every title once
# How many more stories than a corpus has can be told.
_LATER: Final = 50
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Which stories to tell: how many, from which seed; 300 to 500 words each unless fixed."""

    releases: int
    seed: int = 1
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A story in one language."""

    title: str
    summary: str
    place: str
    body: str
    words: int


@dataclass(frozen=True, slots=True)
class Story:
    """One release: when, under which name and topics, and its editions by language."""

    at: datetime
    slug: str
    topics: tuple[str, ...]
    editions: dict[str, Edition]

    @property
    def stem(self) -> str:
        """Name the file that holds it."""
        return f"{self.at:%Y-%m-%d}-{self.slug}"


@cache
def topics() -> dict[str, dict[str, str]]:
    """Name the topics in each language, by id."""
    lists = lexicon()["topics"]
    return {topic["id"]: dict(zip(LANGUAGES, topic["name"], strict=True)) for topic in lists}


@cache
def _wheels() -> tuple[tuple[Pair, ...], ...]:
    """Read the four lists whose combinations are the titles."""
    lists = lexicon()
    what = [pair for topic in lists["topics"] for pair in topic["what"]]
    wheels = (lists["who"], lists["does"], what, lists["where"])
    return tuple(tuple((en, vi) for en, vi in pairs) for pairs in wheels)


def stories(corpus: Corpus) -> Iterator[Story]:
    """Tell every story of a corpus, oldest first; no two share an instant or a slug."""
    size = prod(map(len, _wheels()))
    if not 0 < corpus.releases <= size:
        raise ValueError(f"a corpus has 1 to {size} releases, not {corpus.releases}")
    rng = Random(corpus.seed)
    start = rng.randrange(size)
    gap = (NOW - FIRST_DAY) / corpus.releases
    for number in range(corpus.releases):
        at = (FIRST_DAY + (number + rng.random() * 0.9) * gap).replace(microsecond=0)
        yield _story(rng, corpus, title=(start + number * _STRIDE) % size, at=at)


def later(corpus: Corpus, number: int) -> Story:
    """Tell one of the stories that come after a corpus, all of them before NOW."""
    if not 0 <= number < _LATER:
        raise ValueError(f"{_LATER} stories come after a corpus, not {number + 1}")
    size = prod(map(len, _wheels()))
    start = Random(corpus.seed).randrange(size)
    gap = (NOW - FIRST_DAY) / corpus.releases / 10
    at = (NOW - gap * (1 - (number + 1) / (_LATER + 1))).replace(microsecond=0)
    title = (start + (corpus.releases + number) * _STRIDE) % size
    return _story(Random(f"{corpus.seed}-{number}"), corpus, title=title, at=at)


def _story(rng: Random, corpus: Corpus, *, title: int, at: datetime) -> Story:
    """Tell the story of one title number, in English and for every second one in Vietnamese too."""
    choice = []
    for wheel in _wheels():
        title, at_wheel = divmod(title, len(wheel))
        choice.append(at_wheel)
    spoken = LANGUAGES if rng.random() < 0.5 else LANGUAGES[:1]
    first = tuple(topics())[choice[2] // 2]
    second = rng.choice(tuple(topics()))
    return Story(
        at=at,
        slug=_slug(_phrase(choice, "en")),
        topics=(first,) if second == first or rng.random() < 0.6 else (first, second),
        editions={language: _edition(rng, corpus, choice, language) for language in spoken},
    )


def _phrase(choice: list[int], language: str) -> str:
    """Read a title off the four wheels."""
    who, does, what, where = _read(choice, language)
    return f"{who} {does} {what} {'in' if language == 'en' else 'tại'} {where}"


def _read(choice: list[int], language: str) -> list[str]:
    """Read the chosen entry of each wheel in a language."""
    column = LANGUAGES.index(language)
    return [wheel[at][column] for wheel, at in zip(_wheels(), choice, strict=True)]


def _slug(title: str) -> str:
    """Fold an English title into a slug."""
    ascii_only = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def _edition(rng: Random, corpus: Corpus, choice: list[int], language: str) -> Edition:
    """Write one language's edition."""
    _, _, what, where = _read(choice, language)
    says = voice(language, corpus.seed)
    words = corpus.words or rng.randint(300, 500)
    summary = says.summary.format(what=what, where=where, n=rng.randint(40, 4000))
    return Edition(_phrase(choice, language), summary, where, body(rng, says, words=words), words)
