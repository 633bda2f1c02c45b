"""Take turns with other builds of a newsroom, before anything of its files is looked at."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from dateline.cli.desk import Desk
from dateline.lock import locked
from dateline.newsrooms import CACHE


def turn(desk: Desk, root: Path) -> AbstractContextManager[None]:
    """Give what waits until no other build runs, telling of it, and keeps others from building."""
    return locked(
        root / CACHE / "lock",
        waiting=lambda holder: desk.tell(f"Waiting for another build of this newsroom ({holder})."),
    )
