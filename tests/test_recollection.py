"""What a build is told of earlier ones, and what is kept of it for the next."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import build as errand
from dateline.build import Report
from dateline.memory.last import LastBuild
from dateline.memory.scan import Scan
from dateline.memory.store import Memory, PresentMemory
from dateline.reading import read_newsroom
from dateline.recollection import Recollection, Sources
from dateline.settings import load_newsroom

SOFTWARE = "2.0 a"
COURSE = "releases/2024/2024-02-01-course.md"


def remember(root: Path) -> Memory:
    """Open the memory of a newsroom's public folder."""
    return Memory(str(root / ".dateline"), str(root / "public"), SOFTWARE)


def recollection(root: Path, *, verify: bool = False, memory: Memory | None = None) -> Recollection:
    """Recall a newsroom as the door does, whose files are known for sure."""
    sources = Sources.seen(root, Scan(str(root), time.time_ns() + 10**11))
    return Recollection(memory or remember(root), sources, "all", verify=verify)


def build(root: Path, now: datetime, recalled: Recollection) -> Report:
    """Build in proportion to what changed."""
    newsroom = load_newsroom(root)
    return errand.build(
        newsroom, now, out=root / "public", recollection=recalled, keep_ledger=True, jobs=1
    )


def test_build_is_remembered_until_something_happens(small: Path, now: datetime) -> None:
    """What is kept tells what was asked and said, and until when it holds: a month's end."""
    report = build(small, now, recollection(small))

    last = remember(small).last_build()
    assert isinstance(last, LastBuild)
    assert last.asked == "all"
    assert (last.since, last.until) == (
        now.timestamp(),
        datetime(2024, 2, 29, 17, tzinfo=UTC).timestamp(),
    )
    assert last.told == report.told(load_newsroom(small))
    made = [path for _, outputs in last.units.values() for path, _, _ in outputs]
    assert len(made) == report.written
    assert last.sources["published.jsonl"] is not None


@pytest.mark.parametrize("path", ["dateline.toml", "templates/footer.html"])
def test_settings_that_change_meanwhile_are_not_remembered(
    small: Path, now: datetime, path: str
) -> None:
    """Nobody can tell which of two settings, or of two templates, a page was made with."""
    (small / "templates").mkdir()
    (small / "templates/footer.html").write_text("<p>Own.</p>\n")
    recalled = recollection(small)
    with (small / path).open("a") as file:
        file.write("\n")

    build(small, now, recalled)

    assert remember(small).last_build() is None


def test_output_is_forgotten_while_it_changes(
    small: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first move on, what was known of the output is no more; a kill leaves it so."""
    build(small, now, recollection(small))
    (small / COURSE).write_text((small / COURSE).read_text() + "More.\n")
    seen = []

    def stopped(*_: str) -> None:
        seen.append(remember(small).last_build())
        raise KeyboardInterrupt

    monkeypatch.setattr("dateline.output.publication._rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        build(small, now, recollection(small))

    assert seen == [None]


def test_verify_knows_nothing_of_the_output(small: Path, now: datetime) -> None:
    """To compare every file, each is made; what is known of releases is used."""
    build(small, now, recollection(small))
    with (small / "dateline.toml").open("a") as file:
        file.write("\n# More.\n")
    build(small, now, recollection(small))
    verifying, believing = recollection(small, verify=True), recollection(small)
    newsroom = load_newsroom(small)
    site = errand.open_site(newsroom, now)

    assert verifying.known(site).bundles == {}
    assert believing.known(site).bundles
    assert verifying.notebook(newsroom).changed([COURSE]) == []


def test_a_process_that_goes_on_remembers_by_itself(small: Path, now: datetime) -> None:
    """Its first build is written down, and the last at its end; others it knows by heart."""
    memory = PresentMemory(str(small / ".dateline"), str(small / "public"), SOFTWARE)
    first = build(small, now, recollection(small, memory=memory))
    assert memory.last_build() == remember(small).last_build()
    (small / COURSE).write_text((small / COURSE).read_text() + "More.\n")

    second = build(small, now, recollection(small, memory=memory))
    third = build(small, now, recollection(small, memory=memory))

    assert (first.unchanged, second.unchanged > 0, third.written) == (0, True, 0)
    assert remember(small).last_build() is None
    memory.save()
    assert remember(small).last_build() == memory.last_build() is not None
    with (small / "dateline.toml").open("a") as file:
        file.write("\n# More.\n")
    assert recollection(small, memory=memory).notebook(load_newsroom(small)).changed([COURSE])


def test_nothing_is_written_down_that_may_be_half(small: Path, now: datetime) -> None:
    """An output that was about to change when the process ends, or was never built, is forgotten."""
    memory = PresentMemory(str(small / ".dateline"), str(small / "public"), SOFTWARE)
    memory.save()
    assert remember(small).last_build() is None
    build(small, now, recollection(small, memory=memory))
    build(small, now, recollection(small, memory=memory))

    memory.forget_output()
    memory.save()

    assert remember(small).last_build() is None


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        (COURSE, "More.\n", True),
        (
            "releases/2024/2024-02-03-new.md",
            "---\ntitle: New\ndate: 2024-02-03\n---\nText.\n",
            False,
        ),
        (COURSE, "See [it](/en/2024/01/workshop/#top).\n", False),
        ("releases/2024/2024-02-04-bad.md", "---\ntitle: Bad\ndate: soon\n---\nText.\n", False),
        ("published.jsonl", "\n", False),
        ("dateline.toml", "\n# More.\n", False),
    ],
)
def test_problems_across_files_are_known(
    small: Path, now: datetime, path: str, text: str, known: bool
) -> None:
    """Nothing is held against each other again where only a text has changed, and leads nowhere."""
    build(small, now, recollection(small))
    with (small / path).open("a") as file:
        file.write(text)
    newsroom, recalled = load_newsroom(small), recollection(small)
    reading = read_newsroom(newsroom, notebook=recalled.notebook(newsroom))

    assert (recalled.problems(reading, now) is not None) == known
    later = datetime(2024, 3, 15, tzinfo=UTC)
    assert recalled.problems(reading, later) is None
