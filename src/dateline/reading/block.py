"""Read the values of a front-matter block, and find their places when something is wrong.

YAML is read by events, so that depth, aliases and duplicate keys are refused as they come, with
their places; plain scalars are told apart by YAML 1.2's core schema, never by YAML 1.1's guesses.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import yaml
from yaml._yaml import CParser  # type: ignore[import-not-found,unused-ignore]
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from dateline.problems import Place, Problem, Rule, error
from dateline.reading.frontmatter import Split
from dateline.reading.scalars import scalar
from dateline.reading.spots import Spot, spot_of
from dateline.reading.syntax import QUOTE, YAML_SYNTAX, syntax_problem
from dateline.validation import NULL_VALUE, WRONG_TYPE, Location

DUPLICATE_KEY = error(
    "duplicate-key",
    "Of two values for one key, one would be lost in silence.",
    bad="title: A\ntitle: B",
    good="title: B",
)
YAML_ALIAS = error(
    "yaml-alias",
    "Anchors, aliases and tags can hide or multiply text, and no release needs them.",
    bad="title: &t Course\nsummary: *t",
    good="title: Course\nsummary: It is free.",
)
TOO_DEEP = error(
    "too-deep",
    "No key of a release nests so deep; deeper files are attacks or accidents.",
    bad="title: [[[[[[[[[[[[]]]]]]]]]]]]",
    good="title: Course",
)

TOO_MANY_VALUES = error(
    "too-many-values",
    "No release has so many keys and values; such files are attacks or accidents.",
    bad="topics: [⟨skills, × 5,000⟩ skills]",
    good="topics: [skills]",
)

_MAX_DEPTH = 10
_MAX_EVENTS = 5000
_MOST_PIECES = 200
_TOP_KEY = re.compile(r"^(?P<key>[A-Za-z][\w-]*):(?=[ \t\n]|\Z)", re.MULTILINE)


@dataclass(slots=True)
class Block:
    """The values of a front-matter block (None: it is no YAML), and what was wrong with it.

    `unsure` are the locations of keys with two values.
    """

    values: dict[str, Any] | None
    problems: list[Problem] = field(default_factory=list)
    unsure: set[Location] = field(default_factory=set)


def read_block(path: str, parts: Split) -> Block:
    """Read a block's values: text, numbers, true/false, None, lists and tables."""
    return _Reader(path, parts).read()


def find_spots(path: str, parts: Split) -> dict[Location, Spot]:
    """Read a block again to find where each of its keys and items stands."""
    spots: dict[Location, Spot] = {}
    if _Reader(path, parts, spots).read().values is None:
        spots = {}
        for _, piece in reversed(_pieces(parts)):  # of two alike the first counts
            _Reader(path, piece, spots).read()
    return spots


def salvage(path: str, parts: Split, slip: Problem, known: Collection[str]) -> Block:
    """Read what can be read of a block that is no YAML, key by key, so that a slip hides no other.

    Tells of all slips but the one at which the whole block was given up; unsure are the keys that
    have one. A key that is not `known` counts only where none whose end is not clear stands right
    before it: it may belong to that one's value.
    """
    values: dict[str, Any] = {}
    block = Block(values)
    slipped = False
    for key, piece in _pieces(parts):
        read = _Reader(path, piece).read()
        if not read.values:
            is_told = not block.unsure and slip.place.line >= _line_of(piece)
            block.problems.extend(() if is_told else read.problems)
            # A line end that was lost puts a key into another's value.
            block.unsure.update((each,) for each in {key, *known} if f"{each}:" in piece.block)
            slipped = read.values is None and read.problems[-1].code == YAML_SYNTAX.code
        elif key in values:
            where = Place(path, _line_of(piece))
            block.problems.append(_stands_twice(key, where))
            block.unsure.add((key,))
        elif key in known or not slipped:
            values.update(read.values)
            block.problems.extend(read.problems)
            block.unsure |= read.unsure
            slipped = False
    return block


