"""Bring a database to the newest migration, in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from dateline.errors import UsageError

HEAD = "0002"
_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x646174656C696E65  # "dateline": one process migrates a PostgreSQL database at a time


def bring_up_to_date(connection: Connection, shown: str) -> None:
    """Run the migrations that a database lacks.

    Raises UsageError where a newer Dateline made it, and it cannot be understood.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if revision(connection) != HEAD:
        _upgrade(connection, shown)


def revision(connection: Connection) -> str | None:
    """Give the migration that a database stands at; None where there was none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(connection: Connection, shown: str) -> None:
    from alembic.config import Config  # noqa: PLC0415 -- only where something is to be done
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config, scripts, fn=lambda revision, _: scripts._upgrade_revs(HEAD, revision)
    ) as environment:
        # SQLite's DDL is transactional where nobody commits in between, as here.
        environment.configure(connection=connection, transactional_ddl=True)
        try:
            environment.run_migrations()
        except CommandError as failure:
            raise UsageError(
                f"The database {shown} was made by a newer Dateline.",
                hint="Update Dateline, or use another database.",
            ) from failure
