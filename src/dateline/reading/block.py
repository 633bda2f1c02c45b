"""Read the values of a front-matter block, and find their places when something is wrong.

The YAML parser is loaded for the first block that is not plain (`plain.py`): loading it takes as
long as reading fifty releases.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dateline.problems import Problem, error
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


@dataclass(slots=True)
class Block:
    """The values of a front-matter block (None: it is no YAML), and what was wrong with it."""

    values: dict[str, Any] | None
    problems: list[Problem] = field(default_factory=list)


def read_block(path: str, parts: Split) -> Block:
    """Read a block's values: text, numbers, true/false, None, lists and tables."""
    values = plain_values(parts.block)
    if values is not None:
        return Block(values)
    from dateline.reading.events import Reader  # noqa: PLC0415 -- see above

    return Reader(path, parts).read()


def find_spots(path: str, parts: Split) -> dict[Location, Spot]:
    """Read a block again to find where each of its keys and items stands."""
    from dateline.reading.events import Reader  # noqa: PLC0415 -- see above

    spots: dict[Location, Spot] = {}
    Reader(path, parts, spots).read()
    return spots
