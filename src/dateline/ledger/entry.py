"""Say what the ledger knows of a published edition, and how that stands in one line.

A line is made from what the release says and from earlier lines, never from the clock, so that
two machines that publish the same write the same bytes. What several lines say of one id is
joined by rules that know no order: a merge may repeat, mix and bring back lines.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple

NOTHING_TOLD = frozenset[str]()
_HIDDEN = re.compile(r"sha256:[0-9a-f]{16}\Z", re.ASCII)


class Fate(IntEnum):
    """What became of a published edition; where lines differ, the later one here holds.

    `HELD`: taken back to a draft or under an embargo, on somebody's word. `REMOVED`: its file is
    gone, on somebody's word, and its id is never given again.
    """

    PUBLISHED = 0
    HELD = 1
    REMOVED = 2


class Fact(NamedTuple):
    """What a release says of an edition that may be seen; `published` as `moment` writes it.

    `told` are the corrections that readers were told of, as `telling` writes them.
    """

    id: str
    published: str
    path: str
    title: str
    url: str
    told: frozenset[str] = NOTHING_TOLD


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lines of one id say together.

    `line` is the first of them, counted from 1, and `text` the line itself, empty where there are
    several. `urls` holds every address that the page ever had, written as aliases are, and `told`
    every correction that readers were told of.
    """

    id: str
    published: str
    paths: frozenset[str]
    titles: frozenset[str]
    url: str
    urls: frozenset[str]
    told: frozenset[str] = frozenset()
    fate: Fate = Fate.PUBLISHED
    line: int = 1
    text: str = ""

    def joined(self, other: Entry) -> Entry:
        """Give what this entry and another of the same id say together."""
        return Entry(
            id=self.id,
            published=min(self.published, other.published),
            paths=self.paths | other.paths,
            titles=self.titles | other.titles,
            url=max(self.url, other.url),
            urls=self.urls | other.urls,
            told=self.told | other.told,
            fate=max(self.fate, other.fate),
            line=min(self.line, other.line),
        )

    @property
    def path(self) -> str:
        """Give the file that it was published from."""
        return max(self.paths)

    def had_title(self, title: str) -> bool:
        """Say whether it was published under a title."""
        return title in self.titles or _hidden(title) in self.titles

    def seen(self, fact: Fact) -> str:
        """Give the entry's line once its edition was published as the fact says."""
        first = min(self.published, fact.published)
        marks = {_mark(each) for each in fact.told}
        told = fact.told | {each for each in self.told if _mark(each) not in marks}
        return _written(fact._replace(published=first, told=told), self.urls - {fact.url})

    def unseen(self, fate: Fate) -> str:
        """Give the entry's line while its edition may not be seen.

        The title of what was taken back is not kept, for it may have been the reason; of what may
        return a digest is, by which it is known again.
        """
        if self.text and fate is self.fate is Fate.PUBLISHED:
            return self.text
        title = max(self.titles if fate is Fate.PUBLISHED else map(_hidden, self.titles))
        title = title if fate is not Fate.REMOVED else ""
        fact = Fact(self.id, self.published, self.path, title, self.url, self.told)
        return _written(fact, self.urls - {self.url}, fate)


def line_of(fact: Fact) -> str:
    """Give the line of an edition that is published for the first time."""
    return line(*fact)


def line(id_: str, published: str, path: str, title: str, url: str, told: frozenset[str]) -> str:
    """Write a line."""
    return (
        f'{{"id":{_quoted(id_)},"published":"{published}","path":{_quoted(path)},'
        f'"title":{_quoted(title)},"url":{_quoted(url)}{_list("told", told) if told else ""}}}'
    )


def _written(fact: Fact, was: frozenset[str], fate: Fate = Fate.PUBLISHED) -> str:
    line = f"{line_of(fact)[:-1]}{_list('was', was)}}}"
    if fate is not Fate.PUBLISHED:
        line = f'{line[:-1]},"fate":"{fate.name.lower()}"}}'
    return line


def _list(key: str, texts: frozenset[str]) -> str:
    """Write a key with its texts, nothing where there are none."""
    return f',"{key}":[{",".join(map(_quoted, sorted(texts)))}]' if texts else ""


def _hidden(title: str) -> str:
    """Give the digest of a title, by which nobody reads it; of a digest, itself."""
    if not title or _HIDDEN.match(title):
        return title
    return f"sha256:{hashlib.sha256(title.encode()).hexdigest()[:16]}"


def _mark(told: str) -> str:
    return told.partition(" ")[0]


def moment(instant: datetime) -> str:
    """Write an instant in UTC (RFC 3339), in a form whose order as text is that of time."""
    return instant.astimezone(UTC).isoformat()[:19] + "Z"
