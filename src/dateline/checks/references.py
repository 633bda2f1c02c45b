"""Releases that are named by another release must exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from dateline.checks.roll import Roll
from dateline.model import Edition
from dateline.problems import Problem, did_you_mean, error
from dateline.reading.locate import place_of
from dateline.validation import Location

UNKNOWN_RELEASE = error(
    "unknown-release",
    "Readers would be sent to a release that does not exist.",
    bad="related: [2024-01-08-first-curse]",
    good="related: [2024-01-08-first-course]",
)


# A newsroom with more of them has another trouble than slips, and each takes milliseconds.
_MOST_GUESSES = 100
_MOST_COMPARED = 500


def unknown_releases(roll: Roll, stems: frozenset[str], root: Path) -> Iterator[Problem]:
    """Yield each stem in `related` and `withdrawn.replaced_by` that no file has."""
    akin = _Akin(stems)
    for edition in roll.having("related", "withdrawn"):
        for location, stem in _named(edition):
            if stem not in stems and edition.knows(*location):
                where = place_of(root, edition.path, location)
                message = f"There is no release `{stem}`."
                yield UNKNOWN_RELEASE.broken(where, message, akin.hint(stem, edition.stem))


def _named(edition: Edition) -> Iterator[tuple[Location, str]]:
    for index, stem in enumerate(edition.related):
        yield ("related", index), stem
    if edition.withdrawn and edition.withdrawn.replaced_by:
        yield ("withdrawn", "replaced_by"), edition.withdrawn.replaced_by


class _Akin:
    """Guesses which release was meant, among those of the same month or of the same name."""

    def __init__(self, stems: frozenset[str]) -> None:
        self._stems = stems
        self._guesses = 0

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for stem in sorted(self._stems):
            for part in (stem[:7], stem[11:]):
                found.setdefault(part, []).append(stem)
        return found

    def hint(self, stem: str, own: str) -> str:
        """Suggest the nearest release, but not the one that asks."""
        akin = (*self._index.get(stem[11:], ()), *self._index.get(stem[:7], ()))
        self._guesses += 1
        if self._guesses <= _MOST_GUESSES:
            near = did_you_mean(stem, set(akin[:_MOST_COMPARED]) - {own})
            if near.startswith("Did"):
                return near
        return "Write the file's name without language and .md."
