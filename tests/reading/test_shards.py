"""Records are kept in shards: what was packed comes back, and no changed file goes unnoticed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from dateline.memory.scan import Identity
from dateline.model import Attachment, Edition, LocalFile
from dateline.problems import Place, Problem, Severity
from dateline.reading import records, shards
from dateline.reading.body import SiteLink
from dateline.reading.files import SourceFile
from dateline.reading.records import Record
from tests.editions import HANOI, edition

FILE = LocalFile("paper.pdf", "releases/paper.pdf", 5, "application/pdf")
HERE: dict[str, Identity | None] = {
    "releases/2024-02-01-course.en.md": (1, 2, 3, 4),
    "releases/2024-02-09-talks.en.md": (5, 6, 7, 8),
    FILE.source: (9, 9, 5, 9),
}
RICH = edition(
    title="Khoá học",
    summary="A summary.",
    attachments=(Attachment(FILE, "A paper"),),
    extra={"x-own": [1, 2]},
    topics=("skills",),
)
PLAIN = edition("2024-02-09-talks")
TOLD = Problem(Place(RICH.path, 3, 4), Severity.WARNING, "a-code", "A message.", "A hint.")
LINK = SiteLink("/en/2024/", Place(RICH.path, 9, 1))


def noted(found: Edition, *problems: Problem) -> Record:
    """Give the record of an edition."""
    source = SourceFile(found.path, f"---\ntitle: x\n---\n{found.body}")
    links = [LINK] if problems else []
    made = records.make(found, source, list(problems), links, HERE, HANOI)
    assert made is not None
    return made


@pytest.fixture
def packed() -> bytes:
    """Give a packed shard of two editions."""
    return shards.pack({RICH.path: noted(RICH, TOLD), PLAIN.path: noted(PLAIN)}, HERE)


def test_editions_come_back(packed: bytes) -> None:
    """Each field of an edition comes back, whenever it is asked for, with the sums of all."""
    shard = shards.unpack(packed)
    editions, prints = shard.recalled(Path("/nowhere"), HANOI)

    assert list(editions) == list(prints) == shard.paths == [RICH.path, PLAIN.path]
    for before, after in zip((RICH, PLAIN), editions.values(), strict=True):
        for each in reversed(fields(Edition)):
            if each.name != "body":
                assert getattr(after, each.name) == getattr(before, each.name), each.name
        assert prints[before.path] == records.print_of(noted(before))


def test_what_is_late_has_its_default(packed: bytes) -> None:
    """What a record does not tell is as most have it; what no edition has is no attribute."""
    editions, _ = shards.unpack(packed).recalled(Path("/nowhere"), HANOI)
    plain = editions[PLAIN.path]

    assert (plain.summary, plain.attachments, plain.folder, dict(plain.extra)) == ("", (), "", {})
    assert not hasattr(plain, "nothing_of_the_kind")


def test_records_come_back(packed: bytes) -> None:
    """A shard that does not stand gives its records, one by one; problems and links are there."""
    shard = shards.unpack(packed)

    assert shard.records() == {RICH.path: noted(RICH, TOLD), PLAIN.path: noted(PLAIN)}
    assert shard.problems == (tuple(TOLD.as_dict().values()),)
    assert [records.link_of(each) for each in shard.links] == [LINK]


@pytest.mark.parametrize("path", HERE)
@pytest.mark.parametrize("now", [(1, 1, 1, 1), None])
def test_each_file_counts(packed: bytes, path: str, now: Identity | None) -> None:
    """A shard stands while all its files, and those that they name, are known to be the same."""
    assert shards.unpack(packed).stands(HERE | {"releases/other.md": (0, 0, 0, 0)})
    assert not shards.unpack(packed).stands(HERE | {path: now})
    assert not shards.unpack(packed).stands({name: HERE[name] for name in HERE if name != path})


def test_unsure_file_never_stands() -> None:
    """A file that was written a moment before it was read is read again, whatever is seen of it."""
    unsure = HERE | {PLAIN.path: None}
    shard = shards.unpack(shards.pack({PLAIN.path: noted(PLAIN)}, unsure))

    assert not shard.stands(unsure)
    assert not shard.stands(HERE)


@pytest.mark.parametrize(
    ("path", "month"),
    [
        ("releases/2024/2024-02-01-course.md", "2024-02"),
        ("releases/2024-02-01-course/index.vi.md", "2024-02"),
        ("releases/course.md", ""),
    ],
)
def test_shards_are_months(path: str, month: str) -> None:
    """Both editions of a release are in one shard: that of the month in their names."""
    assert shards.of(path) == month
