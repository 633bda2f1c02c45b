"""Both databases, each empty: tests of what they share run on either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dateline.database import Database, open_database
from tests.postgresql import cluster, find_programs


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start a PostgreSQL for all tests of a run."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster() as address:
        yield address


@pytest.fixture
def empty(server: str) -> str:
    """Give the address of an empty PostgreSQL database."""
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Open a new database of either sort."""
    sqlite = request.param == "sqlite"
    address = tmp_path / "private" / "mail.db" if sqlite else request.getfixturevalue("empty")
    opened = open_database(address)
    yield opened
    opened.close()
