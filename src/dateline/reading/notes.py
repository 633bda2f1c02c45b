"""Gather what is known of release files, in packed shards, for the next build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from dateline.memory.scan import Identity
from dateline.reading import shards
from dateline.reading.records import Record
from dateline.reading.shards import Shard
from dateline.reading.spool import Spool, Spooled


class Notes(Mapping[str, bytes]):
    """Packed shards by their names: those of the last build that stand, and new ones.

    New ones are there once they are packed.
    """

    def __init__(self, last: Mapping[str, bytes], now: Mapping[str, Identity | None]) -> None:
        """Begin with none of the `last` build's; `now` has the identities of all files."""
        self._last = last
        self._now = now
        self._spool = Spool()
        self._standing: set[str] = set()
        self._identities: dict[str, shards.Identities] = {}
        self._chunks: dict[str, list[Spooled]] = {}
        self._records: dict[str, list[Record]] = {}
        self._packed: dict[str, Spooled] = {}

    def let_stand(self, name: str) -> None:
        """Take a shard of the last build as it is."""
        self._standing.add(name)
        self._packed[name] = self._last[name]

    def take(self, name: str, found: list[Record]) -> None:
        """Take records of a shard, to be packed when there is time."""
        self._note(name, found)
        self._records.setdefault(name, []).extend(found)

    def take_chunk(self, name: str, chunk: bytes, found: list[Record]) -> None:
        """Take records of a shard with the chunk in which they are packed already."""
        self._note(name, found)
        self._chunks.setdefault(name, []).append(self._spool.put(chunk))

    def _note(self, name: str, found: list[Record]) -> None:
        shards.note(self._identities.setdefault(name, {}), found, self._now)

    def pack(self) -> None:
        """Pack what was taken."""
        while self._identities:  # each is let go before the next: together they are many
            name, identities = self._identities.popitem()
            chunks = [self._spool.get(each) for each in self._chunks.pop(name, ())]
            chunks += [shards.chunk(found) for found in [self._records.pop(name, [])] if found]
            shard = self._joined(name, Shard(identities, chunks))
            self._packed[name] = self._spool.put(shards.pack(shard))

    def _joined(self, name: str, new: Shard) -> Shard:
        """Give a shard with what stood in it before."""
        if name not in self._standing:
            return new
        old = shards.unpack(self._last[name])
        whole = shards.chunk(chain(old.records, new.records))
        return Shard(old.identities | new.identities, [whole])

    def __getitem__(self, name: str) -> bytes:
        """Give a packed shard."""
        return self._spool.get(self._packed[name])

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._packed)

    def __len__(self) -> int:
        """Count the shards."""
        return len(self._packed)
