"""Records are kept in shards: what was packed comes back, and no changed file goes unnoticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from dateline.memory.scan import Identity
from dateline.model import Attachment, Edition, LocalFile
from dateline.problems import Place, Problem, Severity
from dateline.reading import records, shards
from dateline.reading.body import SiteLink
from dateline.reading.files import SourceFile
from dateline.reading.recalled import Home, editions_of
from dateline.reading.records import Record
from dateline.reading.shards import Shard
from tests.editions import HANOI, edition

HOME = Home(Path("/nowhere"), HANOI)
FILE = LocalFile("paper.pdf", "releases/paper.pdf", 5, "application/pdf")
HERE: dict[str, Identity | None] = {
    "releases/2024-02-01-course.en.md": b"1234",
    "releases/2024-02-09-talks.en.md": b"5678",
    FILE.source: b"9959",
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


def shard_of(*found: Record, now: Mapping[str, Identity | None] = HERE) -> Shard:
    """Give a shard as the next build has it, of a chunk for each record."""
    shard = Shard({}, [])
    for record in found:
        shard.chunks.append(shards.chunk([record]))
        shards.note(shard.identities, [record], now)
    return shards.unpack(shards.pack(shard))


@pytest.fixture
def shard() -> Shard:
    """Give a shard of two editions."""
    return shard_of(noted(RICH, TOLD), noted(PLAIN))


def test_editions_come_back(shard: Shard) -> None:
    """Each field of an edition comes back, whenever it is asked for."""
    editions = editions_of(shard.records, HOME, {})

    assert list(editions) == [RICH.path, PLAIN.path]
    for before, after in zip((RICH, PLAIN), editions.values(), strict=True):
        for each in reversed(fields(Edition)):
            if each.name != "body":
                assert getattr(after, each.name) == getattr(before, each.name), each.name


def test_what_is_late_has_its_default(shard: Shard) -> None:
    """What a record does not tell is as most have it; what no edition has is no attribute."""
    editions = editions_of(shard.records, HOME, {})
    plain = editions[PLAIN.path]

    assert (plain.summary, plain.attachments, plain.folder, dict(plain.extra)) == ("", (), "", {})
    assert not hasattr(plain, "nothing_of_the_kind")


def test_records_come_back(shard: Shard) -> None:
    """A shard gives its records one by one, with problems and links, as often as it is asked."""
    for _ in range(2):
        found = [*shard.records]
        editions_of(found, HOME, {})

    assert [*shard.records] == [noted(RICH, TOLD), noted(PLAIN)]
    assert [*map(records.problems_of, shard.records)] == [[TOLD], []]
    assert [*map(records.links_of, shard.records)] == [[LINK], []]


@pytest.mark.parametrize("path", HERE)
@pytest.mark.parametrize("now", [b"1111", None])
def test_each_file_counts(shard: Shard, path: str, now: Identity | None) -> None:
    """A shard stands while all its files, and those that they name, are known to be the same."""
    assert shard.stands(HERE | {"releases/other.md": bytes(4)})
    assert not shard.stands(HERE | {path: now})
    assert not shard.stands({name: HERE[name] for name in HERE if name != path})


def test_unsure_file_never_stands() -> None:
    """A file that was written a moment before it was read is read again, whatever is seen of it."""
    unsure = HERE | {PLAIN.path: None}
    shard = shard_of(noted(PLAIN), now=unsure)

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
