"""Hand a tiny newsroom to each test of checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Give a newsroom without releases."""
    return Room(tmp_path / "newsroom")
