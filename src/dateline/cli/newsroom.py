"""Open the newsroom that a command works on."""

from __future__ import annotations

from pathlib import Path

from dateline.cli.desk import Desk
from dateline.errors import NewsroomNotFoundError, SettingsError
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


def open_if_any(desk: Desk) -> Newsroom | None:
    """Read the settings of the newsroom here, for what is useful without one too.

    None where there is no newsroom, or where its settings have problems.
    """
    try:
        return open_newsroom(desk)
    except (NewsroomNotFoundError, SettingsError):
        return None
