"""Remember today's problems, so that an old archive can be adopted and only new ones count.

A problem is known again by path, code and a mark of its line, however far the line has moved;
where several are alike, their number counts. The file is one JSON object a line, sorted, so that
it can be committed and merged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dateline.errors import UsageError
from dateline.problems import Problem
from dateline.reports.sources import Sources
from dateline.rulebook import is_fatal


class Entry(NamedTuple):
    """What a problem is known again by."""

    path: str
    code: str
    mark: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """Problems told apart by a baseline: new ones, known ones, and entries whose problem is gone.

    `stale` says of each entry how many of its problems are gone.
    """

    new: tuple[Problem, ...]
    known: tuple[Problem, ...]
    stale: Mapping[Entry, int]

    @property
    def in_the_way(self) -> tuple[Problem, ...]:
        """Give what a build must heed: new problems, and known ones that it cannot publish with."""
        firm = filter(is_fatal, self.known)
        return tuple(sorted((*self.new, *firm), key=lambda problem: problem.sort_key))


@dataclass(frozen=True, slots=True)
class Baseline:
    """The problems that are known, by how often each was there."""

    counts: Mapping[Entry, int]

    def sift(self, problems: Iterable[Problem], sources: Sources) -> Sifted:
        """Tell apart what is new and what is known; of those alike, the first are the known."""
        left = Counter(self.counts)
        new: list[Problem] = []
        known: list[Problem] = []
        for problem in problems:
            entry = _entry(problem, sources)
            is_known = left[entry] > 0
            left[entry] -= is_known
            (known if is_known else new).append(problem)
        return Sifted(tuple(new), tuple(known), +left)

    def __str__(self) -> str:
        lines = (
            json.dumps({**entry._asdict(), "count": count}, ensure_ascii=False) + "\n"
            for entry, count in sorted(self.counts.items())
        )
        return "".join(lines)


def record(problems: Iterable[Problem], sources: Sources) -> Baseline:
    """Make a baseline of problems."""
    return Baseline(Counter(_entry(problem, sources) for problem in problems))


def _entry(problem: Problem, sources: Sources) -> Entry:
    return Entry(problem.place.path, problem.code, sources.fingerprint(problem))


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises UsageError where it is none, OSError where it cannot be read.
    """
    if not path.is_file():
        hint = "`dateline check --write-baseline FILE` makes one."
        raise UsageError(f"There is no baseline {path}.", hint=hint)
    return parse_baseline(path.read_bytes(), str(path))


def parse_baseline(data: bytes, name: str) -> Baseline:
    """Read a baseline's text; of an entry that a merge left twice, the larger number counts.

    Raises UsageError with the line that is no entry.
    """
    counts: dict[Entry, int] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            found = _parse_line(line)
            if found is None:
                hint = "Take both sides of a merge whole, or record it anew."
                raise UsageError(f"{name}:{number}: this is no entry of a baseline.", hint=hint)
            entry, count = found
            counts[entry] = max(count, counts.get(entry, 0))
    return Baseline(counts)


def _parse_line(line: bytes) -> tuple[Entry, int] | None:
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError):  # no UTF-8, no JSON, or brackets without end
        return None
    if not isinstance(value, dict) or value.keys() != {*Entry._fields, "count"}:
        return None
    count = value.pop("count")
    words = all(isinstance(each, str) for each in value.values())
    is_count = isinstance(count, int) and not isinstance(count, bool) and count > 0
    return (Entry(**value), count) if words and is_count else None
