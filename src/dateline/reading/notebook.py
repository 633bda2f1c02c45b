"""Note what was understood of each release file, and recall it where the file has not changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dateline.memory.scan import Identity
from dateline.model import Edition, Print
from dateline.problems import Problem
from dateline.reading import recalled, records, shards
from dateline.reading.body import SiteLink
from dateline.reading.files import listed, read_text
from dateline.reading.notes import Notes
from dateline.reading.records import Record
from dateline.reading.shards import Shard
from dateline.settings import Newsroom

Prints = Mapping[str, Print]
# Of more files than these, editions are held as small as they can be.
_MANY = 30_000
_NO_BODIES: Mapping[str, bytes] = {}


@dataclass(slots=True)
class Block:
    """What some release files held.

    `records` are of its editions, by their shards. Packed, it has them as `chunks`, and leaves out
    the editions that are made of these; their texts, where they are needed, are `bodies`.
    """

    editions: dict[str, Edition] = field(default_factory=dict)
    broken: list[Edition] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)
    links: list[SiteLink] = field(default_factory=list)
    records: dict[str, list[Record]] = field(default_factory=dict)
    chunks: dict[str, bytes] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def note(self, record: Record) -> None:
        """Add the record of an edition."""
        self.records.setdefault(shards.of(record[0]), []).append(record)

    def packed(self, *, with_bodies: bool = True) -> Block:
        """Give the block as it is handed over."""
        noted = {record[0] for found in self.records.values() for record in found}
        return replace(
            self,
            editions={path: each for path, each in self.editions.items() if path not in noted},
            records={},
            chunks={name: shards.chunk(found) for name, found in self.records.items()},
            bodies={path: records.encoded(self.editions[path].body) for path in noted}
            if with_bodies
            else {},
        )

    def take(self, other: Block) -> None:
        """Add what another block holds, but for its records."""
        self.editions |= other.editions
        self.broken += other.broken
        self.problems += other.problems
        self.stems |= other.stems
        self.links += other.links


class Notebook:
    """What is known of release files: from the last build, and more with each that is read."""

    def __init__(
        self,
        newsroom: Newsroom,
        identities: Mapping[str, Identity | None] | None = None,
        notes: Any = None,
        *,
        is_plain: bool = False,
    ) -> None:
        """Open a notebook at the notes of the last build; `identities` are those of now.

        Without them nothing is noted. Where they are those of all files and folders, in the order
        of a walk, and there are no links (`is_plain`), nobody need walk again.
        """
        self._is_open = identities is not None
        self.identities = identities or {}
        self._is_plain = is_plain
        self._root = newsroom.root
        is_large = len(self.identities) > _MANY
        self._home = recalled.Home(newsroom.root, newsroom.timezone, is_large=is_large)
        self._last: Mapping[str, bytes] = notes or {}
        self._notes = Notes(self._last, self.identities)
        self._editions: dict[str, Edition] = {}
        self._prints: dict[str, Print] = {}
        self._told: list[Record] = []

    @property
    def notes(self) -> Mapping[str, bytes]:
        """Give all that is known in plain values, for whoever keeps it until the next build.

        To be asked for when all is gathered.
        """
        self._notes.pack()
        return self._notes

    def listed(self, folder: str) -> list[str] | None:
        """Give a folder's Markdown files as a walk would; None where only a walk can tell."""
        return listed(self.identities, folder) if self._is_plain else None

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Give the files that are to be read, and recall the others."""
        there = set(paths)
        for name, packed in self._last.items():
            shard = shards.unpack(packed)
            found = [*shard.records]
            if shard.stands(self.identities) and there.issuperset([each[0] for each in found]):
                self._notes.let_stand(name)
                self._told += [record for record in found if record[5]]
                self._recall(found)
            elif same := self._same(shard, found, there):
                self._note(name, shards.chunk(same))
                self._told += same
        return [path for path in paths if path not in self._editions]

    def _recall(self, found: list[Record], bodies: Mapping[str, bytes] = _NO_BODIES) -> None:
        """Make editions of records."""
        self._prints |= records.prints_of(found)
        self._editions |= recalled.editions_of(found, self._home, bodies)

    @cached_property
    def _values(self) -> dict[Any, Any]:
        """Give what many editions hold, by itself: the files' paths to begin with."""
        return dict(zip(self.identities, self.identities, strict=True))

    def note(self, block: Block) -> None:
        """Note what a block says of releases, and make their editions, while others still read."""
        for name, found in block.records.items():
            self._notes.take(name, found)
            self._prints |= records.prints_of(found)
        for name, chunk in block.chunks.items():
            self._note(name, chunk, block.bodies)
        block.records, block.chunks, block.bodies = {}, {}, {}

    def _note(self, name: str, chunk: bytes, bodies: Mapping[str, bytes] = _NO_BODIES) -> None:
        """Note a chunk of a shard, and make editions of its records."""
        found = records.sharing(shards.records_of(chunk), self._values)
        self._notes.take_chunk(name, chunk, found)
        self._recall(found, bodies)

    def _same(self, shard: Shard, found: Iterable[Record], there: Collection[str]) -> list[Record]:
        """Give the records of a shard of which the files are the same."""
        return [record for record in found if record[0] in there and self._is_same(shard, record)]

    def _is_same(self, shard: Shard, record: Record) -> bool:
        """Say whether a release's file, and those beside it, are as they were noted.

        A fresh clone gives each another time, and what is written is the same: then it is read.
        """
        path, now = record[0], self.identities
        if any(now.get(source) != then for source, then in records.files_of(record)):
            return False
        identity = now.get(path)
        if identity and identity == shard.identities[path]:
            return True
        source = read_text(self._root, path)
        return not isinstance(source, Problem) and records.sum_of(source) == record[3]

    def gather(self, paths: Sequence[str], blocks: Iterable[Block]) -> tuple[Block, Prints]:
        """Put together what was noted and what else was read, in the order of the files."""
        whole = Block()
        for record in self._told:
            whole.problems += records.problems_of(record)
            whole.links += records.links_of(record)
        for block in blocks:
            whole.take(block)
        known = self._editions | whole.editions
        whole.editions = {path: known[path] for path in paths if path in known}
        whole.stems.update([edition.stem for edition in whole.editions.values()])
        prints: dict[str, Print] = {}
        if self._is_open:
            prints = {path: self._prints.get(path) or records.unlike() for path in whole.editions}
        # Whoever asked has them now, and the notes are kept to the end of the build.
        self._editions, self._prints, self._values = {}, {}, {}
        return whole, prints
