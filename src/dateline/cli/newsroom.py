"""Open the newsroom that a command works on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dateline.cli.desk import Desk
from dateline.lock import Holder
from dateline.settings import Newsroom, find_root, load_newsroom


def find(desk: Desk) -> Path:
    """Find the newsroom at or above the desk's folder; the desk remembers it.

    Raises NewsroomNotFoundError.
    """
    root = find_root(Path(desk.folder))
    desk.root = str(root)
    desk.detail(f"The newsroom is {root}.")
    return root


def open_newsroom(desk: Desk) -> Newsroom:
    """Find the newsroom and read its settings.

    Raises NewsroomNotFoundError, or SettingsError with every problem of them.
    """
    return load_newsroom(find(desk))


def waiting(desk: Desk) -> Callable[[Holder], None]:
    """Give what tells, on the desk, whom a build waits for."""
    return lambda holder: desk.tell(f"Waiting for another build of this newsroom ({holder}).")
