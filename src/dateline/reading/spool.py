"""Keep what is asked for once more out of memory, where it is much."""

from __future__ import annotations

import os
from typing import IO

# What ten thousand releases take is as well kept in memory.
_MOST = 16_000_000
# What was put away: where it begins and its length; or itself.
Spooled = bytes | tuple[int, int]


class Spool:
    """A file without a name; nothing is written into it before much was put away.

    Where the disk refuses it, all stays in memory.
    """

    def __init__(self) -> None:
        self._held = 0
        self._file: IO[bytes] | None = None

    def put(self, data: bytes) -> Spooled:
        """Put something away."""
        if self._held + len(data) <= _MOST:
            self._held += len(data)
            return data
        try:
            file = self._open()
            at = file.seek(0, os.SEEK_END)
            file.write(data)
            file.flush()
        except OSError:
            return data
        return at, len(data)

    def get(self, spooled: Spooled) -> bytes:
        """Give what was put away."""
        if isinstance(spooled, bytes):
            return spooled
        at, length = spooled
        file = self._open()
        file.seek(at)
        return file.read(length)

    def __del__(self) -> None:
        """Let the file go."""
        if self._file is not None:
            self._file.close()

    def _open(self) -> IO[bytes]:
        if self._file is None:
            from tempfile import TemporaryFile  # noqa: PLC0415 -- few newsrooms are so large

            self._file = TemporaryFile()  # noqa: SIM115 -- closed with the spool
        return self._file
