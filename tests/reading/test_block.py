"""Reading the YAML of a front-matter block."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.block import Block, read_block
from dateline.reading.frontmatter import Split
from dateline.reading.scalars import scalar

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)
VALUES = st.recursive(
    WORDS | st.integers(-(10**9), 10**9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def read(block: str) -> Block:
    """Read a block that starts in the second line of a file."""
    return read_block("a.md", Split(block, "", 2, block.count("\n") + 3))


def told(block: str) -> list[str]:
    """Give what is wrong with a block as `line:column code`."""
    return [f"{p.place.line}:{p.place.column} {p.code}" for p in read(block).problems]


@given(st.dictionaries(WORDS, VALUES, max_size=4), st.booleans(), st.sampled_from([None, 20]))
def test_what_is_written_is_read(values: dict[str, Any], flow: bool, width: int | None) -> None:
    """What a YAML writer writes is read back: text as text, in whatever style it chose."""
    block = yaml.safe_dump(
        values, allow_unicode=True, default_flow_style=flow, width=width or 80, sort_keys=False
    )

    assert Block(values) == read(block)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("NULL", None), ("nULL", "nULL"),
        ("true", True), ("False", False), ("TRUE", True), ("tRUE", "tRUE"),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
        ("0", 0), ("010", 10), ("-5", -5), ("+5", 5), ("0o17", 15), ("0x1F", 31),
        ("-0x1F", "-0x1F"), ("+0o7", "+0o7"), ("0b1", "0b1"), ("1_000", "1_000"), ("0x", "0x"),
        ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("-1e3", -1000.0), ("1e", "1e"), (".", "."),
        (".inf", math.inf), ("-.INF", -math.inf), ("inf", "inf"), ("nan", "nan"),
        ("12:30", "12:30"), ("2024-02-01", "2024-02-01"), ("=", "="), ("<<", "<<"),
        ("+84", 84), ("+84 24", "+84 24"), ("٣", "٣"), ("-", "-"), ("+", "+"),
    ],
)  # fmt: skip
def test_core_schema(text: str, value: object) -> None:
    """Plain words are what YAML 1.2's core schema says, and text where it says nothing."""
    found = scalar(text)

    assert (value, type(value)) == (found, type(found))


def test_nan_is_a_number() -> None:
    """`.nan` is a number, so that a title of it is told of."""
    assert math.isnan(scalar(".nan"))


