"""Write the ledger: whole or not at all, and only where its bytes change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from dateline.errors import OutsideError
from dateline.ledger.comparing import Comparison
from dateline.ledger.text import LEDGER
from dateline.ledger.written import Written


class Kept(NamedTuple):
    """What became of the ledger: was it begun, left since somebody else changed it, or written."""

    entries: int
    is_begun: bool = False
    is_left: bool = False
    is_written: bool = False


def keep(comparison: Comparison, root: Path, cache: Path) -> Kept:
    """Write what a comparison found into the newsroom's ledger, after the publication.

    A build that is killed before writes nothing; the next one finds the same, and writes it.
    Raises OutsideError where the disk fails; the ledger is then as it was.
    """
    made = comparison.written
    kept = Kept(made.entries, is_begun=made.is_begun)
    try:
        if made.is_there:
            return kept
        if not made.was(_data(root / LEDGER)):
            return Kept(kept.entries, is_left=True)
        _replace((root / LEDGER).resolve(), made, cache)
    except OSError as failure:
        raise OutsideError(
            f"The site is published, but {LEDGER} cannot be written: "
            f"{failure.strerror or failure}.",
            hint="Mend the disk or its permissions, and build again: nothing else is missing.",
        ) from failure
    return kept._replace(is_written=True)


def _data(ledger: Path) -> bytes | None:
    try:
        return ledger.read_bytes()
    except FileNotFoundError:
        return None


def _replace(target: Path, content: Written, cache: Path) -> None:
    """Put a file in place by a rename; it is made in the cache, where that is on the same disk."""
    near = cache.stat().st_dev == target.parent.stat().st_dev
    staged = (cache if near else target.parent) / f".{LEDGER}.new"
    try:
        with staged.open("wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)
