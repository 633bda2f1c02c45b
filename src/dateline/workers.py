"""Share work out to forked processes: each has a run of pieces, and helps who has more to do.

Falls back to this process alone where there is no fork, or where other threads run: a forked
child would inherit their locks and not their hands.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar, cast

from dateline.turns import MOST, Queue, Turns, queues_of

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_SIZE = struct.Struct("=Q")
# What anybody may ask a pipe to hold (pipe(7): /proc/sys/fs/pipe-max-size).
_PIPE = 1 << 20


def share(
    pieces: Sequence[Piece],
    work: Callable[[int, Iterator[Piece]], Iterable[Result]],
    jobs: int,
    *,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[Result]:
    """Let up to `jobs` processes work through the pieces; yields what any of them yields.

    `work` is handed the process's number and the pieces that fall to it, as they come. What it
    yields travels at once, and is yielded here between two pieces that fall to this process. What
    it raises in any process is raised here, once all have ended: no piece behind that is taken any
    more. Of several failures it is that of the first piece, as one process alone would have met it.
    `meanwhile` is done by this process while others have begun, before it joins in; not at all
    where there are no others.
    """
    if jobs < 2 or len(pieces) < 2 or len(pieces) > MOST or not _can_fork():
        yield from work(0, iter(pieces))
        return
    queues = queues_of(len(pieces), jobs)
    children = [_Child(work, number, pieces, queues) for number in range(1, jobs)]
    own = Turns(pieces, queues)
    failures: list[_Failed] = []
    try:
        if meanwhile:
            meanwhile()
        for result in work(0, iter(own)):
            yield result
            for child in children:
                yield from cast("Iterator[Result]", child.arrived())
    except BaseException as raised:  # noqa: BLE001 -- raised again below, after the children
        failures = [_Failed(raised, own.reached)]
        own.end(raised)
    finally:
        for queue in queues:
            queue.close()
    rest = [each for child in children for each in child.rest()]
    failures += [child.failure for child in children if child.failure]
    if failures:
        raise min(failures, key=_Failed.weight).raised
    yield from cast("list[Result]", rest)


def beside(work: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Begin work in a forked process, and give what waits for it and hands over what came of it.

    What the work raises is raised then. Where there are no others it is done when it is asked for.
    """
    if jobs < 2 or not _can_fork():
        return work
    child = _Child(lambda number, pieces: [work()], 1, (), ())

    def wait() -> Result:
        found = child.rest()
        if child.failure:
            raise child.failure.raised
        return cast("Result", found[0])

    return wait


class _Failed(NamedTuple):
    """What a process raised, and the number of the piece that it had reached."""

    raised: BaseException
    reached: int

    def weight(self) -> tuple[bool, int]:
        """Give what puts failures in order; whoever wants to end all comes first."""
        return isinstance(self.raised, Exception), self.reached


class _Child:
    """A forked process that works and sends what it yields through a pipe."""

    def __init__(
        self,
        work: Callable[[int, Iterator[Piece]], Iterable[Result]],
        number: int,
        pieces: Sequence[Piece],
        queues: Sequence[Queue],
    ) -> None:
        self._answer, answer = _open_pipe()
        self._data = bytearray()
        self._is_whole = False
        self.failure: _Failed | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._answer)
            _run(work, number, Turns(pieces, queues, number, parent), answer)
        os.close(answer)

    def arrived(self) -> Iterator[object]:
        """Yield what has come since it was last asked for, without waiting for more."""
        os.set_blocking(self._answer, False)
        with suppress(BlockingIOError):
            self._receive()
        return self._unpacked()

    def rest(self) -> list[object]:
        """Wait for the child's end, and give what came until then; `failure` is what it raised."""
        os.set_blocking(self._answer, True)
        self._receive()
        os.close(self._answer)
        _, status = os.waitpid(self._process, 0)
        found = list(self._unpacked())
        if not self._is_whole:
            message = f"A worker process ended early (status {status})."
            self.failure = self.failure or _Failed(ChildProcessError(message), sys.maxsize)
        return found

    def _receive(self) -> None:
        while data := os.read(self._answer, _PIPE):
            self._data += data

    def _unpacked(self) -> Iterator[object]:
        """Yield what has come whole; an empty answer says that there is no more."""
        size = _SIZE.size
        while len(self._data) >= size:
            (length,) = _SIZE.unpack_from(self._data)
            if len(self._data) < size + length:
                return
            answer = self._data[size : size + length]
            del self._data[: size + length]
            if not answer:
                self._is_whole = True
                return
            found = pickle.loads(answer)  # noqa: S301 -- from our own child, by our own pipe
            if isinstance(found, _Failed):
                self.failure = found
            else:
                yield found


class _Answers:
    """Sends answers through a pipe, without waiting for whoever reads until all are there."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._waiting = bytearray()
        os.set_blocking(pipe, False)

    def send(self, answer: bytes) -> None:
        """Send an answer, as far as there is room."""
        self._waiting += _SIZE.pack(len(answer)) + answer
        with suppress(BlockingIOError):
            self._write()

    def close(self) -> None:
        """Say that there is no more, and wait until all is on its way."""
        os.set_blocking(self._pipe, True)
        self._waiting += _SIZE.pack(0)
        self._write()
        os.close(self._pipe)

    def _write(self) -> None:
        while self._waiting:
            del self._waiting[: os.write(self._pipe, self._waiting)]


def _open_pipe() -> tuple[int, int]:
    """Open a pipe that holds as much as the system lets it: else writer and reader take turns."""
    import fcntl  # noqa: PLC0415 -- not there where there is no fork

    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    return reading, writing


def _run(
    work: Callable[[int, Iterator[Piece]], Iterable[Result]],
    number: int,
    turns: Turns[Piece],
    answer: int,
) -> None:
    """Work in a child, send what comes of it, and end without the parent's farewells."""
    try:
        answers = _Answers(answer)
        try:
            for result in work(number, iter(turns)):
                answers.send(_pickled(result))
        except BaseException as raised:  # noqa: BLE001 -- sent to the parent, who raises it
            turns.end(raised)
            answers.send(_pickled(_Failed(raised, turns.reached)))
        answers.close()
    finally:
        os._exit(0)


def _pickled(outcome: object) -> bytes:
    if not isinstance(outcome, _Failed):
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    try:
        data = pickle.dumps(outcome)
        pickle.loads(data)  # noqa: S301 -- an exception may pickle and not come back
    except Exception:  # noqa: BLE001 -- whatever the exception's class forgot to carry
        raised = outcome.raised
        told = RuntimeError(f"{type(raised).__name__}: {raised}")
        return pickle.dumps(_Failed(told, outcome.reached))
    return data


def cores() -> int:
    """Give the number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1
