"""Read the values of a front-matter block, and find their places when something is wrong.

YAML is read by events, so that depth, aliases and duplicate keys are refused as they come, with
their places; plain scalars are told apart by YAML 1.2's core schema, never by YAML 1.1's guesses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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
from dateline.validation import NULL_VALUE, WRONG_TYPE, Location

YAML_SYNTAX = error(
    "yaml-syntax",
    "The front matter is not YAML, so none of it can be trusted.",
    bad="title: ILO: new course",
    good='title: "ILO: new course"',
)
TAB_INDENTATION = error(
    "tab-indentation",
    "YAML allows only spaces before a key; a tab looks alike and breaks the file.",
    bad="image:\n\tsrc: a.png",
    good="image:\n  src: a.png",
)
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
    good="title: Course\nsummary: Course",
)
TOO_DEEP = error(
    "too-deep",
    "No key of a release nests so deep; deeper files are attacks or accidents.",
    bad="title: [[[[[[[[[[[[]]]]]]]]]]]]",
    good="title: Course",
)

_TAB = re.compile(r"^ *\t+[ \t]*(?=[^\s#])", re.MULTILINE)
# YAML 1.2.2, section 10.3.2: the core schema.
_NUMBER = re.compile(r"[-+]?(?:\d+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(?:(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))\Z|\.(?:nan|NaN|NAN)\Z",
    re.ASCII,
)
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MAX_DEPTH = 10
_QUOTE = "Put the whole value in double quotes where it holds a colon, # or quotes."
_REWORDED = {
    "mapping values are not allowed in this context": (
        "A colon followed by a space starts a new key here.",
        _QUOTE,
    ),
    "found unexpected end of stream": ("A quoted text is not closed.", "Add the closing quote."),
    "did not find expected key": ("The line is no `key: value`.", _QUOTE),
    "could not find expected ':'": (
        "The line is no `key: value`.",
        "Indent it by two spaces if it belongs to the key above, or give it a key.",
    ),
    "found character that cannot start any token": (
        "A value cannot start with this character.",
        _QUOTE,
    ),
}


@dataclass(slots=True)
class Spot:
    """Where one key and its value stand in the block, counted from 0; `raw` as written."""

    key: tuple[int, int]
    value: tuple[int, int]
    raw: str = ""
    is_block: bool = False


@dataclass(slots=True)
class Block:
    """The values of a front-matter block (None: it is no YAML), and what was wrong with it."""

    values: dict[str, Any] | None
    problems: list[Problem] = field(default_factory=list)


class Places:
    """Give the places of a block's keys and values in the file; found only when asked."""

    def __init__(self, path: str, split: Split) -> None:
        self._path = path
        self._split = split
        self._spots: dict[Location, Spot] | None = None

    def key(self, location: Location) -> Place:
        """Give the place of a key, or of the nearest one around it."""
        spot = self._spot(location)
        return Place(self._path) if spot is None else self._place(spot.key)

    def value(self, location: Location) -> Place:
        """Give the place of a value, or of the nearest one around it."""
        spot = self._spot(location)
        return Place(self._path) if spot is None else self._place(spot.value)

    def raw(self, location: Location) -> str:
        """Give a value as it was written."""
        spot = self._spot(location)
        return spot.raw if spot else ""

    def is_block(self, location: Location) -> bool:
        """Say whether a value is a block scalar (`|` or `>`), which starts in the next line."""
        spot = self._spot(location)
        return bool(spot and spot.is_block)

    def _spot(self, location: Location) -> Spot | None:
        if self._spots is None:
            self._spots = {}
            _Reader(self._path, self._split, spots=self._spots).read()
        while location and location not in self._spots:
            location = location[:-1]
        return self._spots.get(location)

    def _place(self, mark: tuple[int, int]) -> Place:
        return Place(self._path, mark[0] + self._split.block_line, mark[1] + 1)


