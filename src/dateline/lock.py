"""Let one build at a time write: a lock that dies with its holder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.errors import OutsideError

if sys.platform != "win32":  # Windows has no flock; there a second build is not noticed
    import fcntl


@contextmanager
def locked(path: Path, errand: str = "build") -> Iterator[None]:
    """Hold the lock file at `path`; raises OutsideError naming the holder when it is taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, errand)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)  # closing lets go of the lock, as does the process's end


def _take(descriptor: int, errand: str) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as failure:
        holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
        raise OutsideError(
            f"Another {errand} of this newsroom is running (process {holder}).",
            hint=f"Wait until it is done, then {errand} again.",
        ) from failure
