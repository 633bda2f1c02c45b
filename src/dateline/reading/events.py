"""Walk the events of a front-matter block, and refuse what no release needs.

YAML is read by events, so that depth, aliases and duplicate keys are refused as they come, with
their places; plain scalars are told apart by YAML 1.2's core schema, never by YAML 1.1's guesses.
"""

from __future__ import annotations

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

from dateline.problems import Place, Problem, Rule
from dateline.reading.block import TOO_DEEP, TOO_MANY_VALUES, YAML_ALIAS, Block, stands_twice
from dateline.reading.frontmatter import Split
from dateline.reading.scalars import scalar
from dateline.reading.spots import Spot
from dateline.reading.syntax import QUOTE, YAML_SYNTAX, syntax_problem
from dateline.validation import NULL_VALUE, WRONG_TYPE, Location

_MAX_DEPTH = 10
_MAX_EVENTS = 5000


class Reader:
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
        """Read the block's values, and the spots of keys and items where they are wanted."""
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
                self._spots[inner] = _spot_of(event, value_event)
            value = self._value(value_event, inner, depth)
            if known:
                self._problems.append(stands_twice(key, self._place(event)))
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
                self._spots[inner] = _spot_of(event, event)
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


def _spot_of(key: Any, value: Any) -> Spot:
    """Give the spot of the events of a key and its value."""
    start, end = value.start_mark, value.end_mark
    at_key = (key.start_mark.line, key.start_mark.column)
    # An empty value's mark is its end: the key is what can be seen.
    empty = (start.line, start.column) == (end.line, end.column)
    at_value = at_key if empty else (start.line, start.column)
    is_text = isinstance(value, ScalarEvent)
    return Spot(
        key=at_key,
        value=at_value,
        end=(end.line, end.column),
        raw=str(value.value) if is_text else "",
        style=(value.style or "") if is_text else "",
    )
