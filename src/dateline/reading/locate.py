"""Find the place of a key in a release file again, for rules that look across files."""

from __future__ import annotations

from pathlib import Path

from dateline.problems import Place, Problem
from dateline.reading.block import Places
from dateline.reading.files import read_text
from dateline.reading.frontmatter import split
from dateline.validation import Location


def place_of(root: Path, path: str, location: Location) -> Place:
    """Give the place of a key's value; the file's start where it is not written out."""
    source = read_text(root, path)
    if isinstance(source, Problem):
        return Place(path)
    parts = split(source.text.removeprefix("\ufeff"), path)
    return Place(path) if isinstance(parts, Problem) else Places(path, parts).value(location)
