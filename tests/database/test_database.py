"""The database: private files, durable transactions, migrations, failures told in words."""

from __future__ import annotations

import re
import stat
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from dateline.database import METADATA, Database, files, migration, open_database
from dateline.errors import OutsideError, UsageError
from dateline.subscriptions.model import suppression, token_key
from tests.patience import PATIENCE

AT = datetime(2024, 2, 1, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=7)))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_its_files_are_its_owners_alone(tmp_path: Path) -> None:
    """The folder is made 0700, the database and its log 0600."""
    database = open_database(tmp_path / "private" / "mail.db")
    with database.writing() as connection:
        connection.execute(insert(token_key).values(version=1, fingerprint=b"x"))

    modes = {p.name: mode(p) for p in (tmp_path / "private").iterdir()}
    assert mode(tmp_path / "private") == 0o700
    assert modes == {"mail.db": 0o600, "mail.db-wal": 0o600, "mail.db-shm": 0o600}
    database.close()


def test_a_file_open_to_others_is_closed(tmp_path: Path) -> None:
    """A database that others could read is closed to them."""
    (tmp_path / "mail.db").touch(0o644)

    open_database(tmp_path / "mail.db").close()

    assert mode(tmp_path / "mail.db") == 0o600


def test_sqlite_keeps_what_was_committed(tmp_path: Path) -> None:
    """Commits are durable in the log, foreign keys hold, and what is deleted is overwritten."""
    database = open_database(tmp_path / "mail.db")

    with database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_tables_are_as_migrations_make_them(database: Database) -> None:
    """What the rooms declare and what the migrations make is the same."""
    import dateline.subscriptions.model  # noqa: F401

    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)

    tables = {table.name for table in METADATA.tables.values()}
    assert [d for d in differences if not (d[0] == "remove_table" and d[1].name not in tables)
            and d[0] != "remove_index"] == []  # fmt: skip


