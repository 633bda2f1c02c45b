"""Mend source files on the disk: whole, in one rename, with their mode; and show what changes."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dateline.errors import OutsideError
from dateline.problems import Problem
from dateline.reading.files import MAX_BYTES, walk
from dateline.repairs.text import repair
from dateline.steady import read_steady


@dataclass(frozen=True, slots=True)
class Mended:
    """A source file that can be mended: its path in the newsroom, its bytes before and after."""

    path: str
    before: bytes
    after: bytes
    what: tuple[str, ...]

    def diff(self) -> str:
        """Give the unified diff, as git writes it."""
        old, new = (data.decode().split("\n") for data in (self.before, self.after))
        tab = "\t" if " " in self.path else ""  # as git marks the end of a name with spaces
        return "".join(
            f"{line}\n"
            for line in difflib.unified_diff(
                _with_end(old),
                _with_end(new),
                f"a/{self.path}{tab}",
                f"b/{self.path}{tab}",
                lineterm="",
            )
        )


def _with_end(lines: list[str]) -> list[str]:
    """Give lines as a diff has them: what follows the last line end is a line of its own sort."""
    *whole, rest = lines
    return [*whole, f"{rest}\n\\ No newline at end of file"] if rest else whole


def mendable(root: Path) -> Iterator[Mended]:
    """Yield the source files of a newsroom in which something is safe to mend."""
    for path in chain(walk(root, "releases"), walk(root, "pages")):
        if isinstance(path, Problem):
            continue
        before = _read(root / path)
        try:
            done = repair(before.decode())
        except UnicodeDecodeError:
            continue
        if done.mended:
            yield Mended(path, before, done.text.encode(), done.mended)


def _read(path: Path) -> bytes:
    """Read a file that may be mended; empty where it is too large, or cannot be read."""
    try:
        data = read_steady(str(path), MAX_BYTES)
    except OSError:
        return b""
    return data if len(data) <= MAX_BYTES else b""


def write(root: Path, mended: Mended) -> None:
    """Replace a file by its mended text in one rename; its mode stays.

    Raises OutsideError where somebody changed it meanwhile, OSError where it cannot be written.
    """
    target = (root / mended.path).resolve()  # a link stays one
    descriptor, name = tempfile.mkstemp(prefix=".dateline-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(mended.after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
        if target.read_bytes() != mended.before:
            message = f"{mended.path} was changed while it was mended, so it was left alone."
            raise OutsideError(message, hint="Save it, and run the command again.")
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