def read_block(path: str, parts: Split) -> Block:
    """Read a block's values: text, numbers, true/false, None, lists and tables."""
    tab = _TAB.search(parts.block)
    if tab:
        line = parts.block.count("\n", 0, tab.start()) + parts.block_line
        where = Place(path, line, parts.block[tab.start() : tab.end()].index("\t") + 1)
        message = "A tab stands before a key."
        return Block(None, [TAB_INDENTATION.broken(where, message, "Use two spaces.")])
    return _Reader(path, parts).read()


class _Reader:
    """Walks the events of one block."""

    def __init__(self, path: str, parts: Split, spots: dict[Location, Spot] | None = None) -> None:
        self._path = path
        self._line = parts.block_line
        self._parser = CParser(parts.block)
        self._spots = spots
        self._problems: list[Problem] = []

    def read(self) -> Block:
        try:
            values = self._document()
        except yaml.YAMLError as failure:
            return Block(None, [*self._problems, self._syntax(failure)])
        except _RefusedError as refused:
            return Block(None, [*self._problems, refused.problem])
        return Block(values, self._problems)

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
                self._spots[inner] = _spot(event, value_event)
            value = self._value(value_event, inner, depth)
            if known:
                message = f"`{key}` stands twice."
                where = self._place(event)
                self._problems.append(DUPLICATE_KEY.broken(where, message, "Keep one of the two."))
            else:
                values[key] = value

    def _key(self, event: Any) -> str:
        if not isinstance(event, ScalarEvent):
            raise self._refused(YAML_SYNTAX, event, "A key must be a word.", _QUOTE)
        self._check(event, 0)
        if event.value == "" and event.implicit[0]:
            raise self._refused(NULL_VALUE, event, "A key is missing before the colon.", "")
        return str(event.value)

    def _value(self, event: Any, location: Location, depth: int) -> Any:
        if isinstance(event, ScalarEvent):
            if event.anchor or event.tag:
                self._check(event, 0)
            return _scalar(event.value) if event.implicit[0] else event.value
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
                self._spots[inner] = _spot(event, event)
            items.append(self._value(event, inner, depth))

    def _check(self, event: Any, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise self._refused(TOO_DEEP, event, f"More than {_MAX_DEPTH} levels deep.", "")
        if event.anchor or event.tag or isinstance(event, AliasEvent):
            message = "A YAML anchor or tag stands here."
            raise self._refused(YAML_ALIAS, event, message, "Remove the word with & or !.")

    def _next(self) -> Any:
        return self._parser.get_event()

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._path, mark.line + self._line, mark.column + 1)

    def _refused(self, rule: Rule, event: Any, message: str, hint: str) -> _RefusedError:
        return _RefusedError(rule.broken(self._place(event), message, hint))

    def _syntax(self, failure: yaml.YAMLError) -> Problem:
        mark = getattr(failure, "problem_mark", None) or getattr(failure, "context_mark", None)
        what = str(getattr(failure, "problem", None) or "it cannot be read")
        if what == "found unexpected end of stream":
            mark = getattr(failure, "context_mark", None) or mark
        message, hint = _REWORDED.get(what, (f"Not valid YAML: {what}.", _QUOTE))
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return YAML_SYNTAX.broken(Place(self._path, line + self._line, column + 1), message, hint)


class _RefusedError(Exception):
    """Stops the reading of a block at a problem that makes the rest meaningless."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _scalar(text: str) -> Any:
    """Interpret a plain scalar by YAML 1.2's core schema; what is nothing else is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "0123456789+-.":
        if _NUMBER.match(text):
            return int(text, 0) if text[:2] in {"0o", "0x"} else int(text[:300])
        if _FLOAT.match(text):
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _spot(key: Any, value: Any) -> Spot:
    start, end = value.start_mark, value.end_mark
    raw = str(value.value) if isinstance(value, ScalarEvent) else ""
    at_key = (key.start_mark.line, key.start_mark.column)
    # An empty value's mark is its end: the key is what can be seen.
    empty = (start.line, start.column) == (end.line, end.column)
    at_value = at_key if empty else (start.line, start.column)
    return Spot(at_key, at_value, raw, getattr(value, "style", None) in {"|", ">"})
