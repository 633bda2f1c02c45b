"""Find the newsroom that a folder belongs to, before anything of it is read."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import NewsroomNotFoundError

FILE_NAME = "dateline.toml"
CACHE = ".dateline"
OUTPUT = "public"


def find_root(start: Path) -> Path:
    """Find the nearest folder at or above `start` that has a dateline.toml.

    Raises NewsroomNotFoundError where there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise NewsroomNotFoundError(
        f"No {FILE_NAME} at or above {start}.",
        hint="Change into a newsroom, name one with -C, or make one with `dateline init`.",
    )
