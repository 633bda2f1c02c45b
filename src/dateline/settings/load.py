"""Find a newsroom and read its settings, telling every problem of every file at once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ValidationError

from dateline.errors import NewsroomNotFoundError, SettingsError
from dateline.newsrooms import FILE_NAME
from dateline.problems import Place, Problem, error
from dateline.settings.languages import MISSING_CATALOGUE
from dateline.settings.newsroom import Newsroom
from dateline.settings.places import TomlPlaces
from dateline.settings.resolve import resolve
from dateline.settings.schema import FeedTable, NewsroomTable
from dateline.settings.standing_in import stand_ins
from dateline.settings.values import INVALID_ID, is_id
from dateline.steady import read_steady
from dateline.validation import mended, problems_of
from dateline.validation.characters import illegal_values, normalised

SETTINGS_SYNTAX = error(
    "settings-syntax",
    "The file is not TOML, so nothing of it can be trusted.",
    where="dateline.toml",
    bad="base_url = https://press.example.org/",
    good='base_url = "https://press.example.org/"',
)
SETTINGS_UNREADABLE = error(
    "settings-unreadable",
    "The file cannot be opened, or is not UTF-8 text.",
    where="feeds/press.toml",
    bad='title = "Communiqu\\xe9s"',
    good='title = "Communiqués"',
)
MAX_BYTES = 2_000_000
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
# What other keys, and feeds, name.
_NAMED = frozenset({"languages", "contacts", "topics"})
# What is right or wrong by itself, whatever the other keys say.
_SINGLE = frozenset({"base_url", "timezone", "id_authority", "default_language", "languages"})
Table = TypeVar("Table", bound=BaseModel)


def load_newsroom(root: Path) -> Newsroom:
    """Read dateline.toml and feeds/*.toml below `root`.

    Raises SettingsError with every problem found, NewsroomNotFoundError where the file is missing.
    """
    if not (root / FILE_NAME).is_file():
        raise NewsroomNotFoundError(
            f"No {FILE_NAME} in {root}.", hint="`dateline init` makes a newsroom."
        )
    problems: list[Problem] = []
    broken: set[str] = set()
    main = _read(root, FILE_NAME, NewsroomTable, problems, broken)
    feeds = {}
    before = len(problems)
    for path in sorted((root / "feeds").glob("[!.]*.toml")):
        name = f"feeds/{path.name}"
        if not is_id(path.stem):
            hint = "Name it with small letters, digits and hyphens: feeds/press.toml."
            problems.append(INVALID_ID.broken(Place(name), f"`{path.stem}` is no feed id.", hint))
        if feed := _read(root, name, FeedTable, problems, set()):
            feeds[path.stem] = feed
    broken.update(["feeds"] if len(problems) > before else [])
    if main is None:
        broken.update(NewsroomTable.model_fields)
        table = mended({}, NewsroomTable, stand_ins(root, {}))
        main = _Found(cast("NewsroomTable", table), TomlPlaces(FILE_NAME, ""), frozenset(broken))
    newsroom = _resolved(root, main, feeds, problems, broken)
    if problems:
        told = sorted(problems, key=lambda problem: problem.sort_key)
        doubtful = replace(newsroom, is_zone_known="timezone" not in broken)
        raise SettingsError(told, doubtful, broken)
    return newsroom


def _resolved(
    root: Path,
    main: _Found[NewsroomTable],
    feeds: dict[str, _Found[FeedTable]],
    problems: list[Problem],
    broken: set[str],
) -> Newsroom:
    """Resolve what was read, and add to the broken keys those that do not fit together."""
    found: list[Problem] = []
    newsroom = resolve(
        root,
        (main.table, main.places),
        {name: (feed.table, feed.places) for name, feed in feeds.items()},
        found,
    )
    is_other = newsroom.default_language != main.table.default_language
    if main.lacks.isdisjoint(_NAMED):
        problems.extend(found)
        # Of keys that do not fit together, any may be the wrong one.
        broken.update(NewsroomTable.model_fields.keys() - _SINGLE if found[is_other:] else ())
    broken.difference_update({"languages"} - main.lacks)  # what is wrong stands within them
    if any(each.code == MISSING_CATALOGUE.code for each in found):
        broken.add("languages")  # it may be another language, mistyped
    broken.update(["default_language"] if is_other else [])
    return newsroom


def settings_places(root: Path) -> TomlPlaces:
    """Find the places of dateline.toml's keys anew, for what only its use can tell."""
    text = _read_text(root / FILE_NAME, FILE_NAME)
    return TomlPlaces(FILE_NAME, "" if isinstance(text, Problem) else text)


@dataclass(frozen=True, slots=True)
class _Found(Generic[Table]):
    """What was read of a file, as far as it goes.

    `lacks` are the keys of which others cannot say whether they fit: something stands in for them.
    """

    table: Table
    places: TomlPlaces
    lacks: frozenset[str] = frozenset()


def _read(
    root: Path, name: str, model: type[Table], problems: list[Problem], broken: set[str]
) -> _Found[Table] | None:
    """Read a file by its model; where it has problems, as much of it as others depend on.

    Adds the keys that are broken to `broken`.
    """
    text = _read_text(root / name, name)
    if isinstance(text, Problem):
        problems.append(text)
        return None
    try:
        values = _parse(text)
    except (ValueError, RecursionError) as failure:  # numbers of thousands of digits too
        problems.append(_syntax_problem(name, text, str(failure)))
        return None
    places = TomlPlaces(name, text)
    problems.extend(illegal_values(values, places))
    try:
        return _Found(model.model_validate(values), places)
    except ValidationError as failure:
        problems.extend(problems_of(failure, model, places))
        wrong = {str(found["loc"][0]) for found in failure.errors() if found["loc"]}
    broken |= wrong
    standing_in = stand_ins(root, values)
    if rest := mended(values, model, standing_in):
        lacks = (key for key in wrong & _NAMED if not _has_kept(rest, values, key))
        return _Found(rest, places, frozenset(lacks))
    right = {key: value for key, value in values.items() if key not in wrong}
    rest = mended(right, model, {**standing_in, **stand_ins(root, right)})
    return _Found(rest, places, frozenset(wrong)) if rest else None


def _has_kept(table: BaseModel, values: dict[str, Any], key: str) -> bool:
    """Say whether a table of names still has all of them, and no other."""
    written, kept = values.get(key), getattr(table, key)
    return isinstance(written, dict) and written.keys() == kept.keys()


def _parse(text: str) -> dict[str, Any]:
    values: dict[str, Any] = normalised(tomllib.loads(text))
    return values


def _read_text(path: Path, name: str) -> str | Problem:
    if not path.is_file():  # asked first: opening a pipe would wait for ever
        message = "This is no regular file."
        return SETTINGS_UNREADABLE.broken(Place(name), message, "Remove it, or mend the link.")
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"The file is larger than {MAX_BYTES // 1_000_000} MB."
            return SETTINGS_UNREADABLE.broken(Place(name), message, "No settings are that long.")
        return read_steady(str(path)).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as failure:
        before = failure.object[: failure.start].rpartition(b"\n")[2].decode(errors="replace")
        line = failure.object[: failure.start].count(b"\n") + 1
        where = Place(name, line, len(before) + 1)
        return SETTINGS_UNREADABLE.broken(where, "The file is not UTF-8.", "Save it as UTF-8.")
    except OSError as failure:
        message = f"The file cannot be read: {failure.strerror}."
        return SETTINGS_UNREADABLE.broken(Place(name), message, "Check its permissions.")


def _syntax_problem(name: str, text: str, message: str) -> Problem:
    found = _WHERE.search(message)
    lines = text.removesuffix("\n").split("\n")
    line, column = len(lines), len(lines[-1]) + 1
    if found and found[1]:
        line, column = int(found[1]), int(found[2])
    elif not found:  # a number too long, tables too deep: the parser does not say where
        line, column = 1, 1
    what = _WHERE.sub("", message).partition(";")[0]
    hint = "Texts stand in double quotes; each key stands once in its table."
    if r"'\n'" in what:  # a text in one pair of quotes ends on its line (TOML 1.0, "String")
        what, hint = "a text does not end on its line", "Is a closing quotation mark missing?"
    return SETTINGS_SYNTAX.broken(Place(name, line, column), f"Not valid TOML: {what}.", hint)
