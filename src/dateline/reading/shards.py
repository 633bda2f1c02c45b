"""Keep the records of release files in shards, each a month's, that stand or fall together.

A shard of which no file changed is not written anew. Of its editions only what sorts and groups
them is unpacked; what they say is when it is asked for.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, cast

from dateline.memory.scan import Identity
from dateline.reading import records
from dateline.reading.records import Record

_MONTH = re.compile(r"\d{4}-\d\d(?=-\d\d-)")
# The identities of files; the empty tuple stands for one that is not known for sure.
Identities = dict[str, tuple[()] | Identity]


class Shard(NamedTuple):
    """A month's records, packed in chunks: some of them as one process read them.

    `identities` are those of the files, and of the files beside them, on which they depend.
    """

    identities: Identities
    chunks: list[bytes]

    def stands(self, now: Mapping[str, Identity | None]) -> bool:
        """Say whether all its files are as they were."""
        return self.identities.items() <= now.items()

    @property
    def records(self) -> Iterator[Record]:
        """Give the records, made anew: an edition takes its own with it."""
        return chain.from_iterable(map(records_of, self.chunks))


def note(
    identities: Identities, found: Iterable[Record], now: Mapping[str, Identity | None]
) -> None:
    """Note the identities on which some records depend; `now` has those of all files."""
    for record in found:
        identities[record[0]] = now.get(record[0]) or ()
        if record[5]:
            identities.update(records.files_of(record))


def of(path: str) -> str:
    """Name the shard of a release file: by the month in its path."""
    found = _MONTH.search(path)
    return found[0] if found else ""


def chunk(found: Iterable[Record]) -> bytes:
    """Pack some records."""
    return marshal.dumps([*found])


def records_of(packed: bytes) -> list[Record]:
    """Unpack a chunk; its form's sum was right, or it is of a process of our own."""
    return cast("list[Record]", marshal.loads(packed))  # noqa: S302 -- makes values, runs nothing


def pack(shard: Shard) -> bytes:
    """Pack a shard."""
    return marshal.dumps(tuple(shard))


def unpack(packed: bytes) -> Shard:
    """Unpack a shard; its form's sum was right."""
    return Shard(*marshal.loads(packed))  # noqa: S302 -- as for a chunk
