"""Find the places of a release file's keys, only when something is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from dateline.problems import Place, Problem
from dateline.reading.block import find_spots
from dateline.reading.files import read_text
from dateline.reading.frontmatter import Split, split
from dateline.reading.spots import Mark, Spot
from dateline.validation import Location


class Places:
    """Give the places of a block's keys and values in the file."""

    def __init__(self, path: str, parts: Split) -> None:
        self._path = path
        self._parts = parts
        self._spots: dict[Location, Spot] | None = None

    def key(self, location: Location) -> Place:
        """Give the place of a key, or of the nearest one around it."""
        spot = self._spot(location)
        return Place(self._path) if spot is None else self._place(spot.key)

    def value(self, location: Location) -> Place:
        """Give the place of a value, or of the nearest one around it."""
        spot = self._spot(location)
        return Place(self._path) if spot is None else self._place(spot.value)

    def top_key(self, line: int) -> Location:
        """Give the location of the key, not within another, whose lines a line is one of."""
        if self._spots is None:
            self._spots = find_spots(self._path, self._parts)
        tops = ((spot.key, at) for at, spot in self._spots.items() if len(at) == 1)
        above = [each for each in tops if each[0][0] + self._parts.block_line <= line]
        return max(above)[1] if above else ()

    def raw(self, location: Location) -> str:
        """Give a value's text, before anything was made of it."""
        spot = self._spot(location)
        return spot.raw if spot else ""

    def table(self, keys: Iterable[str]) -> str:
        """Give a table of these keys as YAML writes it."""
        return "{" + ", ".join(f"{key}: …" for key in keys) + "}"

    def within(self, location: Location, line: int, column: int) -> Place:
        """Give the place of a character of a text, by line and column in it, counted from 1."""
        spot = self._spot(location)
        if spot is None:
            return Place(self._path)
        return self._place(spot.within(self._parts.block.split("\n"), line - 1, column - 1))

    def _spot(self, location: Location) -> Spot | None:
        if self._spots is None:
            self._spots = find_spots(self._path, self._parts)
        while location and location not in self._spots:
            location = location[:-1]
        return self._spots.get(location)

    def _place(self, mark: Mark) -> Place:
        return Place(self._path, mark[0] + self._parts.block_line, mark[1] + 1)


def place_of(root: Path, path: str, location: Location) -> Place:
    """Give the place of a key's value; the file's start where it is not written out."""
    source = read_text(root, path)
    places = None if isinstance(source, Problem) else _places(path, source.text)
    return places.value(location) if places else Place(path)


@lru_cache(maxsize=1)
def _places(path: str, text: str) -> Places | None:
    """Give a text's places: a file with hundreds of problems is searched for its keys once."""
    parts = split(text.removeprefix("\ufeff"), path)
    return None if isinstance(parts, Problem) else Places(path, parts)
