"""Hand a newsroom's settings to each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give right settings without feeds."""
    return Desk(tmp_path / "newsroom")