def _pieces(parts: Split) -> list[tuple[str, Split]]:
    """Cut a block at its top keys, each piece on its own lines.

    None where there are too many of them: no person wrote that.
    """
    starts = list(islice(_TOP_KEY.finditer(parts.block), _MOST_PIECES + 1))
    if not 0 < len(starts) <= _MOST_PIECES:
        return []
    ends = [*(start.start() for start in starts[1:]), len(parts.block)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        above = "\n" * parts.block.count("\n", 0, start.start())
        text = above + parts.block[start.start() : end]
        found.append((start["key"], replace(parts, block=text)))
    return found


def _line_of(piece: Split) -> int:
    text = piece.block
    return piece.block_line + len(text) - len(text.lstrip("\n"))


def _stands_twice(key: str, where: Place) -> Problem:
    return DUPLICATE_KEY.broken(where, f"`{key}` stands twice.", "Keep one of the two.")


class _Reader:
    """Walks the events of one block."""

    def __init__(self, path: str, parts: Split, spots: dict[Location, Spot] | None = None) -> None:
        self._path = path
        self._line = parts.block_line
        self._block = parts.block
        self._parser = CParser(parts.block)
        self._events = 0
        # A character brings two events at most (`- ? -`): only a long block can hold too many.
        is_long = len(parts.block) > _MAX_EVENTS // 2
        self._next = self._counted if is_long else self._parser.get_event
        self._spots = spots
        self._problems: list[Problem] = []
        self._unsure: set[Location] = set()

    def read(self) -> Block:
        try:
            values = self._document()
        except yaml.YAMLError as failure:
            problem = syntax_problem(failure, self._block, Place(self._path, self._line))
            return Block(None, [*self._problems, problem])
        except _RefusedError as refused:
            return Block(None, [*self._problems, refused.problem])
        return Block(values, self._problems, self._unsure)

    def _document(self) -> dict[str, Any]:
        event = self._next()
        while not isinstance(event, DocumentStartEvent):
            if event is None or isinstance(event, StreamEndEvent):
                return {}
            event = self._next()
        root = self._next()
        if isinstance(root, ScalarEvent) and root.value == "":
            return {}
        if not isinstance(root, MappingStartEvent):
            raise self._refused(
                WRONG_TYPE,
                root,
                "The front matter has no keys.",
                "Write `key: value` lines.",
            )
        values = self._mapping(root, (), 1)
        self._next()
        extra = self._next()
        if isinstance(extra, DocumentStartEvent):
            raise self._refused(
                YAML_SYNTAX, extra, "The front matter ends before this line.", "Remove the `...`."
            )
        return values

    def _mapping(self, start: Any, location: Location, depth: int) -> dict[str, Any]:
        self._check(start, depth)
        values: dict[str, Any] = {}
        while True:
            event = self._next()
            if isinstance(event, MappingEndEvent):
                return values
            key = self._key(event)
            inner = (*location, key)
            known = key in values
            value_event = self._next()
            if self._spots is not None and not known:
                self._spots[inner] = spot_of(event, value_event)
            value = self._value(value_event, inner, depth)
            if known:
                self._problems.append(_stands_twice(key, self._place(event)))
                self._unsure.add(inner)
            else:
                values[key] = value

    def _key(self, event: Any) -> str:
        if not isinstance(event, ScalarEvent):
            raise self._refused(YAML_SYNTAX, event, "A key must be a word.", QUOTE)
        self._check(event, 0)
        if event.value == "" and event.implicit[0]:
            raise self._refused(NULL_VALUE, event, "A key is missing before the colon.", "")
        return str(event.value)

    def _value(self, event: Any, location: Location, depth: int) -> Any:
        if isinstance(event, ScalarEvent):
            if event.anchor or event.tag:
                self._check(event, 0)
            return scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, location, depth + 1)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, location, depth + 1)
        message = "A YAML alias stands here."
        raise self._refused(YAML_ALIAS, event, message, "Write the value out.")

    def _sequence(self, start: Any, location: Location, depth: int) -> list[Any]:
        self._check(start, depth)
        items: list[Any] = []
        while True:
            event = self._next()
            if isinstance(event, SequenceEndEvent):
                return items
            inner = (*location, len(items))
            if self._spots is not None:
                self._spots[inner] = spot_of(event, event)
            items.append(self._value(event, inner, depth))

    def _check(self, event: Any, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise self._refused(TOO_DEEP, event, f"More than {_MAX_DEPTH} levels deep.", "")
        if event.anchor or event.tag or isinstance(event, AliasEvent):
            message = "A YAML anchor or tag stands here."
            raise self._refused(YAML_ALIAS, event, message, "Remove the word with & or !.")

    def _counted(self) -> Any:
        event = self._parser.get_event()
        self._events += 1
        if self._events > _MAX_EVENTS:
            message = f"More than {_MAX_EVENTS:,} keys and values."
            raise self._refused(TOO_MANY_VALUES, event, message, "Attach long lists as a file.")
        return event

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._path, mark.line + self._line, mark.column + 1)

    def _refused(self, rule: Rule, event: Any, message: str, hint: str) -> _RefusedError:
        return _RefusedError(rule.broken(self._place(event), message, hint))


class _RefusedError(Exception):
    """Stops the reading of a block at a problem that makes the rest meaningless."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
