"""Scan a newsroom's files beside whatever else there is to do.

A command that builds loads its libraries for as long as ten thousand files take to be looked at.
"""

from __future__ import annotations

import marshal
import os
from contextlib import suppress

from dateline.memory.looking import can_fork
from dateline.memory.scan import Scan

_DONE = b"."


class Scout:
    """A scan that begins at once in a forked process, where there can be one.

    With fewer than two `jobs`, it is made when it is asked for.
    """

    def __init__(self, root: str, moment: int, jobs: int | None = None) -> None:
        """Begin; `moment` is the time in nanoseconds as the file system tells it."""
        self._root = root
        self._moment = moment
        self._child = 0
        if can_fork(jobs):
            self._begin()

    def scan(self) -> Scan:
        """Give the scan, once it is made; to be asked for once."""
        told = self._end() if self._child else b""
        if not told.endswith(_DONE):  # nobody was sent, or did not come back
            return Scan(self._root, self._moment)
        files, is_plain = marshal.loads(told)  # noqa: S302 -- from a process of our own
        return Scan.told(self._moment, files, is_plain=is_plain)

    def _begin(self) -> None:
        self._answer, answer = os.pipe()
        self._child = os.fork()
        if self._child == 0:  # pragma: no cover -- nothing measures it here; its answer is tested
            with suppress(BaseException), os.fdopen(answer, "wb") as file:
                found = Scan(self._root, self._moment)
                file.write(marshal.dumps((found.files, found.is_plain)) + _DONE)
            os._exit(0)
        os.close(answer)

    def _end(self) -> bytes:
        with os.fdopen(self._answer, "rb") as file:
            told = file.read()
        os.waitpid(self._child, 0)
        return told
