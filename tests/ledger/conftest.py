"""Hand an office with a published course and fair to each test of the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.office import COURSE, FAIR, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give an office whose course and fair are published and remembered."""
    office = Office(tmp_path / "newsroom")
    office.put(COURSE, "Course opens")
    office.put(FAIR, "Fair opens")
    office.publish()
    return office
