"""Publish for `dateline build`, once it is known that there is something to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from dateline import build
from dateline.cli.desk import Desk
from dateline.cli.progress import progress
from dateline.cli.remembered import Remembered
from dateline.ledger import Kept
from dateline.settings import load_newsroom


def publish(  # noqa: PLR0913 -- as for the command
    desk: Desk,
    remembered: Remembered,
    *,
    now: datetime,
    out: Path,
    force: bool,
    verify: bool,
    is_locked: bool,
    **asked: Any,
) -> tuple[Mapping[str, Any], Kept | None]:
    """Build, and give what there is to tell, and of the ledger what was kept."""
    recollection = remembered.open(force=force, verify=verify)
    newsroom = load_newsroom(remembered.root)
    with progress(desk) as shown:
        done = build.build(
            newsroom,
            now,
            out=out,
            force=force,
            progress=shown,
            is_locked=is_locked,
            recollection=recollection,
            **asked,
        )
    desk.leave(done, recollection)
    if remembered.forgotten:
        desk.tell(f"The memory of earlier builds is not used: {remembered.forgotten}.")
    told = done.told(newsroom) | {"written": done.written, "removed": done.removed}
    return told, done.ledger
