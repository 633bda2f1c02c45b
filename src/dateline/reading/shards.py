"""Keep the records of release files in shards, each a month's, that stand or fall together.

A shard of which no file changed is neither looked into nor written anew. Of its editions only
what sorts and groups them is unpacked; what they say is when it is asked for.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from dateline.memory.scan import Identity
from dateline.model import Edition, Print
from dateline.reading import records
from dateline.reading.records import Packed, Record

_MONTH = re.compile(r"\d{4}-\d\d(?=-\d\d-)")
_print = tuple.__new__


class Shard(NamedTuple):
    """A month's records, packed.

    `identities` are those of the files, and of the files beside them, on which they depend; the
    empty tuple stands for one that is not known for sure. `told` are problems and links of all.
    """

    identities: dict[str, tuple[()] | Identity]
    editions: list[Packed]
    problems: tuple[tuple[Any, ...], ...]
    links: tuple[tuple[Any, ...], ...]

    @property
    def paths(self) -> list[str]:
        """Give the release files."""
        return [each[0] for each in self.editions]

    def stands(self, now: Mapping[str, Identity | None]) -> bool:
        """Say whether all its files are as they were."""
        return self.identities.items() <= now.items()

    def recalled(self, root: Path, zone: tzinfo) -> tuple[dict[str, Edition], dict[str, Print]]:
        """Give the editions by their paths, and the sums that stand for them."""
        prints = {path: _print(Print, sums) for path, _, sums, _, _ in self.editions}
        return records.recalled(self.editions, root, zone), prints

    def records(self) -> dict[str, Record]:
        """Give the records by their paths."""
        return {
            path: _record(asked, sums, own, rest) for path, asked, sums, own, rest in self.editions
        }


def of(path: str) -> str:
    """Name the shard of a release file: by the month in its path."""
    found = _MONTH.search(path)
    return found[0] if found else ""


def pack(noted: Mapping[str, Record], now: Mapping[str, Identity | None]) -> bytes:
    """Pack the records of a shard; `now` has the identities of all files."""
    identities: dict[str, tuple[()] | Identity] = {}
    for path, record in noted.items():
        identities[path] = now.get(path) or ()
        identities.update(record[1])
    shard = Shard(
        identities,
        [_packed(path, record) for path, record in noted.items()],
        tuple([problem for record in noted.values() for problem in record[3]]),
        tuple([link for record in noted.values() for link in record[4]]),
    )
    return marshal.dumps(tuple(shard))


def unpack(packed: bytes) -> Shard:
    """Unpack a shard; its form's sum was right."""
    return Shard(*marshal.loads(packed))  # noqa: S302 -- makes values and runs nothing


def _packed(path: str, record: Record) -> Packed:
    own, files, values, problems, links, sums = record
    asked = {name: value for name, value in values.items() if name in records.ASKED}
    said = {name: value for name, value in values.items() if name not in records.ASKED}
    return path, asked, sums, own, marshal.dumps((said, files, problems, links))


def _record(asked: dict[str, Any], sums: tuple[bytes, bytes], own: bytes, rest: bytes) -> Record:
    said, files, problems, links = marshal.loads(rest)  # noqa: S302 -- as for a shard
    return own, files, {**asked, **said}, problems, links, sums
