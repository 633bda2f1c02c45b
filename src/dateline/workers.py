"""Share work out to forked processes; each takes the next piece when it is done with one.

Falls back to this process alone where there is no fork, or where other threads run: a forked
child would inherit their locks and not their hands.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar, cast

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_NUMBER = struct.Struct("=I")
# What a pipe holds without anybody reading (pipe(7): 16 pages), in numbers.
_MOST = 16_000
# What anybody may ask a pipe to hold (pipe(7): /proc/sys/fs/pipe-max-size).
_PIPE = 1 << 20


def share(
    pieces: Sequence[Piece],
    work: Callable[[int, Iterator[Piece]], Result],
    jobs: int,
    *,
    meanwhile: Callable[[], object] | None = None,
) -> list[Result]:
    """Let up to `jobs` processes work through the pieces; gives each process's result.

    `work` is handed the process's number and the pieces that fall to it, as they come. What it
    raises in any process is raised here, once all have ended. `meanwhile` is done by this process
    while others have begun, before it joins in; not at all where there are no others.
    """
    if jobs < 2 or len(pieces) < 2 or len(pieces) > _MOST or not _can_fork():
        return [work(0, iter(pieces))]
    queue, feed = os.pipe()
    for number in range(len(pieces)):
        os.write(feed, _NUMBER.pack(number))
    os.close(feed)
    children = [_Child(work, number, pieces, queue) for number in range(1, jobs)]
    results: list[Result] = []
    failure: BaseException | None = None
    try:
        if meanwhile:
            meanwhile()
        results.append(work(0, _taken(pieces, queue)))
    except BaseException as raised:  # noqa: BLE001 -- raised again below, after the children
        failure = raised
    finally:
        os.close(queue)
    for child in children:
        outcome = child.outcome()
        if isinstance(outcome, _Failed):
            failure = failure or outcome.raised
        else:
            results.append(cast("Result", outcome))
    if failure is not None:
        raise failure
    return results


class _Failed:
    """Carries what a child raised."""

    def __init__(self, raised: BaseException) -> None:
        self.raised = raised


class _Child:
    """A forked process that works and sends its result through a pipe."""

    def __init__(
        self,
        work: Callable[[int, Iterator[Piece]], Result],
        number: int,
        pieces: Sequence[Piece],
        queue: int,
    ) -> None:
        self._answer, answer = _open_pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._answer)
            _run(work, number, _taken_from(parent, pieces, queue), answer)
        os.close(answer)

    def outcome(self) -> object:
        """Wait for the child and give its result, or what it raised."""
        with os.fdopen(self._answer, "rb") as file:
            data = file.read()
        _, status = os.waitpid(self._process, 0)
        if not data:
            return _Failed(ChildProcessError(f"A worker process ended early (status {status})."))
        return pickle.loads(data)  # noqa: S301 -- from our own child, through a pipe of our own


def _open_pipe() -> tuple[int, int]:
    """Open a pipe that holds as much as the system lets it: else writer and reader take turns."""
    import fcntl  # noqa: PLC0415 -- not there where there is no fork

    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    return reading, writing


def _run(
    work: Callable[[int, Iterator[Piece]], Result],
    number: int,
    taken: Iterator[Piece],
    answer: int,
) -> None:
    """Work in a child, send the outcome, and end without the parent's farewells."""
    try:
        outcome: object = work(number, taken)
    except BaseException as raised:  # noqa: BLE001 -- sent to the parent, who raises it
        outcome = _Failed(raised)
    try:
        with os.fdopen(answer, "wb") as file:
            file.write(_pickled(outcome))
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
        return pickle.dumps(_Failed(RuntimeError(f"{type(raised).__name__}: {raised}")))
    return data


def _taken(pieces: Sequence[Piece], queue: int) -> Iterator[Piece]:
    """Yield the pieces that fall to this process: a number is read by one reader only."""
    while data := os.read(queue, _NUMBER.size):
        yield pieces[_NUMBER.unpack(data)[0]]


def _taken_from(parent: int, pieces: Sequence[Piece], queue: int) -> Iterator[Piece]:
    """Yield pieces as long as the parent lives: what it locked is locked by its children, too."""
    for piece in _taken(pieces, queue):
        if os.getppid() != parent:
            os._exit(1)
        yield piece


def cores() -> int:
    """Give the number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1
