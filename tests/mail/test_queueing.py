"""Workers over PostgreSQL and procrastinate."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException

from dateline.database import Database, open_database
from dateline.errors import OutsideError, UsageError
from dateline.mail import queueing
from dateline.mail.ledger import editions
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State
from tests.mail.conftest import StillClock
from tests.mail.desk import QUICK, START, add_subscribers, equipment, freeze
from tests.mail.hostile import Hostile, Manners, running
from tests.mail.test_ledger import counts
from tests.patience import until
from tests.postgresql import cluster, find_programs


@pytest.fixture
def database() -> Any:
    """Give an empty PostgreSQL of this test's own."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster() as address:
        made = open_database(address)
        yield made
        made.close()


def work_until(done: Callable[[], bool], database: Database, port: int) -> list[str]:
    """Run a worker in this process, and end it by SIGTERM as a service is ended."""
    told: list[str] = []

    def end() -> None:
        try:
            until(done)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=end)
    thread.start()
    try:
        queueing.run_worker(equipment(database, port, workers=3), "test", told.append)
    finally:
        thread.join()
    return told


def test_worker_delivers(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was queued is delivered slice by slice, once each, by as many hands as there are."""
    monkeypatch.setattr(queueing, "SLICE", 40)
    add_subscribers(database, 150)
    edition = freeze(database)
    server = Hostile(Manners(leave_every=31))

    called = queueing.enqueue(database, [edition.id])
    again = queueing.enqueue(database, [edition.id])
    with running(server) as port:
        told = work_until(lambda: counts(database) == {State.ACCEPTED: 150}, database, port)

    assert (called, again) == (4, 0)
    assert Counter(Counter(name for name, _ in server.took).values()) == {1: 150}
    assert told[0] == "Waiting for letters. Ctrl-C ends it."
    assert told[-1] == "Ended; what was left goes to others."
    assert sum(int(line.split(" ")[0]) for line in told[1:-1]) == 150


def test_periodic_call(database: Database) -> None:
    """Each minute whoever works looks what is open, and calls for hands; a pause is heard."""
    add_subscribers(database, 30)
    edition = freeze(database)
    queueing.prepare(database)
    worker = queueing._Worker(equipment(database, 1), "test", lambda _: None)

    worker.call(0)
    with database.writing() as connection:
        jobs = connection.exec_driver_sql("SELECT task_name, status FROM procrastinate_jobs")
        assert [tuple(job) for job in jobs] == [("deliver", "todo")]
        connection.exec_driver_sql("DELETE FROM procrastinate_jobs")
        editions.pause(connection, edition.id, START)
    worker.call(0)

    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar() == 0


@pytest.mark.parametrize("limits", [Limits(per_minute=60), Limits(domain_per_minute=60)])
def test_keeps_up_with_the_rate(database: Database, clock: StillClock, limits: Limits) -> None:
    """A job waits for the next turn, so that a rate is used; after a minute it leaves the rest."""
    add_subscribers(database, 90, address="reader{n}@big.example")
    freeze(database)
    server = Hostile()

    with running(server) as port:
        found = equipment(database, port, rules=replace(QUICK, limits=limits), clock=clock)
        queueing._Worker(found, "test", lambda _: None).deliver()

    done = counts(database)[State.ACCEPTED]
    assert 60 <= done <= 62
    assert counts(database) == {State.ACCEPTED: done, State.QUEUED: 90 - done}
    assert clock.now() - START <= timedelta(seconds=61)


def test_nothing_to_do(database: Database) -> None:
    """A job that finds nothing open, or comes after the end, does nothing."""
    worker = queueing._Worker(equipment(database, 1), "test", lambda _: None)

    worker.deliver()
    add_subscribers(database, 1)
    freeze(database)
    worker.stop.set()
    worker.deliver()

    assert counts(database) == {State.QUEUED: 1}


def test_dead_mail_server(database: Database, port: int) -> None:
    """A mail server that does not answer is told of; everybody stays in the queue."""
    add_subscribers(database, 2)
    freeze(database)
    told: list[str] = []
    found = equipment(database, port, rules=replace(QUICK, outage=0.1))

    queueing._Worker(found, "test", told.append).deliver()

    words = f"The mail server does not answer: 127.0.0.1:{port}: Connection refused."
    assert told == [f"{words} Trying again; nothing is lost.", words]
    assert counts(database) == {State.QUEUED: 2}


@pytest.mark.parametrize("failure", [psycopg.OperationalError, ConnectorException])
def test_database_goes_away(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    """A database that goes away is an answer, not a bug."""

    def gone(_: Database) -> None:
        raise failure("no")

    monkeypatch.setattr(queueing, "prepare", lambda _: None)
    monkeypatch.setattr(queueing, "_app", gone)

    with pytest.raises(OutsideError, match="is gone"):
        queueing.enqueue(sqlite, [1])


def test_sqlite_has_no_workers(sqlite: Database) -> None:
    """Over SQLite there is one sender, and that is said."""
    with pytest.raises(UsageError, match="Workers need PostgreSQL"):
        queueing.enqueue(sqlite, [1])
    with pytest.raises(UsageError, match="Workers need PostgreSQL"):
        queueing.run_worker(equipment(sqlite, 1), "test", lambda _: None)
