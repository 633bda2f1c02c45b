"""Open the newsroom that a command works on."""

from __future__ import annotations

from pathlib import Path

from dateline import output
from dateline.cli.desk import Desk
from dateline.errors import NewsroomNotFoundError, SettingsError
from dateline.lock import is_held
from dateline.newsrooms import CACHE, OUTPUT, find_root
from dateline.settings import Newsroom, load_newsroom

__all__ = ["CACHE", "OUTPUT", "find", "open_if_any", "open_newsroom", "open_to_read"]


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


def open_to_read(desk: Desk) -> Newsroom:
    """Open a newsroom for a command that publishes nothing; tells of a build that was stopped.

    Raises as `open_newsroom` does.
    """
    newsroom = open_newsroom(desk)
    cache = newsroom.root / CACHE
    found = output.unfinished(cache, [newsroom.root / OUTPUT])
    for out in () if found and is_held(cache / "lock") else found:
        words = "is half old, half new: a build was stopped while it moved files in."
        how = "" if out == newsroom.root / OUTPUT else f" --out {desk.near(out)}"
        desk.tell(f"{desk.near(out)}/ {words} `dateline build{how}` finishes it.", fg="yellow")
    return newsroom
