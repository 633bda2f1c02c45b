"""Understand the ledger line by line; whatever a merge or a hand did to it is told at its place.

Lines that are known to be right are not parsed: mostly all are, and there may be thousands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from dateline.ledger import telling
from dateline.ledger.entry import Entry, Fate
from dateline.ledger.sifting import Sifted
from dateline.ledger.text import LEDGER, MEND, Text
from dateline.problems import Place, Problem, Rule, did_you_mean, error, warning

LEDGER_CONFLICT = error(
    "ledger-conflict",
    "Version control could not merge the ledger, and nobody has; what stands there is half true.",
    where="published.jsonl",
    bad="<<<<<<< HEAD\n"
    '{"id":"tag:press.example.org,2003:en/2024-01-08-first-course",'
    '"published":"2024-01-07T17:00:00Z","path":"releases/2024-01-08-first-course.md",'
    '"title":"First course opens","url":"/en/2024/01/first-course/"}\n'
    "=======\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    ">>>>>>> theirs",
    good='{"id":"tag:press.example.org,2003:en/2024-01-08-first-course",'
    '"published":"2024-01-07T17:00:00Z","path":"releases/2024-01-08-first-course.md",'
    '"title":"First course opens","url":"/en/2024/01/first-course/"}\n'
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}',
)
LEDGER_LINE = error(
    "ledger-line",
    "A line of the ledger that cannot be understood is a release that would be forgotten.",
    where="published.jsonl",
    bad='{"id":"tag:press.example.org,2003:en/2024-02-01-course","pub',
    good='{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}',
)
LEDGER_DUPLICATE = warning(
    "ledger-duplicate",
    "A merge left two lines for one release; they are taken together, and the next build joins "
    "them.",
    where="published.jsonl",
    bad='{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}',
    good='{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}',
)
LEDGER_UNSORTED = warning(
    "ledger-unsorted",
    "Sorted lines let version control merge the ledgers of two people; the next build sorts them.",
    where="published.jsonl",
    bad='{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    '{"id":"tag:press.example.org,2003:en/2024-01-08-first-course",'
    '"published":"2024-01-07T17:00:00Z","path":"releases/2024-01-08-first-course.md",'
    '"title":"First course opens","url":"/en/2024/01/first-course/"}',
    good='{"id":"tag:press.example.org,2003:en/2024-01-08-first-course",'
    '"published":"2024-01-07T17:00:00Z","path":"releases/2024-01-08-first-course.md",'
    '"title":"First course opens","url":"/en/2024/01/first-course/"}\n'
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}',
)
_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:[ \t]|\Z)")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\Z", re.ASCII)
_REQUIRED = ("id", "published", "path", "title", "url")
_FATES = {fate.name.lower(): fate for fate in Fate if fate is not Fate.PUBLISHED}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith("/")


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and _MOMENT.match(value) is not None


_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": (_is_text, "text"),
    "published": (_is_moment, "a moment: 2024-01-31T17:00:00Z"),
    "path": (_is_text, "text"),
    "title": (lambda value: isinstance(value, str), "text"),
    "url": (_is_address, "an address: /en/2024/02/course/"),
    "was": (lambda value: isinstance(value, list) and all(map(_is_address, value)), "addresses"),
    "told": (
        lambda value: isinstance(value, list) and all(map(telling.is_telling, value)),
        "corrections: 2024-02-03 2024-02-03T02:00:00Z 5f2a9c01",
    ),
    "fate": (lambda value: isinstance(value, str) and value in _FATES, "`held` or `removed`"),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the lines that had to be parsed say, by id; and what is wrong with any line."""

    entries: Mapping[str, Entry]
    problems: tuple[Problem, ...]


def parse(text: Text, sifted: Sifted) -> Ledger:
    """Parse the lines that are not right, and look at the order of all."""
    entries: dict[str, Entry] = {}
    problems = [*text.problems, *sifted.problems]
    spoken = 0
    for number, line in sifted.others:
        if not line.strip():
            continue
        try:
            entry = parse_line(line, number)
        except _BadLineError as bad:
            problems.append(bad.problem)
            continue
        spoken += 1
        before = entries.get(entry.id)
        entries[entry.id] = before.joined(entry) if before else entry
    if spoken > len(entries) or not sifted.is_sorted:
        problems.extend(_disorder(text))
    return Ledger(entries, tuple(problems))


def parse_line(line: str, number: int = 1) -> Entry:
    """Parse one line; raises what `parse` turns into a problem."""
    if _MARK.match(line):
        message = "A merge conflict was left in the ledger."
        hint = "Keep the lines of both sides and delete the marks: every line is true."
        raise _BadLineError(LEDGER_CONFLICT.broken(Place(LEDGER, number), message, hint))
    try:
        values = json.loads(line)
    except ValueError as failure:
        column = getattr(failure, "pos", 0) + 1
        _refuse(number, column, "The line is no JSON.")
    except RecursionError:
        _refuse(number, 1, "The line nests too deep.")
    if not isinstance(values, dict):
        _refuse(number, 1, "The line is no table of keys and values.")
    _check(values, line, number)
    return Entry(
        id=values["id"],
        published=values["published"],
        paths=frozenset({values["path"]}),
        titles=frozenset({values["title"]}),
        url=values["url"],
        urls=frozenset({values["url"], *values.get("was", ())}),
        told=frozenset(values.get("told", ())),
        fate=_FATES.get(values.get("fate", ""), Fate.PUBLISHED),
        line=number,
        text=line,
    )


class _BadLineError(Exception):
    """Stops the reading of one line."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _refuse(number: int, column: int, message: str, hint: str = MEND) -> NoReturn:
    rule: Rule = LEDGER_LINE
    raise _BadLineError(rule.broken(Place(LEDGER, number, column), message, hint))


def _check(values: dict[str, Any], line: str, number: int) -> None:
    """Refuse a line whose keys or values are not the ledger's."""
    missing = [key for key in _REQUIRED if key not in values]
    if missing:
        _refuse(number, 1, f"`{missing[0]}` is missing.")
    for key, value in values.items():
        if key not in _KEYS:
            message, hint = f"`{key[:40]}` is not a key here.", did_you_mean(key, _KEYS)
            _refuse(number, _column(line, key), message, hint)
        fits, wanted = _KEYS[key]
        if not fits(value):
            _refuse(number, _column(line, key), f"`{key}` takes {wanted}.")


def _column(line: str, key: str) -> int:
    """Give the column of a key, as the ledger writes it; else that of the line's start."""
    return max(line.find(f'"{key}":'), 0) + 1


def _disorder(text: Text) -> Iterator[Problem]:
    """Yield the further lines of an id, and the first line that is out of order."""
    first: dict[str, int] = {}
    last, is_sorted = "", True
    for number, line in text.lines:
        head = _head(line)
        if not head:
            continue
        if first.setdefault(head, number) != number:
            message = f"Line {first[head]} speaks of this release, too."
            hint = "Nothing is lost: the next `dateline build` joins them."
            yield LEDGER_DUPLICATE.broken(Place(LEDGER, number), message, hint)
        elif line < last and is_sorted:
            is_sorted = False
            message = "This line belongs above the one before it."
            hint = "Nothing is lost: the next `dateline build` sorts the lines."
            yield LEDGER_UNSORTED.broken(Place(LEDGER, number), message, hint)
        last = line


def _head(line: str) -> str:
    """Give what a line says first, its id; empty for what is no entry, told of already."""
    return line.partition(',"published"')[0] if line.startswith('{"id"') else ""
