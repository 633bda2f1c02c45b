"""Read a file that nobody is writing meanwhile: all of one state of it, never half of two."""

from __future__ import annotations

import errno
import os
import stat
import time

_PAUSES = (0.01, 0.05, 0.2, 0.0)
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)


def read_steady(path: str, most: int | None = None) -> bytes:
    """Read a regular file, again where it changed meanwhile; little more than `most` bytes.

    Never waits on a pipe or device. Raises OSError: EBUSY where the file keeps changing.
    """
    for pause in _PAUSES:
        data = _read(path, most)
        if data is not None:
            return data
        time.sleep(pause)
    raise OSError(errno.EBUSY, "it changes while it is read", path)


def _read(path: str, most: int | None) -> bytes | None:
    """Read once; None where the file was another after than before."""
    descriptor = os.open(path, _FLAGS)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(0, "it is no regular file", path)
        size = before.st_size
        wanted = size if most is None or size <= most else most + 1
        # A buffer of the file's size and a byte: one of the limit's would cost more than reading.
        data = os.read(descriptor, wanted + 1)
        while len(data) < wanted and (more := os.read(descriptor, wanted + 1 - len(data))):
            data += more  # one call gives at most 2 GiB (read(2))
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    is_same = size == after.st_size and before.st_mtime_ns == after.st_mtime_ns
    return data if is_same and len(data) >= wanted else None
