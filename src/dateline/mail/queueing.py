"""Let workers on many machines share the sending, over PostgreSQL, by procrastinate.

Its jobs only say "come and deliver"; what is to be delivered stands in the ledger, so a job that
is lost or run twice does no harm. Each minute one worker looks what is open and calls for hands.
"""

from __future__ import annotations

import asyncio
import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from sqlalchemy import text

from dateline.database import Database
from dateline.errors import OutsideError, UsageError
from dateline.mail.crew import Crew
from dateline.mail.dispatch import Errand, Tally
from dateline.mail.equipment import Equipment
from dateline.mail.ledger import editions, waiting
from dateline.mail.ledger.editions import Edition

QUEUE = "dateline"
SLICE = 500  # letters a job
_HANDS = 200  # jobs waiting at most
_TURN = 60.0  # seconds that a job lasts or waits at most: each minute others are called
_LOCK = 0x64617465706F7374  # "datepost": one process makes procrastinate's tables


def enqueue(database: Database, numbers: list[int]) -> int:
    """Call for hands to deliver editions, and count the jobs; raises UsageError on SQLite."""
    prepare(database)
    with _explained(database), _app(database).open() as app:
        return _call(app.configure_task, database, numbers)


def prepare(database: Database) -> None:
    """Make procrastinate's own tables where they are missing; raises UsageError on SQLite."""
    if not database.is_postgresql:
        hint = "Name one in [mail] `database`, or leave the sending to `dateline send` alone."
        raise UsageError("Workers need PostgreSQL.", hint=hint)
    with database.writing() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        there = connection.scalar(text("SELECT to_regclass('procrastinate_jobs')"))
        if there is None:
            schema = procrastinate.schema.SchemaManager.get_schema()
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 -- a connection that is open has one
            raw.execute(schema)


def run_worker(equipment: Equipment, name: str, told: Callable[[str], None]) -> None:
    """Work until SIGTERM or SIGINT: letters in flight are finished, the rest is left to others.

    Raises UsageError on SQLite, OutsideError where the database is gone.
    """
    prepare(equipment.database)
    with _explained(equipment.database):
        asyncio.run(_Worker(equipment, name, told).run())


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    try:
        yield
    except (ConnectorException, psycopg.Error) as failure:
        hint = "Nothing is lost: start again when it runs."
        raise OutsideError(f"The database {database.shown} is gone.", hint=hint) from failure


class _Worker:
    """One process's share: as many jobs at a time as it has connections."""

    def __init__(self, equipment: Equipment, name: str, told: Callable[[str], None]) -> None:
        self._equipment, self._name, self._told = equipment, name, told
        self.stop = Event()
        self._errands: dict[int, Edition] = {}
        self._errand: Errand | None = None
        self._lock = Lock()

    async def run(self) -> None:
        """Take jobs until told to end."""
        database = self._equipment.database
        connector = procrastinate.PsycopgConnector(conninfo=_address(database))
        app = procrastinate.App(connector=connector)
        app.task(name="deliver", queue=QUEUE)(self.deliver)
        call = app.task(name="call", queue=QUEUE, queueing_lock="call")(self.call)
        app.periodic(cron="* * * * *")(call)
        async with app.open_async():
            worker = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    name=self._name,
                    concurrency=self._equipment.workers,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    fetch_job_polling_interval=1.0,
                )
            )
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._end, worker)
            self._told("Waiting for letters. Ctrl-C ends it.")
            try:
                await worker
            except asyncio.CancelledError:
                self._told("Ended; what was left goes to others.")

    def _end(self, worker: asyncio.Task[None]) -> None:
        self.stop.set()
        worker.cancel()

    def _open(self) -> list[Edition]:
        with self._equipment.database.reading() as connection:
            return [
                each
                for each in editions.all_editions(connection)
                if each.paused_at is None and waiting.is_open(connection, each.id)
            ]

    def call(self, timestamp: int) -> None:
        """Call for hands where something is open."""
        database, numbers = self._equipment.database, [each.id for each in self._open()]
        with database.writing() as connection:
            waiting.recall(connection, numbers, self._equipment.clock.now())
        with _app(database).open() as app:
            _call(app.configure_task, database, numbers)

    def deliver(self) -> None:
        """Deliver a slice of whatever is open."""
        open_ones = self._open()
        if not open_ones or self.stop.is_set():
            return
        crew = Crew(
            database=self._equipment.database,
            errand=self._taken_up(open_ones),
            rules=self._equipment.rules,
            clock=self._equipment.clock,
            carriers=self._equipment.carrier,
            size=1,
            name=self._name,
            patience=_TURN,
            most=SLICE,
            longest=_TURN,
            stop=self.stop,
            tally=Tally(told=self._told),
        )
        try:
            crew.run()
        except OutsideError as failure:  # the next minute's call tries again
            self._told(failure.message)
        if crew.tally.settled:
            self._told(f"{crew.tally.settled:,} letters done.")

    def _taken_up(self, chosen: list[Edition]) -> Errand:
        """Give the errand of editions, taken apart once."""
        with self._lock:
            if self._errand is None or set(self._errand.editions) != {each.id for each in chosen}:
                self._errand = self._equipment.errand(chosen)
            return self._errand


def _app(database: Database) -> procrastinate.App:
    """Give what jobs are called through, from a thread."""
    connector = procrastinate.SyncPsycopgConnector(conninfo=_address(database))
    return procrastinate.App(connector=connector)


def _address(database: Database) -> str:
    url = database.engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _call(configure: Callable[..., object], database: Database, numbers: list[int]) -> int:
    """Put a job into the queue for each slice that is open, unless as many wait already."""
    with database.reading() as connection:
        running = [each for each in editions.all_editions(connection) if each.paused_at is None]
        left = waiting.count_open(connection, [each.id for each in running if each.id in numbers])
    called = 0
    for number in range(min(_HANDS, math.ceil(left / SLICE))):
        job = configure("deliver", queue=QUEUE, queueing_lock=f"deliver-{number}")
        try:
            job.defer()  # type: ignore[attr-defined]  # a JobDeferrer
        except AlreadyEnqueued:
            continue
        called += 1
    return called
