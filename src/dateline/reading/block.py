"""Read the values of a front-matter block, and find their places when something is wrong.

The YAML parser is loaded for the first block that is not plain (`plain.py`): loading it takes as
long as reading fifty releases.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dateline.problems import Place, Problem, error
from dateline.reading.frontmatter import Split
from dateline.reading.plain import plain_values
from dateline.reading.spots import Spot
from dateline.validation import Location

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
    values = plain_values(parts.block)
    return Block(values) if values is not None else read_yaml(path, parts)


def read_yaml(path: str, parts: Split) -> Block:
    """Read the values of a block that is not plain."""
    from dateline.reading.events import Reader  # noqa: PLC0415 -- see above

    return Reader(path, parts).read()


def find_spots(path: str, parts: Split) -> dict[Location, Spot]:
    """Read a block again to find where each of its keys and items stands."""
    from dateline.reading.events import Reader  # noqa: PLC0415 -- see above

    spots: dict[Location, Spot] = {}
    if Reader(path, parts, spots).read().values is None:
        spots = {}
        for _, piece in reversed(_pieces(parts)):  # of two alike the first counts
            Reader(path, piece, spots).read()
    return spots


def salvage(path: str, parts: Split, slip: Problem, known: Collection[str]) -> Block:
    """Read what can be read of a block that is no YAML, key by key, so that a slip hides no other.

    Tells of all slips but the one at which the whole block was given up; unsure are the keys that
    have one. A key that is not `known` counts only where none whose end is not clear stands right
    before it: it may belong to that one's value.
    """
    from dateline.reading.events import Reader  # noqa: PLC0415 -- see above
    from dateline.reading.syntax import YAML_SYNTAX  # noqa: PLC0415 -- likewise

    values: dict[str, Any] = {}
    block = Block(values)
    slipped = False
    for key, piece in _pieces(parts):
        read = Reader(path, piece).read()
        if not read.values:
            is_told = not block.unsure and slip.place.line >= _line_of(piece)
            block.problems.extend(() if is_told else read.problems)
            # A line end that was lost puts a key into another's value.
            block.unsure.update((each,) for each in {key, *known} if f"{each}:" in piece.block)
            slipped = read.values is None and read.problems[-1].code == YAML_SYNTAX.code
        elif key in values:
            where = Place(path, _line_of(piece))
            block.problems.append(stands_twice(key, where))
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
        found.append((start["key"], parts._replace(block=text)))
    return found


def _line_of(piece: Split) -> int:
    text = piece.block
    return piece.block_line + len(text) - len(text.lstrip("\n"))


def stands_twice(key: str, where: Place) -> Problem:
    """Tell of a key that has two values."""
    return DUPLICATE_KEY.broken(where, f"`{key}` stands twice.", "Keep one of the two.")
