"""Walk a folder of the newsroom in an order that never depends on the disk.

Symbolic links are followed within the newsroom; never out of it, nor into what is not to be
published (`private/`, hidden folders, the output). A folder is entered once.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from dateline.problems import Place, Problem, error

UNREADABLE_FILE = error(
    "unreadable-file",
    "What cannot be read cannot be published, nor be known to be harmless.",
    where="files",
    bad="releases/2024-02-01-course.md (locked)",
    good="releases/2024-02-01-course.md",
)
NOT_A_FILE = error(
    "not-a-file",
    "A folder or device that is named like a release would be passed over in silence.",
    where="files",
    bad="releases/2024-02-01-course.md/",
    good="releases/2024-02-01-course/index.md",
)
LINK_OUTSIDE = error(
    "link-outside",
    "A symbolic link out of the newsroom would publish a file that nobody meant to.",
    where="files",
    bad="releases/2024-02-01-course.md -> /etc/passwd",
    good="releases/2024-02-01-course.md",
)
BAD_FILE_NAME = error(
    "bad-file-name",
    "Date, slug and language are read from the name; a file that does not fit would vanish.",
    where="files",
    bad="releases/course.md",
    good="releases/2024-02-01-course.md",
)

_CLOSED = frozenset({"private", "public"})

Entry = os.DirEntry[str]
# Given an entry, its path in the newsroom and whether it is a link that may not be followed:
# a path or problem to tell of, or None for what is nothing by itself (a folder is then entered).
Judge = Callable[[Entry, str, bool], "str | Problem | None"]


def walk_tree(
    root: Path, folder: str, judge: Judge, closed: frozenset[str] = frozenset()
) -> Iterator[str | Problem]:
    """Yield what `judge` says of each thing below a folder, sorted; hidden things are left.

    Links may lead nowhere below the `closed` folders of the newsroom either.
    """
    top = root / folder
    if not top.is_dir():
        return
    if top.is_symlink() and leads_astray(str(top), root, closed):
        yield link_problem(folder)
        return
    real = os.path.realpath(top)
    seen = {real}
    levels = [_Level(str(top), folder, real)]
    while levels:
        level = levels[-1]
        found = next(level.entries, None)
        if found is None:
            levels.pop()
        elif isinstance(found, Problem):
            yield found
        else:
            entry, path = found
            verdict = _verdict(entry, path, judge, root, closed)
            if verdict:
                yield verdict
            elif below := level.below(entry, path, seen):
                levels.append(below)


def leads_astray(path: str, root: Path, closed: frozenset[str] = frozenset()) -> bool:
    """Say whether a path really leads to what the newsroom may not publish."""
    real, real_root = os.path.realpath(path), os.path.realpath(root)
    if not real.startswith(real_root + os.sep):
        return True
    first = real[len(real_root) + 1 :].partition(os.sep)[0]
    return first.startswith(".") or first in _CLOSED or first in closed


def link_problem(path: str) -> Problem:
    """Tell of a symbolic link that may not be followed."""
    message = "The symbolic link leads out of the newsroom, or to what is never published."
    return LINK_OUTSIDE.broken(Place(path), message, "Put a copy in its place.")


class _Level:
    """A folder that is being walked: its entries to come, and where it really is."""

    def __init__(self, folder: str, shown: str, real: str) -> None:
        self.entries = _entries(folder, shown)
        self._real = real

    def below(self, entry: Entry, path: str, seen: set[str]) -> _Level | None:
        """Give the level below, if the entry is a folder that was not entered yet."""
        if not entry.is_dir():
            return None
        # The system's own answer takes the square of the depth; only links need it.
        real = (
            os.path.realpath(entry.path)
            if entry.is_symlink()
            else f"{self._real}{os.sep}{entry.name}"
        )
        if real in seen:
            return None
        seen.add(real)
        return _Level(entry.path, path, real)


def _entries(folder: str, shown: str) -> Iterator[tuple[Entry, str] | Problem]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as failure:
        yield _unreadable(shown, failure, "folder")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = f"{shown}/{entry.name}"
        if path.isprintable() or _is_text(path):
            yield entry, path
        else:
            where = Place(path.encode(errors="surrogateescape").decode(errors="replace"))
            message = "The name is no UTF-8, or holds characters that cannot be seen."
            yield BAD_FILE_NAME.broken(where, message, "Rename it with ordinary letters.")


def _is_text(name: str) -> bool:
    """Say whether a name can be told of: all sorts of spaces and joiners may stand in it."""
    joiners = "\u200c\u200d"
    return all(c.isprintable() or unicodedata.category(c) == "Zs" or c in joiners for c in name)


def _verdict(
    entry: Entry, path: str, judge: Judge, root: Path, closed: frozenset[str]
) -> str | Problem | None:
    try:
        is_link = entry.is_symlink()
        astray = is_link and leads_astray(entry.path, root, closed)
        verdict = judge(entry, path, astray)
        if verdict is None and is_link and not astray and not Path(entry.path).exists():
            message = "The symbolic link leads nowhere."
            return NOT_A_FILE.broken(Place(path), message, "Remove it, or mend it.")
        return verdict
    except OSError as failure:  # a loop of links, or a folder that may not be looked into
        return _unreadable(path, failure, "file")


def _unreadable(path: str, failure: OSError, noun: str) -> Problem:
    message = f"The {noun} cannot be read: {failure.strerror}."
    return UNREADABLE_FILE.broken(Place(path), message, "Check its permissions.")