def test_head_is_the_newest_script() -> None:
    """The constant that spares an import says what alembic would."""
    config = Config()
    config.set_main_option("script_location", str(Path(migration.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(config).get_heads() == [migration.HEAD]


def test_opening_again_changes_nothing(database: Database) -> None:
    """An open database at the newest migration is left as it is."""
    with database.writing() as connection:
        migration.bring_up_to_date(connection, "here")

        assert migration.revision(connection) == migration.HEAD


def test_many_may_open_a_new_database(tmp_path: Path) -> None:
    """Processes that start together do not trip over each other's migration."""
    failures: list[Exception] = []

    def start() -> None:
        try:
            open_database(tmp_path / "mail.db").close()
        except Exception as failure:  # noqa: BLE001 -- told below
            failures.append(failure)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_a_newer_database_is_refused(database: Database) -> None:
    """A database of a newer Dateline is not touched."""
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(UsageError, match="newer Dateline"):
            migration.bring_up_to_date(connection, "here")


def test_moments_come_back_in_utc(database: Database) -> None:
    """A moment is the same moment when it is read, to the microsecond, and has a zone."""
    with database.writing() as connection:
        connection.execute(insert(suppression).values(digest=b"x", reason="operator", at=AT))
        found = connection.execute(select(suppression.c.at)).scalar_one()
        later = select(suppression.c.digest).where(suppression.c.at > AT - timedelta(seconds=1))

        assert (found, found.tzinfo) == (AT, UTC)
        assert connection.execute(later).all() == [(b"x",)]


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    """A moment that could be any of twenty-four is a bug, and said to be one."""
    with database.writing() as connection, pytest.raises(StatementError, match="has no zone"):
        connection.execute(
            insert(suppression).values(digest=b"x", reason="operator", at=AT.replace(tzinfo=None))
        )


def test_no_moment_is_none(database: Database) -> None:
    """A moment that never was stays none."""
    with database.reading() as connection:
        query = select(sqlalchemy.func.max(suppression.c.at)).where(
            suppression.c.at.is_distinct_from(
                sqlalchemy.bindparam("at", None, suppression.c.at.type)
            )
        )

        assert connection.execute(query).scalar() is None


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    """Changes are kept together, or none of them."""

    def fail() -> None:
        with database.writing() as connection:
            connection.execute(insert(token_key).values(version=1, fingerprint=b"x"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    with database.reading() as connection:
        assert connection.execute(select(token_key)).all() == []


def test_constraints_are_the_callers(database: Database) -> None:
    """That a row is there already is no failure of the database."""
    rows = [{"version": 1, "fingerprint": b"x"}] * 2
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(token_key), rows)


def test_only_postgresql_is_for_many_machines(database: Database) -> None:
    """A database says which of the two it is."""
    assert database.is_postgresql == ("host=" in database.shown)


def test_erased_rows_leave_no_trace(tmp_path: Path) -> None:
    """After `wipe_traces` neither the database nor its log holds what was deleted."""
    database = open_database(tmp_path / "mail.db")
    secret = b"somebody@example.org"
    with database.writing() as connection:
        connection.execute(insert(token_key).values(version=1, fingerprint=secret))
    with database.writing() as connection:
        connection.execute(sqlalchemy.delete(token_key))

    database.wipe_traces()

    found = [path.name for path in tmp_path.iterdir() if secret in path.read_bytes()]
    database.close()
    assert found == []


def test_wiping_is_for_sqlite(empty: str) -> None:
    """PostgreSQL's log is its administrator's; nothing fails."""
    database = open_database(empty)
    database.wipe_traces()
    database.close()


@pytest.mark.parametrize("address", ["mysql://host/name", "://", "postgresql://host:port/x"])
def test_an_address_of_nothing_we_know(address: str) -> None:
    """An address of another database, or of none, is a wrong setting."""
    with pytest.raises(UsageError) as told:
        open_database(address)

    assert "postgresql://user@host/database" in told.value.hint


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    """A database that cannot be reached is told with its address, and never with a password."""
    with pytest.raises(OutsideError) as told:
        open_database(f"postgresql://me:sesame@/name?host={tmp_path}")

    assert "postgresql+psycopg://me:***@" in told.value.message
    assert "sesame" not in told.value.message + told.value.hint


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    """A file that is no database is told, and stays."""
    (tmp_path / "mail.db").write_bytes(b"these are no pages of a database" * 200)

    with pytest.raises(OutsideError) as told:
        open_database(tmp_path / "mail.db")

    assert re.search(r"mail\.db failed: file is not a database\.", told.value.message)
    assert "backup" in told.value.hint


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """A full disk is told, and what was committed stays."""
    database = open_database(tmp_path / "mail.db")
    with database.writing() as connection:
        connection.execute(insert(token_key).values(version=1, fingerprint=b"x"))

    def fill() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
            connection.execute(insert(token_key).values(version=2, fingerprint=b"y" * 1_000_000))

    with pytest.raises(OutsideError) as told:
        fill()

    assert "disk is full" in told.value.message
    assert "Free some space" in told.value.hint
    with database.reading() as connection:
        assert len(connection.execute(select(token_key)).all()) == 1
    database.close()


def test_a_long_wait_is_told_of_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for another writer says so after a moment, and then writes."""
    monkeypatch.setattr("dateline.database.engine._SILENCE", 0.05)
    told: list[str] = []
    begun, heard = threading.Event(), threading.Event()

    def waiting() -> None:
        told.append("waiting")
        heard.set()

    one = open_database(tmp_path / "mail.db")
    two = open_database(tmp_path / "mail.db", waiting=waiting)

    def hold() -> None:
        with one.writing():
            begun.set()
            heard.wait(PATIENCE)
            time.sleep(0.4)  # long enough to be told of again

    for version in (1, 2):
        begun.clear()
        other = threading.Thread(target=hold)
        other.start()
        assert begun.wait(PATIENCE)
        with two.writing() as connection:
            connection.execute(insert(token_key).values(version=version, fingerprint=b"x"))
        other.join()

    assert told == ["waiting"]
    with one.reading() as connection:
        assert len(connection.execute(select(token_key)).all()) == 2
    one.close()
    two.close()


def test_a_lasting_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits too long for another writer is told so."""
    monkeypatch.setattr("dateline.database.engine._PATIENCE", 0.05)
    one, two = open_database(tmp_path / "mail.db"), open_database(tmp_path / "mail.db")

    with one.writing(), pytest.raises(OutsideError) as told, two.writing():
        pass

    assert "Another process writes" in told.value.hint
    one.close()
    two.close()


@pytest.mark.parametrize("make", [files.make_private, lambda path: files.write_private(path, b"")])
def test_a_folder_that_is_a_file(tmp_path: Path, make) -> None:
    """A path that cannot be is told with what the system says."""
    (tmp_path / "private").write_text("a file")

    with pytest.raises(OutsideError, match="private"):
        make(tmp_path / "private" / "mail.db")


def test_private_files_are_never_overwritten(tmp_path: Path) -> None:
    """A secret that is there stays."""
    files.write_private(tmp_path / "key", b"one")
    with pytest.raises(OutsideError, match="exists"):
        files.write_private(tmp_path / "key", b"two")

    assert ((tmp_path / "key").read_bytes(), mode(tmp_path / "key")) == (b"one", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
