"""Parse a source file: scan its characters, split it, read its keys, and check each of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dateline.problems import Problem
from dateline.reading.block import Places, read_block
from dateline.reading.characters import (
    ILLEGAL_CHARACTER,
    illegal_in_output,
    scan,
    without_suspects,
)
from dateline.reading.files import SourceFile
from dateline.reading.frontmatter import Split, split
from dateline.validation import NULL_VALUE, Location, problems_of

Keys = TypeVar("Keys", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's parts, and its keys as far as they could be understood.

    Keys with problems are left out of `keys` (required ones by a stand-in), so that what depends
    on the others is checked in the same run; `keys` is None where the block is no YAML at all.
    """

    parts: Split
    places: Places
    keys: Any
    extra: Mapping[str, Any]


def parse(
    source: SourceFile,
    model: type[Keys],
    problems: list[Problem],
    stand_ins: Mapping[str, Any],
) -> Parsed | None:
    """Parse a source file's front matter by a model; None where it cannot be split."""
    problems.extend(scan(source.text, source.path))
    parts = split(without_suspects(source.text.removeprefix("\ufeff")), source.path)
    if isinstance(parts, Problem):
        problems.append(parts)
        return None
    places = Places(source.path, parts)
    block = read_block(source.path, parts)
    problems.extend(block.problems)
    if block.values is None:
        return Parsed(parts, places, None, {})
    extra = {key: value for key, value in block.values.items() if key.startswith("x-")}
    values = {key: value for key, value in block.values.items() if key not in extra}
    if not unicodedata.is_normalized("NFC", parts.block):
        values = _normalised(values)
    if "\\" in parts.block or "&" in parts.block:
        problems.extend(_escaped_characters(values, places))
    keys = _validate(values, model, places, problems, stand_ins)
    return Parsed(parts, places, keys, extra)


def _validate(
    values: dict[str, Any],
    model: type[Keys],
    places: Places,
    problems: list[Problem],
    stand_ins: Mapping[str, Any],
) -> Keys | None:
    nulls = [key for key, value in values.items() if value is None and key in model.model_fields]
    for key in nulls:
        hint = f"Write a value after `{key}:`, or remove the line."
        problems.append(NULL_VALUE.broken(places.key((key,)), f"`{key}` has no value.", hint))
        del values[key]
    try:
        return model.model_validate(values)
    except ValidationError as failure:
        found = problems_of(failure, model, places)
        problems.extend(p for p in found if not _is_told(p, nulls))
        wrong = {error["loc"][0] for error in failure.errors() if error["loc"]}
    rest = {key: value for key, value in values.items() if key not in wrong}
    try:
        return model.model_validate({**stand_ins, **rest})
    except ValidationError:
        return None


def _is_told(problem: Problem, nulls: list[str]) -> bool:
    """Say whether a key is reported missing that was already told to have no value."""
    return problem.code == "missing-key" and any(f"`{key}` " in problem.message for key in nulls)


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    if isinstance(value, dict):
        return {key: _normalised(item) for key, item in value.items()}
    return value


def _escaped_characters(value: Any, places: Places, at: Location = ()) -> list[Problem]:
    """Find characters that YAML's escapes smuggled past the scan of the file."""
    if isinstance(value, str):
        if not illegal_in_output(value):
            return []
        message = "An escape in this value stands for a character that may not be published."
        return [ILLEGAL_CHARACTER.broken(places.value(at), message, "Remove the escape.")]
    items: Any = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    return [p for key, item in items for p in _escaped_characters(item, places, (*at, key))]
