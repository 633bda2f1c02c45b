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

NOW = datetime(2024, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Open a new database."""
    opened = open_database(tmp_path / "private" / "mail.db")
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
