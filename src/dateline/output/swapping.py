"""Keep whole versions side by side, and flip one symbolic link from the last to the next.

For those who serve straight from the folder: whoever resolves the link sees one version, whole,
before, during and after a build. Unchanged files are hard links into the version before, so
none is ever written in place; each version's own manifest lies beside it and changes with it.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dateline.errors import OutputRefusedError
from dateline.output import manifest
from dateline.output.guard import refuse_foreign, version_link, versions_of
from dateline.output.planning import Plan, Published, bundles_of, plan
from dateline.output.publication import outside, roll_forward, stage_all
from dateline.output.staging import NOTHING_KNOWN, TREE, Known
from dateline.parts import Piece

KEEP = 3
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV, errno.ENOSYS}
# Apache reads it on the way to a version, but not on the way through the link, whose own name it
# follows (core, directory walk). What was withdrawn since stands in older versions.
_CLOSED = """\
# Made by `dateline build --swap`: what is published is handed out by the link beside this folder.
Require all denied
"""


def publish_version(  # noqa: PLR0913 -- each is a word of the errand
    pieces: Sequence[Piece],
    out: Path,
    state: Path,
    *,
    keep: int = KEEP,
    known: Known = NOTHING_KNOWN,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Published:
    """Make a link lead to a folder that holds the artifacts, beside files that nobody of us wrote.

    A plain folder that an earlier build made becomes the first version. `keep` versions stay,
    the new one included. Raises as `publish` does; the link then leads where it led.
    """
    out = out.absolute()
    _refuse(out)
    with outside(out):
        if not out.is_symlink():
            roll_forward(out, state)
        versions = _Versions(out, state, keep)
        return versions.publish(pieces, known, jobs, progress, meanwhile)


def _refuse(out: Path) -> None:
    """Refuse what no link of ours can take the place of."""
    if out.is_symlink() and version_link(out) is None:
        raise OutputRefusedError(
            f"{out} is a symbolic link that `--swap` did not make.",
            hint="Name the folder that it leads to, or another, with --out.",
        )
    if out.is_mount():
        raise OutputRefusedError(
            f"{out} is a disk of its own, and a link cannot take its place.",
            hint="Name a folder within it with --out.",
        )


class _Versions:
    """The versions of one output: numbered folders, each with its manifest beside it."""

    def __init__(self, out: Path, state: Path, keep: int) -> None:
        self._out = out
        self._keep = keep
        self._home = versions_of(out)
        self._stage, self._next = self._home / "stage", self._home / "next"
        self._plain_record = manifest.place(state, out)

    def publish(
        self,
        pieces: Sequence[Piece],
        known: Known,
        jobs: int | None,
        progress: Callable[[int, int], None] | None,
        meanwhile: Callable[[], object] | None,
    ) -> Published:
        current = self._current()
        self._clear(current)
        self._stage.mkdir(parents=True)
        _close(self._home)
        try:
            record = self._record(current) if current else None
            before = manifest.Before(record)
            seen = current or self._next
            staged = stage_all(
                pieces,
                seen,
                self._stage,
                before,
                known=known,
                jobs=jobs,
                progress=progress,
                meanwhile=meanwhile,
            )
            known.forget()
            planned = plan(staged, before)
            files = planned.files or []
            if before.files is None and current:
                refuse_foreign(current, files)
            if current is None or planned.changes or not self._is_served(current):
                self._make(current, planned, before.files)
            elif before.files is None:
                manifest.save(self._record(current), self._out, files)
        finally:
            shutil.rmtree(self._stage, ignore_errors=True)
            shutil.rmtree(self._next, ignore_errors=True)
        self._prune()
        return replace(planned.published, bundles=bundles_of(pieces, planned, known))

    def _current(self) -> Path | None:
        """Give the folder that is served; where the link is lost, the newest version."""
        number = version_link(self._out)
        if number is not None and (self._home / number).is_dir():
            return self._home / number
        if self._out.is_dir() and not self._out.is_symlink():
            return self._out
        numbers = self._numbers()
        return self._home / str(numbers[-1]) if numbers else None

    def _is_served(self, version: Path) -> bool:
        return version_link(self._out) == version.name

    def _numbers(self) -> list[int]:
        if not self._home.is_dir():
            return []
        return sorted(int(each.name) for each in self._home.iterdir() if each.name.isdecimal())

    def _record(self, version: Path) -> Path:
        if version == self._out:
            return self._plain_record
        return self._home / f"{version.name}.json"

    def _clear(self, current: Path | None) -> None:
        """Remove what a killed build left: half a version, and whole ones never served."""
        for name in ("stage", "next", "flip"):
            _remove(self._home / name)
        if current and self._is_served(current):
            for number in self._numbers():
                if number > int(current.name):
                    shutil.rmtree(self._home / str(number))

    def _make(self, current: Path | None, planned: Plan, before: frozenset[str] | None) -> None:
        """Make the next version whole, then flip the link to it: the one moment that counts."""
        _assemble(current, self._stage, self._next, planned)
        if current:
            _carry(current, self._next, (before or frozenset()).union(planned.files or ()))
        number = max(self._numbers(), default=0) + 1
        version = self._home / str(number)
        manifest.save(self._record(version), self._out, planned.files or [])
        self._next.rename(version)
        self._flip(version)

    def _flip(self, version: Path) -> None:
        flip = self._home / "flip"
        flip.symlink_to(Path(self._home.name) / version.name)
        if self._out.is_symlink() or not self._out.exists():
            flip.replace(self._out)
            return
        if not _exchange(flip, self._out):
            # Nothing is served for an instant: only the first time, and not on Linux.
            old = self._home / "0"
            _remove(old)
            self._out.rename(old)
            flip.replace(self._out)
        _remove(flip)

    def _prune(self) -> None:
        for number in self._numbers()[: -self._keep]:
            shutil.rmtree(self._home / str(number))
        for record in self._home.glob("*.json"):
            if not record.with_suffix("").is_dir():
                record.unlink()


def _close(home: Path) -> None:
    """Have Apache hand out nothing by the versions' own addresses; what stands there stays."""
    own = home / ".htaccess"
    if not own.exists():
        made = home / ".htaccess.new"  # renamed, so that a build killed here leaves no half of it
        made.write_text(_CLOSED, encoding="utf-8")
        made.replace(own)


