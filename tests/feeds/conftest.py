"""Hand a tiny press office to each test of feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.feeds.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give an office without releases that offers one feed, `press`."""
    made = Office(tmp_path / "newsroom")
    made.feed()
    return made
