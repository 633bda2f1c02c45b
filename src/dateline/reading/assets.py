"""List the newsroom's own files under `assets/`, which are copied as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.problems import Problem
from dateline.reading.walking import Entry, link_problem, walk_tree

# What waits for its hour in `releases/` must not be public at once through a link.
_CLOSED = frozenset({"releases"})


def walk_assets(root: Path) -> Iterator[str | Problem]:
    """Yield the paths of all assets relative to the newsroom, sorted; hidden files are left."""
    yield from walk_tree(root, "assets", _asset, _CLOSED)


def _asset(entry: Entry, path: str, astray: bool) -> str | Problem | None:
    if astray:
        return link_problem(path)
    return path if entry.is_file() else None
