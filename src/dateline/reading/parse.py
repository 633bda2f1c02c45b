"""Parse a source file: scan its characters, split it, read its keys, and check each of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Set
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar, cast

from pydantic import BaseModel, ValidationError

from dateline.problems import Problem, Severity
from dateline.reading.block import Block, read_yaml, salvage
from dateline.reading.files import SourceFile
from dateline.reading.frontmatter import Split, second_block, split
from dateline.reading.locate import Places
from dateline.reading.plain import plain_values
from dateline.validation import NULL_VALUE, Location, mended, problems_of, unsure
from dateline.validation.characters import illegal_values, normalised, scan, without_suspects

Keys = TypeVar("Keys", bound=BaseModel)


class StandIns(NamedTuple):
    """What stands for a required key that is missing, and for a wrong item of a list, by key."""

    keys: Mapping[str, Any]
    items: Mapping[str, Any] = MappingProxyType({})


class Parsed(NamedTuple, Generic[Keys]):
    """A file's parts, and its keys as far as they could be understood.

    Keys with problems are left out of `keys` (required ones, and items of lists, have stand-ins),
    so that what depends on the others is checked in the same run; `unsure` are their locations,
    and `refused` the texts among them. `written` are the names of all keys that stand in the file,
    right or wrong. A text that `is_normal` needs no normalising (Unicode NFC).
    """

    parts: Split
    places: Places
    keys: Keys
    extra: Mapping[str, Any]
    written: Set[str]
    unsure: frozenset[Location] = frozenset()
    refused: Mapping[Location, str] = MappingProxyType({})
    is_normal: bool = False


def parse(
    source: SourceFile,
    model: type[Keys],
    problems: list[Problem],
    stand_ins: Callable[[], StandIns],
) -> Parsed[Keys] | None:
    """Parse a source file's front matter by a model; None where it cannot be split.

    `stand_ins` are asked for only where something is wrong.
    """
    text = source.text.removeprefix("\ufeff")
    suspects = scan(source.text, source.path, source.data)
    if suspects:
        problems.extend(suspects)
        text = without_suspects(text)
    parts = split(text, source.path)
    if isinstance(parts, Problem):
        problems.append(parts)
        return None
    places, second = Places(source.path, parts), second_block(parts, source.path)
    plain = plain_values(parts.block)
    if plain and not suspects and not second and (right := _right(model, plain)):
        # Plain values stand as they are in a text that was found to be right.
        return Parsed(parts, places, right, {}, plain.keys(), is_normal=True)
    block = Block(plain) if plain else _read(source.path, parts, model, problems)
    doubts = set(block.unsure)
    if suspects:
        doubts.update(_spoilt(suspects, parts, places))
    if second:
        problems.append(second[0])
        doubts.update((key,) for key in model.model_fields if f"{key}:" in second[1])
    if block.values is None:
        every = frozenset(model.model_fields)
        keys = _stand_in(model, stand_ins())
        return Parsed(parts, places, keys, {}, every, frozenset((key,) for key in every))
    values = block.values
    written = frozenset([*values, *[str(at[0]) for at in block.unsure]])
    extra = {key: values.pop(key) for key in [key for key in values if key[:2] == "x-"]}
    if not unicodedata.is_normalized("NFC", parts.block):
        values = normalised(values)
    if "\\" in parts.block or "&" in parts.block:
        problems.extend(illegal_values(values, places))
    refused: dict[Location, str] = {}
    if not doubts and (right := _right(model, values)):
        return Parsed(parts, places, right, extra, written)
    keys = _Validation(model, places, problems, stand_ins()).of(values, doubts, refused)
    return Parsed(parts, places, keys, extra, written, frozenset(doubts), refused)


def _read(path: str, parts: Split, model: type[BaseModel], problems: list[Problem]) -> Block:
    """Read a block that is not plain: what can be, where it is no YAML.

    Without values where nothing can be.
    """
    block = read_yaml(path, parts)
    problems.extend(block.problems)
    if block.values is not None:
        return block
    rest = salvage(path, parts, block.problems[-1], model.model_fields)
    problems.extend(each for each in rest.problems if each not in block.problems)
    return rest if rest.values or rest.unsure else block


def _spoilt(suspects: Iterable[Problem], parts: Split, places: Places) -> Iterable[Location]:
    """Yield the top keys that hold a refused character: it was taken out to read on."""
    for each in suspects:
        if each.severity is Severity.ERROR and each.place.line < parts.body_line:
            yield places.top_key(each.place.line)


def _stand_in(model: type[Keys], stand_ins: StandIns) -> Keys:
    required = (key for key, each in model.model_fields.items() if each.is_required())
    return model.model_validate({key: stand_ins.keys[key] for key in required})


def _right(model: type[Keys], values: dict[str, Any]) -> Keys | None:
    """Give the keys of values that nothing ails."""
    if None in values.values():
        return None
    try:
        # What `model_validate` asks, too, beside its own options, which nobody gives here.
        return cast("Keys", model.__pydantic_validator__.validate_python(values))
    except ValidationError:
        return None


class _Validation(NamedTuple, Generic[Keys]):
    """Holds a file's values to a model, and collects what is wrong with them."""

    model: type[Keys]
    places: Places
    problems: list[Problem]
    stand_ins: StandIns

    def of(
        self, values: dict[str, Any], doubts: set[Location], refused: dict[Location, str]
    ) -> Keys:
        """Give the keys of values, which lose their nulls; adds to what is unsure and refused."""
        fields = self.model.model_fields
        for key in [key for key, value in values.items() if value is None and key in fields]:
            self._tell_null(key)
            doubts.add((key,))
            del values[key]
        known = {**values, **self._stood_in_for(doubts, values)} if doubts else values
        try:
            return self.model.model_validate(known)
        except ValidationError as failure:
            self.problems.extend(problems_of(failure, self.model, self.places))
            wrong = set(unsure(failure, self.model, known))
        doubts |= wrong
        refused.update((at, text) for at in wrong if (text := _text_at(known, at)))
        rest = mended(known, self.model, self.stand_ins.keys, self.stand_ins.items)
        return rest or _stand_in(self.model, self.stand_ins)

    def _stood_in_for(self, doubts: set[Location], values: dict[str, Any]) -> dict[str, Any]:
        """Give what stands for the required keys that are doubtful and have no value."""
        fields = self.model.model_fields
        lost = {str(at[0]) for at in doubts if at} & fields.keys() - values.keys()
        return {key: self.stand_ins.keys[key] for key in lost if fields[key].is_required()}

    def _tell_null(self, key: str) -> None:
        hint = f"Write a value after `{key}:`, or remove the line."
        where = self.places.key((key,))
        self.problems.append(NULL_VALUE.broken(where, f"`{key}` has no value.", hint))


def _text_at(values: Any, location: Location) -> str:
    """Give the text at a location; empty where there is none."""
    for part in location:
        values = values.get(part) if isinstance(values, dict) else None
    return values if isinstance(values, str) else ""
