"""Open SQLite or PostgreSQL, and run transactions whose failures are told in words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from dateline.database.files import make_private
from dateline.database.migration import HEAD, bring_up_to_date, revision
from dateline.errors import OutsideError, UsageError

_PATIENCE = 30.0  # seconds that a writer waits for another one's transaction
_SILENCE = 2.0  # seconds of them before it says so
_SCHEMES = ("postgresql", "postgresql+psycopg", "postgres")


class Database:
    """An open database, at the newest migration. Threads may share it; processes may not."""

    def __init__(self, engine: Engine, shown: str) -> None:
        self.engine = engine
        self.shown = shown
        # SQLite lets waiting writers try again by chance; threads of one process take turns.
        self._turn: AbstractContextManager[object] = (
            nullcontext() if self.is_postgresql else threading.RLock()
        )

    @property
    def is_postgresql(self) -> bool:
        """Say whether other machines may use it too."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database.

        Raises OutsideError where the database fails.
        """
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together at the end, or none of them.

        SQLite's is locked for writing from the start: a reader that turned into a writer would
        fail at once where another writes (sqlite.org/lang_transaction.html, section 2.2).
        Raises OutsideError where the database fails, IntegrityError where a constraint does.
        """
        with self._told(), self._turn, self.engine.connect() as connection:
            connection.execution_options(dateline_writes=True)
            with connection.begin():
                yield connection

    def wipe_traces(self) -> bool:
        """Move what was written out of SQLite's log, where erased rows would still stand.

        False where somebody reads for so long that it cannot be: then they still stand there.
        """
        if self.is_postgresql:
            return True
        with self._told(), self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            # The first number says whether it was kept from it (sqlite.org/pragma.html).
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeoutError) as failure:
            raise _explained(failure, self.shown) from failure


def open_database(address: str | Path, *, waiting: Callable[[], None] = lambda: None) -> Database:
    """Open the database at a path (SQLite) or address (PostgreSQL), and bring it up to date.

    A file that is missing is made, for its owner alone. `waiting` is told, once, where another
    process writes for long. Raises UsageError where the address cannot be understood,
    OutsideError where the database cannot be reached or used.
    """
    url = _url(address)
    shown = url.database or "" if url.drivername == "sqlite" else url.render_as_string()
    if url.drivername == "sqlite":
        make_private(Path(shown))
    database = Database(_engine(url, waiting), shown)
    try:
        with database.reading() as connection:
            current = revision(connection) == HEAD
        if not current:
            with database.writing() as connection:
                bring_up_to_date(connection, shown)
    except BaseException:
        database.close()
        raise
    return database


def _url(address: str | Path) -> URL:
    if isinstance(address, Path) or "://" not in address:
        return URL.create("sqlite", database=str(address))
    hint = "Write postgresql://user@host/database, or the path of an SQLite file."
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as failure:
        # The address may hold a password, so it is not repeated.
        raise UsageError("The database's address cannot be read.", hint=hint) from failure
    if url.drivername not in _SCHEMES:
        raise UsageError(f"`{url.drivername}` is no database that can be used.", hint=hint)
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL, waiting: Callable[[], None]) -> Engine:
    if url.drivername != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = create_engine(url, connect_args={"timeout": _PATIENCE}, pool_size=8, max_overflow=32)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _Beginning(waiting).begin)
    return engine


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    """Set up a connection: the log, durable commits, and erasing what is deleted."""
    connection.isolation_level = None  # transactions begin where we say so, DDL included
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was committed outlives a loss of power
        "foreign_keys=ON",
        "secure_delete=ON",  # a forgotten address is overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}")


class _Beginning:
    """Begins SQLite's transactions, and tells once where one has to wait for another process."""

    def __init__(self, waiting: Callable[[], None]) -> None:
        self._waiting = waiting
        self._told = False

    def begin(self, connection: Connection) -> None:
        """Begin; raises DBAPIError where another process writes for too long."""
        if not connection.get_execution_options().get("dateline_writes"):
            connection.exec_driver_sql("BEGIN")
        elif not self._at_once(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _at_once(self, connection: Connection) -> bool:
        """Try for a moment to begin to write."""
        cursor = connection.connection.cursor()
        _wait(cursor, min(_SILENCE, _PATIENCE))
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as failure:
            if "locked" in str(failure) and not self._told:
                self._told = True
                self._waiting()
            return False
        finally:
            _wait(cursor, _PATIENCE)
        return True


def _wait(cursor: Any, seconds: float) -> None:
    cursor.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _explained(failure: DBAPIError | PoolTimeoutError, shown: str) -> OutsideError:
    """Say what the database refused; its own words name neither addresses nor passwords."""
    cause = getattr(failure, "orig", None) or failure
    words = " ".join(str(cause).split()) or type(cause).__name__
    if "disk is full" in words:
        hint = "Free some space; nothing that was committed is lost."
    elif "not a database" in words or "malformed" in words:
        hint = "Restore it from a backup, or move it away."
    elif "locked" in words:
        hint = "Another process writes for long; try again."
    else:
        hint = "See that the database runs, can be reached and has room; then try again."
    return OutsideError(f"The database {shown} failed: {words.rstrip('.')}.", hint=hint)
