"""Find a newsroom and read its settings, telling every problem of every file at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dateline.errors import NewsroomNotFoundError, SettingsError
from dateline.problems import Place, Problem, error
from dateline.settings.newsroom import Newsroom
from dateline.settings.places import TomlPlaces
from dateline.settings.resolve import resolve
from dateline.settings.schema import INVALID_ID, FeedTable, NewsroomTable, is_id
from dateline.validation import problems_of

SETTINGS_SYNTAX = error(
    "settings-syntax",
    "The file is not TOML, so nothing of it can be trusted.",
    bad="base_url = https://press.example.org/",
    good='base_url = "https://press.example.org/"',
)
SETTINGS_UNREADABLE = error(
    "settings-unreadable",
    "The file cannot be opened, or is not UTF-8 text.",
    bad="feeds/press.toml saved as UTF-16",
    good="feeds/press.toml saved as UTF-8",
)
FILE_NAME = "dateline.toml"
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
Table = TypeVar("Table", bound=BaseModel)


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


def load_newsroom(root: Path) -> Newsroom:
    """Read dateline.toml and feeds/*.toml below `root`.

    Raises SettingsError with every problem found, NewsroomNotFoundError where the file is missing.
    """
    if not (root / FILE_NAME).is_file():
        raise NewsroomNotFoundError(
            f"No {FILE_NAME} in {root}.", hint="`dateline init` makes a newsroom."
        )
    problems: list[Problem] = []
    read = _read(root, FILE_NAME, NewsroomTable, problems)
    feeds = {}
    for path in sorted((root / "feeds").glob("*.toml")):
        name = f"feeds/{path.name}"
        if not is_id(path.stem):
            hint = "Name it with small letters, digits and hyphens: feeds/press.toml."
            problems.append(INVALID_ID.broken(Place(name), f"`{path.stem}` is no feed id.", hint))
        if feed := _read(root, name, FeedTable, problems):
            feeds[path.stem] = feed
    newsroom = resolve(root, read, feeds, problems) if read else None
    if problems or newsroom is None:
        raise SettingsError(sorted(problems, key=lambda problem: problem.sort_key))
    return newsroom


def _read(
    root: Path, name: str, model: type[Table], problems: list[Problem]
) -> tuple[Table, TomlPlaces] | None:
    try:
        text = (root / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        values: dict[str, Any] = tomllib.loads(text)
    except UnicodeDecodeError as failure:
        where = Place(name, failure.object[: failure.start].count(b"\n") + 1)
        hint = "Save the file as UTF-8."
        problems.append(SETTINGS_UNREADABLE.broken(where, "The file is not UTF-8.", hint))
        return None
    except OSError as failure:
        message = f"The file cannot be read: {failure.strerror}."
        problems.append(SETTINGS_UNREADABLE.broken(Place(name), message))
        return None
    except (tomllib.TOMLDecodeError, RecursionError) as failure:
        problems.append(_syntax_problem(name, text, str(failure)))
        return None
    places = TomlPlaces(name, text)
    try:
        return model.model_validate(values), places
    except ValidationError as failure:
        problems.extend(problems_of(failure, model, places))
        return None


def _syntax_problem(name: str, text: str, message: str) -> Problem:
    found = _WHERE.search(message)
    lines = text.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if found and found[1]:
        line, column = int(found[1]), int(found[2])
    what = _WHERE.sub("", message)
    hint = "Texts stand in double quotes; each key stands once in its table."
    return SETTINGS_SYNTAX.broken(Place(name, line, column), f"Not valid TOML: {what}.", hint)
