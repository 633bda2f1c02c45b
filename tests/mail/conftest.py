"""Hand tests of the mail room a database, a hostile server and a still clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, current_thread

import pytest

from dateline.database import Database, open_database
from tests.mail.desk import START
from tests.mail.hostile import Hostile, running
from tests.postgresql import cluster, find_programs


@dataclass
class StillClock:
    """A clock that moves when waited for; stopping is heard."""

    moment: datetime = START
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Give the moment."""
        return self.moment

    def elapsed(self) -> float:
        """Give the seconds."""
        return self.seconds

    def wait(self, seconds: float, stop: Event) -> bool:
        """Jump ahead; the thread that renews leases does not move the others' time."""
        if current_thread().name.endswith("-renewal"):
            return stop.wait(0.01)
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)
        self.seconds += seconds
        return stop.is_set()


@pytest.fixture
def clock() -> StillClock:
    """Give a clock that stands still."""
    return StillClock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL of our own."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster() as address:
        yield address


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """Give an empty SQLite database."""
    database = open_database(tmp_path / "mail.db")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        made = open_database(tmp_path / "mail.db")
    else:
        made = open_database(request.getfixturevalue("postgresql"))
        with made.writing() as connection:
            names = "edition, delivery, lease, rate, subscriber, subscription, suppression, consent"
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    yield made
    made.close()


@pytest.fixture
def hostile() -> Iterator[tuple[Hostile, int]]:
    """Give a mail server on the loopback, polite until told otherwise, and its port."""
    server = Hostile()
    with running(server) as port:
        yield server, port
