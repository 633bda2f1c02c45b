"""Releases that are named by another release must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

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


def unknown_releases(
    editions: Iterable[Edition], stems: frozenset[str], root: Path
) -> Iterator[Problem]:
    """Yield each stem in `related` and `withdrawn.replaced_by` that no file has."""
    for edition in editions:
        for location, stem in _named(edition):
            if stem not in stems:
                where = place_of(root, edition.path, location)
                message = f"There is no release `{stem}`."
                yield UNKNOWN_RELEASE.broken(where, message, _hint(stem, stems))


def _named(edition: Edition) -> Iterator[tuple[Location, str]]:
    for index, stem in enumerate(edition.related):
        yield ("related", index), stem
    if edition.withdrawn and edition.withdrawn.replaced_by:
        yield ("withdrawn", "replaced_by"), edition.withdrawn.replaced_by


def _hint(stem: str, stems: frozenset[str]) -> str:
    """Suggest a release of the same month or of the same name, so that few are compared."""
    month, name = stem[:7], stem[11:]
    akin = {other for other in stems if other.startswith(month) or other[11:] == name}
    near = did_you_mean(stem, akin)
    return near if near.startswith("Did") else "Write the file's name without language and .md."
