"""Write for many requests at once: what waits goes into one transaction, and one commit.

A commit waits for the disk. Five hundred of them a second would wait long; here those that come
while the disk works share the next one. Each answer is given after its commit.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from dateline.database import Database
from dateline.errors import OutsideError

Result = TypeVar("Result")
_MOST_AT_ONCE = 200
_MOST_WAITING = 5000
_END = object()


class Writer:
    """A thread that does jobs inside shared transactions, in the order in which they came."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: queue.Queue[Any] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Do what waits, and end the thread."""
        self._jobs.put(_END)
        self._thread.join()

    def submit(self, job: Callable[[Connection], Result]) -> Future[Result]:
        """Hand in a job; its future has the result when it is committed.

        Raises OutsideError where too many wait.
        """
        if self._jobs.qsize() > _MOST_WAITING:
            raise OutsideError("Too much is to be written.", hint="Try again in a minute.")
        future: Future[Result] = Future()
        self._jobs.put((job, future))
        return future

    def _run(self) -> None:
        while (batch := self._next())[-1:] != [_END]:
            self._write(batch)
        self._write(batch[:-1])

    def _next(self) -> list[Any]:
        """Wait for a job, and take all that wait with it; nothing comes after the end."""
        batch = [self._jobs.get()]
        while len(batch) < _MOST_AT_ONCE and batch[-1] is not _END and not self._jobs.empty():
            batch.append(self._jobs.get())
        return batch

    def _write(self, batch: list[Any]) -> None:
        outcomes: list[Any] = []
        try:
            with self._database.writing() as connection:
                outcomes.extend(_done(connection, job) for job, _ in batch)
        except Exception as failure:  # noqa: BLE001 -- whoever waits is told, whatever it is
            outcomes = [failure] * len(batch)
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


def _done(connection: Connection, job: Callable[[Connection], Any]) -> Any:
    """Do a job in a savepoint, so that one that fails takes no other with it.

    Where the database itself fails, all of them fail.
    """
    try:
        with connection.begin_nested():
            return job(connection)
    except (OperationalError, InterfaceError):
        raise
    except Exception as failure:  # noqa: BLE001 -- handed to whoever waits
        return failure
