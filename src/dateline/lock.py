"""Let one build, or another errand, at a time write: a lock that dies with its holder.

The kernel holds it (flock), so that a holder who was killed holds nothing. The file only says
who it is: process, machine, and, by the file's own time, since when.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from dateline.errors import OutsideError

if sys.platform != "win32":  # Windows has no flock; there a second build is not noticed
    import fcntl

_MOST = 512


class Holder(NamedTuple):
    """Who holds a lock, as far as its file tells: process, machine, since when (UTC)."""

    process: str
    host: str
    since: datetime

    def __str__(self) -> str:
        on = f" on {self.host}" if self.host else ""
        return f"process {self.process}{on}, since {self.since:%Y-%m-%d %H:%M:%S} UTC"


@contextmanager
def locked(
    path: Path, errand: str = "build", *, waiting: Callable[[Holder], None] | None = None
) -> Iterator[None]:
    """Hold the lock file at `path`, for one errand at a time.

    Where it is taken, `waiting` is told by whom, and it is waited for; without `waiting`,
    raises OutsideError naming the holder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _take(path, errand, waiting)
    try:
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)  # closing lets go of the lock, as does the process's end


def is_held(path: Path) -> bool:
    """Say whether somebody holds the lock file at `path` now."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _try(descriptor, shared=True)
    finally:
        os.close(descriptor)


def _take(path: Path, errand: str, waiting: Callable[[Holder], None] | None) -> int:
    """Open the file and lock it; again where another file took its place while we waited."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if not _try(descriptor):
                holder = _holder(descriptor)
                if waiting is None:
                    raise _taken(errand, holder)
                waiting(holder)
                _wait(descriptor)
            if _is_at(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _taken(errand: str, holder: Holder) -> OutsideError:
    hint = f"Wait until it is done, then {errand} again"
    return OutsideError(
        f"Another {errand} of this newsroom is running ({holder}).",
        hint=f"{hint}; --wait does so." if errand == "build" else f"{hint}.",
    )


def _is_at(path: Path, descriptor: int) -> bool:
    """Say whether a file is still the one at its path: the cache may be deleted at any time."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    host = os.uname().nodename if hasattr(os, "uname") else ""
    text = f"{os.getpid()} {host}\n".encode()[:_MOST]
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)
    os.ftruncate(descriptor, len(text))


def _holder(descriptor: int) -> Holder:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, _MOST).decode(errors="replace").partition("\n")[0]
    process, _, host = text.partition(" ")
    since = datetime.fromtimestamp(int(os.fstat(descriptor).st_mtime), UTC)
    return Holder(process or "unknown", host, since)


def _try(descriptor: int, *, shared: bool = False) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(descriptor: int) -> None:
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX)
