"""Find where the keys and values of a TOML file stand.

tomllib reads values without places; only when something is wrong is the file parsed a second
time, by tree-sitter, into a tree that has them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.problems import Place
from dateline.validation import Location

if TYPE_CHECKING:
    from tree_sitter import Node


class TomlPlaces:
    """Give the place of each key of one TOML file; an unknown location falls to its parent."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._lines = text.split("\n")
        self._is_parsed = False
        self._keys: dict[Location, tuple[int, int]] = {}
        self._values: dict[Location, tuple[int, int]] = {}
        self._raw: dict[Location, str] = {}
        self._arrays: dict[Location, int] = {}

    def key(self, location: Location) -> Place:
        """Give the place of a key, or of the nearest table around it."""
        return self._place(self._keys, location)

    def value(self, location: Location) -> Place:
        """Give the place of a value, or of the nearest table around it."""
        return self._place(self._values, location)

    def raw(self, location: Location) -> str:
        """Give a value as it was written."""
        self._find_places()
        return self._raw.get(location, "")

    def table(self, keys: Iterable[str]) -> str:
        """Give a table of these keys as TOML writes it."""
        return "{ " + ", ".join(f'{key} = "…"' for key in keys) + " }"

    def _place(self, places: dict[Location, tuple[int, int]], location: Location) -> Place:
        self._find_places()
        while location and location not in places:
            location = location[:-1]
        row, column = places.get(location, (0, 0))
        # tree-sitter counts columns in bytes, we count characters.
        line = self._lines[row].encode() if row < len(self._lines) else b""
        return Place(self._path, row + 1, len(line[:column].decode(errors="replace")) + 1)

    def _find_places(self) -> None:
        """Parse the file, the first time that a place is asked for."""
        if not self._is_parsed:
            self._is_parsed = True
            self._walk(_parse(self._text), ())

    def _walk(self, node: Node, base: Location) -> None:
        for child in node.children:
            if child.type == "pair":
                self._pair(child, base)
            elif child.type in {"table", "table_array_element"}:
                self._table(child)

    def _table(self, node: Node) -> None:
        keys = _key_parts(next(c for c in node.children if c.is_named and c.type != "comment"))
        location: Location = ()
        for name, point in keys:
            location = self._enter((*location, name))
            self._note(location, point, point, "")
        if node.type == "table_array_element":
            bare = tuple(location)
            index = self._arrays.get(bare, -1) + 1
            self._arrays[bare] = index
            location = (*bare, index)
            self._note(location, keys[-1][1], keys[-1][1], "")
        self._walk(node, location)

    def _enter(self, location: Location) -> Location:
        # `[a.b]` after `[[a]]` speaks of the last element of a.
        if location in self._arrays and len(location) > 0:
            return location
        parent = location[:-1]
        if parent in self._arrays:
            return (*parent, self._arrays[parent], location[-1])
        return location

    def _pair(self, node: Node, base: Location) -> None:
        named = [c for c in node.children if c.is_named and c.type != "comment"]
        keys, value = _key_parts(named[0]), named[-1]
        location = base
        for name, point in keys:
            location = (*location, name)
            self._note(location, point, value.start_point, _text(value))
        self._value(value, location)

    def _value(self, node: Node, location: Location) -> None:
        if node.type == "inline_table":
            self._walk(node, location)
        elif node.type == "array":
            items = [c for c in node.children if c.is_named and c.type != "comment"]
            for index, item in enumerate(items):
                inner = (*location, index)
                self._note(inner, item.start_point, item.start_point, _text(item))
                self._value(item, inner)

    def _note(
        self, location: Location, key: tuple[int, int], value: tuple[int, int], raw: str
    ) -> None:
        self._keys.setdefault(location, (key[0], key[1]))
        self._values.setdefault(location, (value[0], value[1]))
        self._raw.setdefault(location, raw)


def _parse(text: str) -> Node:
    import tree_sitter  # noqa: PLC0415 -- only files with problems need it
    import tree_sitter_toml  # noqa: PLC0415

    language = tree_sitter.Language(tree_sitter_toml.language())
    return tree_sitter.Parser(language).parse(text.encode()).root_node


def _key_parts(node: Node) -> list[tuple[str, tuple[int, int]]]:
    if node.type == "dotted_key":
        return [part for child in node.named_children for part in _key_parts(child)]
    name = _text(node)
    if node.type == "quoted_key":
        name = next(iter(tomllib.loads(f"{name} = 0")))  # its escapes are TOML's
    return [(name, (node.start_point[0], node.start_point[1]))]


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
