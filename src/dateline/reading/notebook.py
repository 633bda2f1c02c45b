"""Note what was understood of each release file, and recall it where the file has not changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dateline.memory.scan import Identity
from dateline.model import Edition, Print
from dateline.problems import Problem, problem_of
from dateline.reading import records, shards
from dateline.reading.body import SiteLink
from dateline.reading.files import read_text
from dateline.reading.records import Record
from dateline.reading.shards import Shard
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
        self._last: Mapping[str, bytes] = notes or {}
        self._standing: dict[str, Shard] = {}
        self._records: dict[str, Record] = {}
        self._editions: dict[str, Edition] = {}
        self._prints: dict[str, Print] = {}

    @cached_property
    def notes(self) -> dict[str, bytes]:
        """Give all that is known in plain values, for whoever keeps it until the next build.

        To be asked for when all is gathered.
        """
        by_shard: dict[str, dict[str, Record]] = {}
        for path, record in self._records.items():
            by_shard.setdefault(shards.of(path), {})[path] = record
        packed = {name: self._last[name] for name in self._standing if name not in by_shard}
        for name, own in by_shard.items():
            # Unpacked anew: of the shard that stands, editions were made.
            others = shards.unpack(self._last[name]).records() if name in self._standing else {}
            packed[name] = shards.pack({**others, **own}, self.identities)
        return packed

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Give the files that are to be read, and recall the others."""
        there, now = set(paths), self.identities
        root, zone = self._newsroom.root, self._newsroom.timezone
        for name, packed in self._last.items():
            shard = shards.unpack(packed)
            if shard.stands(now) and there.issuperset(shard.paths):
                self._standing[name] = shard
                editions, prints = shard.recalled(root, zone)
                self._editions |= editions
                self._prints |= prints
            else:
                self._records |= self._recalled(shard, there)
        return [path for path in paths if path not in self._editions and path not in self._records]

    def _recalled(self, shard: Shard, there: Collection[str]) -> dict[str, Record]:
        """Give the records of a shard of which the files are the same."""
        found, now = {}, self.identities
        for path, record in shard.records().items():
            if path not in there or any(now.get(source) != then for source, then in record[1]):
                continue
            identity = now.get(path)
            is_same = identity and identity == shard.identities[path]
            if is_same or self._is_same(path, record[0]):
                found[path] = record
        return found

    def _is_same(self, path: str, wanted: bytes) -> bool:
        """Read a file: a fresh clone gives each another time, and what is written is the same."""
        source = read_text(self._newsroom.root, path)
        return not isinstance(source, Problem) and records.sum_of(path, source.text) == wanted

    def gather(self, paths: Sequence[str], blocks: Iterable[Block]) -> tuple[Block, Prints]:
        """Put together what was recalled and what was read, in the order of the files."""
        whole = Block()
        for shard in self._standing.values():
            whole.problems += map(problem_of, shard.problems)
            whole.links += map(records.link_of, shard.links)
        for record in self._records.values():
            whole.problems += records.problems_of(record)
            whole.links += records.links_of(record)
        for block in blocks:
            whole.take(block)
        self._records |= whole.records
        noted, root, zone = self._records, self._newsroom.root, self._newsroom.timezone
        standing, standing_prints = self._editions, self._prints
        editions: dict[str, Edition] = {}
        prints: dict[str, Print] = {}
        for path in paths:
            edition = standing.get(path)
            if edition is not None:  # nearly all are so
                editions[path], prints[path] = edition, standing_prints[path]
                continue
            edition, found = whole.editions.get(path), noted.get(path)
            if edition is None and found:
                edition = records.edition_of(found, root, zone, whole.bodies.get(path))
            if edition is not None:
                editions[path] = edition
                if self._is_open:
                    prints[path] = records.print_of(found)
        whole.stems.update([edition.stem for edition in editions.values()])
        whole.editions = editions
        return whole, prints
