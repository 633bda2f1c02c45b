"""Note what was understood of each release file, and recall it where the file has not changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.memory.scan import Identity
from dateline.model import Edition, Print
from dateline.problems import Problem
from dateline.reading import records
from dateline.reading.body import SiteLink
from dateline.reading.files import read_text
from dateline.reading.records import Record
from dateline.settings import Newsroom

Prints = Mapping[str, Print]


@dataclass(slots=True)
class Block:
    """What some release files held.

    On its way to another process it leaves out the editions that have a record, but not their
    `bodies`.
    """

    editions: dict[str, Edition] = field(default_factory=dict)
    broken: list[Edition] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)
    links: list[SiteLink] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)

    def lean(self, *, with_bodies: bool = True) -> Block:
        """Give the block without the editions that have a record, but with their bodies."""
        bodies = {path: self.editions[path].body for path in self.records} if with_bodies else {}
        rest = {path: each for path, each in self.editions.items() if path not in self.records}
        return Block(rest, self.broken, self.problems, self.stems, self.links, self.records, bodies)

    def take(self, other: Block) -> None:
        """Add what another block holds."""
        self.editions |= other.editions
        self.broken += other.broken
        self.problems += other.problems
        self.stems |= other.stems
        self.links += other.links
        self.records |= other.records
        self.bodies |= other.bodies


class Notebook:
    """What is known of release files: from the last build, and more with each that is read."""

    def __init__(
        self,
        newsroom: Newsroom,
        identities: Mapping[str, Identity | None] | None = None,
        notes: Any = None,
    ) -> None:
        """Open a notebook at the notes of the last build; `identities` are those of now.

        Without them nothing is noted.
        """
        self._is_open = identities is not None
        self.identities = identities or {}
        self._newsroom = newsroom
        self._last: tuple[dict[str, Identity | None], dict[str, Any]] = notes or ({}, {})
        self._records: dict[str, Record] = {}

    @property
    def notes(self) -> tuple[dict[str, Identity | None], dict[str, Any]]:
        """Give all that is known in plain values, for whoever keeps it until the next build."""
        return {path: self.identities.get(path) for path in self._records}, self._records

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Give the files that are to be read, and recall the others."""
        before, known = self._last
        now, found = self.identities, {}
        for path in paths:
            record = known.get(path)
            if record is None or any(now.get(source) != then for source, then in record[1]):
                continue
            identity = now.get(path)
            if (identity and identity == before[path]) or self._is_same(path, record[0]):
                found[path] = record
        self._records = found
        return [path for path in paths if path not in found]

    def _is_same(self, path: str, wanted: bytes) -> bool:
        """Read a file: a fresh clone gives each another time, and what is written is the same."""
        source = read_text(self._newsroom.root, path)
        return not isinstance(source, Problem) and records.sum_of(source.text) == wanted

    def gather(self, paths: Sequence[str], blocks: Iterable[Block]) -> tuple[Block, Prints]:
        """Put together what was recalled and what was read, in the order of the files."""
        whole = Block()
        for record in self._records.values():
            whole.problems += records.problems_of(record)
            whole.links += records.links_of(record)
        for block in blocks:
            whole.take(block)
        self._records |= whole.records
        noted, root, zone = self._records, self._newsroom.root, self._newsroom.timezone
        editions: dict[str, Edition] = {}
        prints: dict[str, Print] = {}
        for path in paths:
            edition, found = whole.editions.get(path), noted.get(path)
            if edition is None and found:
                edition = records.edition_of(found, root, zone, whole.bodies.get(path))
            if edition is not None:
                editions[path] = edition
                whole.stems.add(edition.stem)
                if self._is_open:
                    prints[path] = records.print_of(found)
        whole.editions = editions
        return whole, prints
