"""An empty database with a key ring, and a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dateline.database import Database, open_database
from dateline.subscriptions.keyfiles import open_keys
from dateline.subscriptions.tokens import KeyRing
from tests.database.conftest import empty, server

__all__ = ["empty", "server"]

NOW = datetime(2024, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Open a new database of either sort."""
    sqlite = request.param == "sqlite"
    address = tmp_path / "private" / "mail.db" if sqlite else request.getfixturevalue("empty")
    opened = open_database(address)
    yield opened
    opened.close()


@pytest.fixture
def keys(database: Database, tmp_path: Path) -> KeyRing:
    """Make the first key."""
    return open_keys(tmp_path / "private" / "keys", database)


@pytest.fixture
def connection(database: Database, keys: KeyRing) -> Iterator[Connection]:
    """Open a transaction for a whole test; the keys are made before, in one of their own."""
    with database.writing() as opened:
        yield opened
