"""Places in TOML: whatever the form, keys and values are where an editor sees them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.settings.places import TomlPlaces
from dateline.validation import Location

BARE = st.sampled_from(["a", "b", "c-1", "d_2"])
QUOTED = st.text("ab.ệ \"'\\#=[]\n\t😀", max_size=5)
NAMES = st.one_of(BARE, QUOTED)
SCALARS = st.sampled_from(
    ["5", "-1.5", "true", "2024-02-01", '"x"', '"Tiếng Việt # no"', "'lit'", '"\\u1EC7"',
     '"""\nmulti = 1\n[line]"""', "'''\na\nb'''", "[]", "{}"]
)  # fmt: skip


def written(name: str) -> str:
    """Write a key bare where TOML allows it, else in quotes."""
    is_bare = bool(name) and name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if is_bare else json.dumps(name, ensure_ascii=False)


def inline(pairs: dict[str, str]) -> str:
    """Write an inline table."""
    return "{ " + ", ".join(f"{written(name)} = {text}" for name, text in pairs.items()) + " }"


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=3).map(lambda items: "[ # ệ\n" + ",\n  ".join(items) + "\n]"),
        st.dictionaries(NAMES, inner, max_size=3).map(inline),
    ),
    max_leaves=5,
)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda names: " . ".join(map(written, names)))
LINES = st.one_of(
    st.tuples(PATHS, VALUES).map(" = ".join),
    PATHS.map(lambda path: f"[{path}]"),
    PATHS.map(lambda path: f"[[ {path} ]] # ệ"),
    st.just("# [a]\n"),
)


def locations(value: Any, at: Location = ()) -> Iterator[Location]:
    """Yield the location of every key and item of a value."""
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        yield (*at, key)
        yield from locations(inner, (*at, key))


@settings(max_examples=300)
@given(st.lists(LINES, max_size=6))
def test_every_key_is_found_where_it_is_written(lines: list[str]) -> None:
    """Keys that are dotted, quoted, in tables, inline tables and arrays of tables have places."""
    text = "\n".join(lines)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    places, rows = TomlPlaces("a.toml", text), text.split("\n")

    for location in locations(values):
        _, line, column = places.key(location)
        there = rows[line - 1][column - 1 :]
        name = location[-1]

        assert isinstance(name, int) or there.startswith(written(name))


@pytest.mark.parametrize(
    ("text", "location", "key", "value"),
    [
        ('a = "x"', ("a",), (1, 1), (1, 5)),
        ('"ệ" = "x"', ("ệ",), (1, 1), (1, 7)),
        ('x = { "Tiếng Việt" = "ệ", b = 5 }', ("x", "b"), (1, 27), (1, 31)),
        ("a.b.c = 5", ("a", "b", "c"), (1, 5), (1, 9)),
        ("a.b = 1\na.c = 5", ("a", "c"), (2, 3), (2, 7)),
        ("[a.b]\nc = 5", ("a", "b", "c"), (2, 1), (2, 5)),
        ("[a]\nb.c = 5", ("a", "b", "c"), (2, 3), (2, 7)),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", ("a", 1, "b"), (4, 1), (4, 5)),
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2", ("a", 1, "b", "c"), (6, 1), (6, 5)),
        ("[[a.b]]\nc = 1\n[[a.b]]\nc = 2", ("a", "b", 1, "c"), (4, 1), (4, 5)),
        ('a = [\n  "ệ", # một\n  "b",\n]', ("a", 1), (3, 3), (3, 3)),
        ('a = [{ b = "ệ" }, { b = 5 }]', ("a", 1, "b"), (1, 21), (1, 25)),
        ('a = """\nb = 1\n"""\nb = 2', ("b",), (4, 1), (4, 5)),
        ("a = '''\n[b]\nc = 1'''\n[b]\nc = 2", ("b", "c"), (5, 1), (5, 5)),
        ('"v\\u0069x" = 1', ("vix",), (1, 1), (1, 14)),
        ("'a.b' = 1", ("a.b",), (1, 1), (1, 9)),
        ("a = 1", ("a", "b", 5), (1, 1), (1, 5)),
        ("a = 1", ("z",), (1, 1), (1, 1)),
        ("", ("z",), (1, 1), (1, 1)),
    ],
)
def test_known_places(
    text: str, location: Location, key: tuple[int, int], value: tuple[int, int]
) -> None:
    """Lines and columns count from 1, columns in characters; what is not there is around it."""
    places = TomlPlaces("a.toml", text)

    assert (key, value) == (places.key(location)[1:], places.value(location)[1:])


@pytest.mark.parametrize(
    ("text", "raw"), [("a = 0x1F", "0x1F"), ('a = "ệ"', '"ệ"'), ("a = [1, 2]", "[1, 2]")]
)
def test_values_are_told_as_written(text: str, raw: str) -> None:
    """A hint can quote what stands in the file."""
    assert raw == TomlPlaces("a.toml", text).raw(("a",))
