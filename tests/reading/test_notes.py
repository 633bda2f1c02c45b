"""What is known of release files goes to the next build, of whatever pieces it was gathered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dateline.memory.scan import Identity
from dateline.reading import records, shards, spool
from dateline.reading.files import SourceFile
from dateline.reading.notes import Notes
from dateline.reading.records import Record
from tests.editions import HANOI, edition

FIRST, SECOND, THIRD = (
    f"releases/2024-02-0{day}-{word}.en.md"
    for day, word in enumerate(("course", "talks", "fair"), 1)
)
HERE: dict[str, Identity | None] = {
    FIRST: b"1111", SECOND: b"2222", THIRD: b"3333",
}  # fmt: skip


def record(path: str) -> Record:
    """Give the record of a release."""
    found = edition(path=path)
    made = records.make(found, SourceFile(path, found.body), [], [], {}, HANOI)
    assert made is not None
    return made


def told(notes: Mapping[str, bytes]) -> dict[str, tuple[list[str], int]]:
    """Give the files of each shard, in order, and the number of its identities."""
    unpacked = {name: shards.unpack(packed) for name, packed in notes.items()}
    return {
        name: (sorted(each[0] for each in shard.records), len(shard.identities))
        for name, shard in unpacked.items()
    }


@pytest.mark.parametrize("most", [0, 1_000_000])
def test_all_is_gathered(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """A shard holds what others packed and what is to be packed, kept on disk or in memory."""
    monkeypatch.setattr(spool, "_MOST", most)
    notes = Notes({}, HERE)
    notes.take_chunk("2024-02", shards.chunk([record(FIRST)]), [record(FIRST)])
    notes.take("2024-02", [record(SECOND)])
    notes.take("2024-03", [record(THIRD)])
    notes.pack()

    assert told(notes) == {"2024-02": ([FIRST, SECOND], 2), "2024-03": ([THIRD], 1)}
    assert len(notes) == 2


def test_what_is_new_joins_what_stands() -> None:
    """A release that was added is in one chunk with those that were there."""
    before = Notes({}, HERE)
    before.take("2024-02", [record(FIRST)])
    before.take("2024-03", [record(THIRD)])
    before.pack()
    last = dict(before)

    notes = Notes(last, HERE)
    for name in last:
        notes.let_stand(name)
    notes.take("2024-02", [record(SECOND)])
    notes.pack()

    assert told(notes) == {"2024-02": ([FIRST, SECOND], 2), "2024-03": ([THIRD], 1)}
    assert len(shards.unpack(notes["2024-02"]).chunks) == 1
    assert notes["2024-03"] == last["2024-03"]
