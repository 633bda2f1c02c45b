"""Compare artifacts with the files that are there, and stage what differs.

Several processes may stage at once, each into a folder of its own: entries of one folder are
made one at a time by the kernel. For an output that is not there yet they make the whole tree
together, so that it appears by one rename.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dateline.errors import OutputRefusedError
from dateline.model import Artifact

TREE = "tree"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # binary: Windows


@dataclass(slots=True)
class Staged:
    """What one process staged: every path it was handed, and where the changed ones lie."""

    paths: list[str] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)


class Stager:
    """Stages artifacts for an output folder into one folder of the stage."""

    def __init__(self, out: Path, stage: Path, name: str, before: frozenset[str] | None) -> None:
        self._out = str(out)
        self._stage = str(stage)
        self._name = name
        self._before = before
        self._is_new = not out.exists()
        self._known = {""}
        self._made = {""}
        self.staged = Staged()
        (stage / name).mkdir()
        if self._is_new:
            (stage / TREE).mkdir(exist_ok=True)

    def take(self, artifacts: Iterable[Artifact]) -> None:
        """Stage artifacts as they come; raises OutputRefusedError where a foreign file stands."""
        for artifact in artifacts:
            self._take(artifact)

    def _take(self, artifact: Artifact) -> None:
        path = artifact.path
        self.staged.paths.append(path)
        if not self._is_new:
            self._refuse_links(path.rpartition("/")[0])
        existing = None if self._is_new else self._read(path)
        if existing == artifact.content:
            return
        if existing is not None and self._before is not None and path not in self._before:
            raise OutputRefusedError(
                f"{self._out}/{path} was not written by Dateline and would be overwritten.",
                hint="Move the file away, or name another folder with --out.",
            )
        self.staged.moves.append((path, self._write(path, artifact.content)))

    def _write(self, path: str, content: bytes) -> str:
        """Write a file into the stage; gives its name there."""
        if self._is_new:
            # Where two files meet, or a file meets a folder, the second goes into our own folder,
            # and whoever puts together what all staged tells of it.
            with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
                self._make_folder(path.rpartition("/")[0])
                _write(f"{self._stage}/{TREE}/{path}", content)
                return f"{TREE}/{path}"
        name = f"{self._name}/{len(self.staged.moves)}"
        _write(f"{self._stage}/{name}", content)
        return name

    def _make_folder(self, folder: str) -> None:
        if folder in self._made:
            return
        self._make_folder(folder.rpartition("/")[0])
        target = f"{self._stage}/{TREE}/{folder}"
        try:
            os.mkdir(target)  # noqa: PTH102 -- thousands of them
        except FileExistsError:
            if not os.path.isdir(target):  # noqa: PTH112
                raise
        self._made.add(folder)

    def _refuse_links(self, folder: str) -> None:
        """Refuse to write behind a symbolic link, before anything is decided."""
        if folder in self._known:
            return
        self._refuse_links(folder.rpartition("/")[0])
        if os.path.islink(f"{self._out}/{folder}"):  # noqa: PTH114 -- the hot path
            raise OutputRefusedError(
                f"{self._out}/{folder} is a symbolic link within the output folder.",
                hint="Remove the link.",
            )
        self._known.add(folder)

    def _read(self, path: str) -> bytes | None:
        try:
            with open(f"{self._out}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
                return file.read()
        except FileNotFoundError:
            return None
        except (NotADirectoryError, IsADirectoryError):
            self._refuse_foreign_shape(path)
            return None

    def _refuse_foreign_shape(self, path: str) -> None:
        """Refuse a file where a folder goes, and a folder where a file goes, unless it is ours."""
        ours = self._before or frozenset()
        target = Path(self._out, path)
        found = [above for above in (target, *target.parents) if above.is_file()][:1]
        if not found and target.is_dir():
            found = [each for each in target.rglob("*") if not each.is_dir()] or [target]
        for each in found:
            if each.relative_to(self._out).as_posix() not in ours:
                raise OutputRefusedError(
                    f"{each} was not written by Dateline and stands where {path} goes.",
                    hint="Move it away, or name another folder with --out.",
                )


def _write(file_name: str, content: bytes) -> None:
    """Write a file that is not there yet, with three calls of the system and no others."""
    descriptor = os.open(file_name, _NEW, 0o666)
    try:
        written = os.write(descriptor, content)
        while written < len(content):  # a disk takes what it has room for, and fails
            written += os.write(descriptor, content[written:])  # at the next (write(2))
    finally:
        os.close(descriptor)