@pytest.mark.parametrize(
    ("block", "problems"),
    [
        ("title: ILO: new\n", ["2:11 yaml-syntax"]),
        ("title: Việt Nam: mới\n", ["2:16 yaml-syntax"]),
        ('title: "open\ndate: 2024-02-01\n', ["2:8 yaml-syntax"]),
        ("title: 'it's'\n", ["2:12 yaml-syntax"]),
        ("title: [a\ndate: b\n", ["3:5 yaml-syntax"]),
        ("topics: [a, b\n", ["2:9 yaml-syntax"]),
        ("image: {src: a\n", ["2:8 yaml-syntax"]),
        ("title: @handle\n", ["2:8 yaml-syntax"]),
        ("title: `code`\n", ["2:8 yaml-syntax"]),
        ("title: A\nnonsense\ndate: b\n", ["3:1 yaml-syntax"]),
        ("title: |\n A\nnonsense\n\nsummary: b\n", ["4:1 yaml-syntax"]),
        ("title: A\n...\ndate: b\n", ["4:1 yaml-syntax"]),
        ("title: A\n--- B\n", ["3:1 yaml-syntax"]),
        ('title: "a\\qb"\n', ["2:10 yaml-syntax"]),
        ('title: "\\ud800"\n', ["2:11 yaml-syntax"]),
        ("? [a]\n: b\n", ["2:3 yaml-syntax"]),
        (": b\n", ["2:1 yaml-syntax"]),
        ("?\n: b\n", ["2:2 null-value"]),
        ("- a\n- b\n", ["2:1 wrong-type"]),
        ("text\n", ["2:1 wrong-type"]),
        ("image:\n\tsrc: a\n", ["3:1 tab-indentation"]),
        ("image:\n  src: a\n  \talt: b\n", ["4:3 tab-indentation"]),
        ("title: A\n\t\ndate: b\n", ["3:1 tab-indentation"]),
        ("topics:\n\t- a\n", ["3:1 tab-indentation"]),
        ("a: A\na: B\nb: C\nb: D\n", ["3:1 duplicate-key", "5:1 duplicate-key"]),
        ("image: {src: a, src: b}\n", ["2:17 duplicate-key"]),
        ('"title": A\ntitle: B\n', ["3:1 duplicate-key"]),
        ("title: &t A\nsummary: *t\n", ["2:8 yaml-alias"]),
        ("title: A\n<<: *t\n", ["3:5 yaml-alias"]),
        ("&a title: A\n", ["2:1 yaml-alias"]),
        ("title: !!str 5\n", ["2:8 yaml-alias"]),
        ("!!map\ntitle: A\n", ["2:1 yaml-alias"]),
        ("title: " + "[" * 11 + "]" * 11 + "\n", ["2:17 too-deep"]),
        ("%YAML 1.1\n", ["3:1 yaml-syntax"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_is(block: str, problems: list[str]) -> None:
    """Each mistake of YAML is told with its code at the spot that an editor must mend."""
    assert problems == told(block)


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("notes: |\n  a\n  \tb\n", "a\n\tb\n"),
        ('notes: "a\n\tb"\n', "a b"),
        ("notes: [a,\n\tb]\n", ["a", "b"]),
        ("notes:\ta\n", "a"),
        ("notes: a\tb\n", "a\tb"),
    ],
)
def test_tabs_that_yaml_allows(block: str, value: object) -> None:
    """A tab within a text or a list is no mistake."""
    found = read(block)

    assert ({"notes": value}, []) == (found.values, found.problems)


@pytest.mark.parametrize("block", ["", "\n\n", "# a comment\n", '""\n'])
def test_empty_block(block: str) -> None:
    """A block without keys has none; what is missing is told later."""
    assert Block({}) == read(block)


def bomb(levels: int) -> str:
    """Write the billion laughs in YAML."""
    nine = (", ".join([f"*a{level}"] * 9) for level in range(levels))
    return "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{each}]\n" for n, each in enumerate(nine, 1))


MANY = 300_000


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (bomb(30), "yaml-alias"),
        ("title: " + "[" * MANY + "\n", "too-deep"),
        ("title: " + "{a: " * MANY + "\n", "too-deep"),
        ("a:\n" + "".join(" " * depth + "- \n" for depth in range(1000)), "too-deep"),
        ("".join(f"key{number}: 1\n" for number in range(50_000)), "too-many-values"),
        ("topics: [" + "a, " * MANY + "a]\n", "too-many-values"),
        ("topics: [[[[[[[[[" + "a, " * MANY + "\n", "too-many-values"),
        ('title: "' + "x" * MANY + "\n", "yaml-syntax"),
        ("? " * MANY + "\n", "yaml-syntax"),
        ("- " * MANY + "\n", "wrong-type"),
        ("title: " + "!" * MANY + "\n", "yaml-alias"),
        ("\t" * MANY + "\n", "tab-indentation"),
        ("title: [x" + "\n" * MANY, "yaml-syntax"),
    ],
)
def test_attacks_are_refused_at_once(block: str, code: str) -> None:
    """Bombs, depths and crowds are one problem each, told within a second."""
    start = time.process_time()
    found = [problem.code for problem in read(block).problems]

    assert [code] == found
    assert time.process_time() - start < 1


def test_long_number_is_no_trouble() -> None:
    """A number of a hundred thousand digits is read, and told of as what it is: no text."""
    found = read("title: " + "9" * 100_000 + "\n")

    assert found.problems == []
    assert isinstance((found.values or {})["title"], int)


@given(st.text(max_size=200))
def test_no_block_breaks_the_reading(block: str) -> None:
    """Any text is a block or has problems within its lines; nothing is raised."""
    found = read(block)
    lines = block.count("\n") + 2

    assert (found.values is None) <= bool(found.problems)
    assert [p for p in found.problems if not 2 <= p.place.line <= lines + 1] == []
