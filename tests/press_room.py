"""Build the example newsroom, which is the repository itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dateline.build import build
from dateline.lock import locked
from dateline.newsrooms import CACHE
from dateline.settings import Newsroom, load_newsroom

REPOSITORY = Path(__file__).parent.parent


def build_example(out: Path, newsroom: Newsroom | None = None) -> None:
    """Build it as it stood on 15 February 2024; waits for another process of the tests to end.

    A `newsroom` is the same one with other settings.
    """
    with locked(REPOSITORY / CACHE / "lock", waiting=lambda _: None):
        now = datetime(2024, 2, 15, tzinfo=UTC)
        build(newsroom or load_newsroom(REPOSITORY), now, out=out, is_locked=True)