def _assemble(current: Path | None, stage: Path, target: Path, planned: Plan) -> None:
    """Bring our files into a new version: what changed is moved in, the rest is linked."""
    tree = stage / TREE
    if tree.exists():
        tree.rename(target)
    else:
        target.mkdir()
    known: set[str] = {""}
    for path, name in planned.moves.items():
        _make_folder(target, path.rpartition("/")[0], known)
        os.rename(f"{stage}/{name}", f"{target}/{path}")  # noqa: PTH104 -- the hot path
    for path in planned.files or () if current else ():
        if path not in planned.moves:
            _make_folder(target, path.rpartition("/")[0], known)
            _link(f"{current}/{path}", f"{target}/{path}")


def _make_folder(target: Path, folder: str, known: set[str]) -> None:
    if folder not in known:
        _make_folder(target, folder.rpartition("/")[0], known)
        os.makedirs(f"{target}/{folder}", exist_ok=True)  # noqa: PTH103 -- the hot path
        known.add(folder)


def _carry(current: Path, target: Path, ours: frozenset[str]) -> None:
    """Take over what nobody of us wrote: files, links and empty folders."""
    for path in _entries(current):
        if path in ours:
            continue
        source, copy = current / path, target / path
        if source.is_dir() and not source.is_symlink():
            copy.mkdir(parents=True, exist_ok=True)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            copy.symlink_to(source.readlink())
        else:
            _link(str(source), str(copy))


def _entries(current: Path) -> Iterator[str]:
    """Yield files, links and empty folders below a folder."""
    for folder, folders, files in os.walk(current):
        base = Path(folder).relative_to(current)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*files, *links):
            yield (base / name).as_posix()
        if not (folders or files) and base.parts:
            yield base.as_posix()


def _link(source: str, target: str) -> None:
    """Link a file, or copy it where the file system has no links, or no more."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as failure:
        if failure.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two entries at once (renameat2(2)); False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 -- once in an output's life

    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):  # a C library older than glibc 2.28
        return False
    names = (os.fsencode(one), os.fsencode(other))
    done: int = renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    return done == 0


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
