"""The small newsroom's whole output, byte for byte: `make golden` renews it, reviewed like code."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from dateline.build import build
from dateline.settings import load_newsroom
from tests.output.test_publish import tree

GOLDEN = Path(__file__).parent / "golden" / "small"


def test_small_newsroom_is_published_as_ever(
    small: Path, now: datetime, update_golden: bool
) -> None:
    """No byte of the small newsroom's site changes unless somebody meant it to."""
    build(load_newsroom(small), now, out=small / "public")
    actual = tree(small / "public")
    # The style sheet is the theme's own source; its bytes are told there.
    del actual["assets/dateline.css"]
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, content in actual.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(content)

    expected = tree(GOLDEN)

    assert sorted(expected) == sorted(actual)
    assert [name for name in expected if expected[name] != actual[name]] == []
