"""Look whether all files of an output are as they were left, beside whatever else there is to do.

Tens of thousands of files take longer to look at than all sources to find. Where there is a
second core, a forked process looks while this one finds out whether anything is to be built.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress

from dateline.memory.bundle import Bundle, is_whole

# Fewer files are looked at before a process has started.
_MANY = 2_000
_SHARE = 32
_DONE = b"."


class Look:
    """A look at the files of an output, which begins at once where it can go on beside.

    With fewer than two `jobs`, it is taken when it is asked for.
    """

    def __init__(self, out: str, bundles: Mapping[str, Bundle], jobs: int | None = None) -> None:
        self.out = out
        self.bundles = bundles
        self._names = list(bundles)
        self._found: frozenset[str] | None = None
        self._child = 0
        files = sum(bundle.files for bundle in bundles.values())
        if files >= _MANY and can_fork(jobs):
            self._begin()

    def amiss(self) -> frozenset[str]:
        """Give the names of the bundles of which a file is not as it was left, once all is seen."""
        if self._found is None:
            self._found = self._end() if self._child else frozenset(self._seen(self._names))
        return self._found

    def _seen(self, names: list[str]) -> list[str]:
        return [name for name in names if not is_whole(self.out, self.bundles[name])]

    def _begin(self) -> None:
        """Fork; from then on both take shares of what is to be seen, each when it has time."""
        self._queue, feed = os.pipe()
        os.write(feed, bytes(range(-(-len(self._names) // self._share))))
        os.close(feed)
        self._answer, answer = os.pipe()
        self._child = os.fork()
        if self._child == 0:  # pragma: no cover -- nothing measures it here; its answer is tested
            with suppress(BaseException):
                os.write(answer, "\n".join(self._taken()).encode("utf-8", "surrogateescape"))
                os.write(answer, _DONE)
            os._exit(0)
        os.close(answer)

    @property
    def _share(self) -> int:
        """Give the size of a share: their numbers are single bytes, and a pipe holds them all."""
        return max(_SHARE, -(-len(self._names) // 256))

    def _taken(self) -> list[str]:
        found: list[str] = []
        while number := os.read(self._queue, 1):
            start = number[0] * self._share
            found += self._seen(self._names[start : start + self._share])
        return found

    def _end(self) -> frozenset[str]:
        """Look at what is left, and ask the other process for what it found."""
        found = self._taken()
        os.close(self._queue)
        with os.fdopen(self._answer, "rb") as file:
            told = file.read()
        os.waitpid(self._child, 0)
        if not told.endswith(_DONE):  # it was killed, and nobody knows which of them it saw
            return frozenset(self._seen(self._names))
        names = told[: -len(_DONE)].decode("utf-8", "surrogateescape")
        return frozenset(found).union(names.split("\n") if names else ())


class Untouched(Look):
    """A look that need not be taken: nobody else has written the output."""

    def __init__(self, out: str, bundles: Mapping[str, Bundle]) -> None:
        self.out = out
        self.bundles = bundles

    def amiss(self) -> frozenset[str]:
        """Give nothing."""
        return frozenset()


def can_fork(jobs: int | None) -> bool:
    """Say whether there may be, and is use for, a second process."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    return (_cores() if jobs is None else jobs) > 1


def _cores() -> int:
    """Give the number of processor cores; as `workers.cores`, which loads more than is needed."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
