"""Parse a source file: scan its characters, split it, read its keys, and check each of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dateline.problems import Problem, Severity
from dateline.reading.block import Places, read_block
from dateline.reading.characters import ILLEGAL_CHARACTER, illegal_in_output, scan
from dateline.reading.files import SourceFile
from dateline.reading.frontmatter import Split, split
from dateline.validation import NULL_VALUE, Location, problems_of

Keys = TypeVar("Keys", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's keys, checked one by one, with the way back to their places."""

    keys: Any
    extra: Mapping[str, Any]
    parts: Split
    places: Places


def parse(source: SourceFile, model: type[Keys], problems: list[Problem]) -> Parsed | None:
    """Parse a source file's front matter by a model; None where it cannot be understood."""
    found = list(scan(source.text, source.path))
    problems.extend(found)
    text = source.text.removeprefix("\ufeff")
    if any(problem.severity is Severity.ERROR for problem in found):
        return None
    parts = split(text, source.path)
    if isinstance(parts, Problem):
        problems.append(parts)
        return None
    block = read_block(source.path, parts)
    problems.extend(block.problems)
    if any(problem.code != "duplicate-key" for problem in block.problems):
        return None
    places = Places(source.path, parts)
    extra = {key: value for key, value in block.values.items() if key.startswith("x-")}
    values = {key: value for key, value in block.values.items() if key not in extra}
    if not unicodedata.is_normalized("NFC", parts.block):
        values = _normalised(values)
    if "\\" in parts.block or "&" in parts.block:
        problems.extend(_escaped_characters(values, places))
    keys = _validate(values, model, places, problems)
    if block.problems or keys is None:
        return None
    return Parsed(keys, extra, parts, places)


def _validate(
    values: dict[str, Any], model: type[Keys], places: Places, problems: list[Problem]
) -> Keys | None:
    nulls = [key for key, value in values.items() if value is None and key in model.model_fields]
    for key in nulls:
        hint = f"Write a value after `{key}:`, or remove the line."
        problems.append(NULL_VALUE.broken(places.key((key,)), f"`{key}` has no value.", hint))
    try:
        keys = model.model_validate({k: v for k, v in values.items() if k not in nulls})
    except ValidationError as failure:
        found = problems_of(failure, model, places)
        problems.extend(p for p in found if not _is_told(p, nulls))
        return None
    return None if nulls else keys


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


def _is_told(problem: Problem, nulls: list[str]) -> bool:
    """Say whether a key is reported missing that was already told to have no value."""
    return problem.code == "missing-key" and any(f"`{key}` " in problem.message for key in nulls)
