"""Parse a source file: scan its characters, split it, read its keys, and check each of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from dateline.problems import Problem
from dateline.reading.block import read_block
from dateline.reading.files import SourceFile
from dateline.reading.frontmatter import Split, split
from dateline.reading.locate import Places
from dateline.validation import NULL_VALUE, mended, problems_of
from dateline.validation.characters import illegal_values, normalised, scan, without_suspects

Keys = TypeVar("Keys", bound=BaseModel)


class Parsed(NamedTuple):
    """A file's parts, and its keys as far as they could be understood.

    Keys with problems are left out of `keys` (required ones by a stand-in), so that what depends
    on the others is checked in the same run; `keys` is None where the block is no YAML at all.
    `written` are the names of all keys that stand in the file, right or wrong.
    """

    parts: Split
    places: Places
    keys: Any
    extra: Mapping[str, Any]
    written: frozenset[str] = frozenset()


def parse(
    source: SourceFile,
    model: type[Keys],
    problems: list[Problem],
    stand_ins: Mapping[str, Any],
) -> Parsed | None:
    """Parse a source file's front matter by a model; None where it cannot be split."""
    text = source.text.removeprefix("\ufeff")
    if suspects := list(scan(source.text, source.path)):
        problems.extend(suspects)
        text = without_suspects(text)
    parts = split(text, source.path)
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
        values = normalised(values)
    if "\\" in parts.block or "&" in parts.block:
        problems.extend(illegal_values(values, places))
    written = frozenset(block.values)
    keys = _validate(values, model, places, problems, stand_ins)
    return Parsed(parts, places, keys, extra, written)


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
    fields = model.model_fields
    standing_in = {key: stand_ins[key] for key in nulls if fields[key].is_required()}
    try:
        return model.model_validate({**values, **standing_in})
    except ValidationError as failure:
        problems.extend(problems_of(failure, model, places))
    return mended({**values, **standing_in}, model, stand_ins)
