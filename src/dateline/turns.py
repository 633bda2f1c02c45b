"""Say whose turn a piece of work is: each process has a run of them, then helps who has more to do.

Neighbours share what they are made of, so a run is one process's as long as nobody is idle.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

Piece = TypeVar("Piece")

# What a pipe holds without anybody reading (pipe(7): 16 pages), in numbers.
MOST = 16_000
_NUMBER = struct.Struct("=I")
# Some pieces are taken at a time, a small part of those that are left: neighbours stay together
# where two share a run, and no process has nothing to do for long while another ends its last.
_TOGETHER = 16
_PART = 8
# Each run is a pipe, of which a process may not have any number.
_MOST_RUNS = 16


class Queue:
    """The numbers of a run of pieces, for whoever takes them first: each is read by one only."""

    def __init__(self, run: range) -> None:
        self._end = run.stop
        self._left = len(run)
        self._pipe, feed = os.pipe()
        os.write(feed, b"".join(map(_NUMBER.pack, run)))
        os.close(feed)

    def take(self) -> list[int]:
        """Take some numbers; none where there are no more."""
        some = max(1, min(_TOGETHER, self._left // _PART))
        found = [number for (number,) in _NUMBER.iter_unpack(self._read(some))]
        self._left = self._end - found[-1] if found else 0
        return found

    def drain(self) -> None:
        """Leave nobody anything to take."""
        while self._read(MOST):
            pass

    def close(self) -> None:
        """Let go of it; other processes may still take of it."""
        os.close(self._pipe)

    def _read(self, numbers: int) -> bytes:
        return os.read(self._pipe, numbers * _NUMBER.size)


def queues_of(count: int, jobs: int) -> list[Queue]:
    """Cut pieces into a run for each process, in their order; of very many some share one."""
    runs = min(jobs, _MOST_RUNS)
    cuts = [count * number // runs for number in range(runs + 1)]
    return [Queue(range(start, end)) for start, end in pairwise(cuts)]


class Turns(Generic[Piece]):
    """The pieces that fall to a process, as it takes them, and the number of the last of them.

    They are those of its own run, by the `number` of the process, then what others have left of
    theirs. A child's end as soon as its `parent` is gone: what it locked is locked by its children,
    too.
    """

    def __init__(
        self, pieces: Sequence[Piece], queues: Sequence[Queue], number: int = 0, parent: int = 0
    ) -> None:
        self.reached = -1
        self._pieces = pieces
        self._queues = queues
        self._run = self._own = number % len(queues) if queues else 0
        self._parent = parent

    def __iter__(self) -> Iterator[Piece]:
        """Take pieces."""
        for run in [*range(self._own, len(self._queues)), *range(self._own)]:
            self._run = run
            while numbers := self._queues[run].take():
                for number in numbers:
                    if self._parent and os.getppid() != self._parent:
                        os._exit(1)
                    self.reached = number
                    yield self._pieces[number]

    def end(self, raised: BaseException) -> None:
        """Leave nobody a piece behind the one that failed, whose work would be thrown away.

        Those before it are done: the failure to be told is that of the first piece. Whoever wants
        to end all leaves nothing.
        """
        first = self._run if isinstance(raised, Exception) else 0
        for queue in self._queues[first:]:
            queue.drain()
