"""What a build is told of earlier ones, and what is kept of it for the next."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import build as errand
from dateline.build import Report
from dateline.errors import ContentError, OutputRefusedError
from dateline.examination import examine
from dateline.memory.last import LastBuild
from dateline.memory.looking import Look
from dateline.memory.scan import Scan
from dateline.memory.store import Memory, PresentMemory
from dateline.output import manifest
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


def build(
    root: Path, now: datetime, recalled: Recollection, *, allow_removal: bool = False
) -> Report:
    """Build in proportion to what changed."""
    return errand.build(
        load_newsroom(root),
        now,
        out=root / "public",
        recollection=recalled,
        keep_ledger=True,
        allow_removal=allow_removal,
        jobs=1,
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


def test_notes_may_be_packed_ahead(small: Path, now: datetime) -> None:
    """What is packed while others render is what is kept, once something was read."""
    recalled = recollection(small)
    recalled.prepare()
    build(small, now, recalled)
    recalled.prepare()

    assert recalled._notebook is not None
    assert remember(small).notes(recalled._sources.settings) == recalled._notebook.notes
    assert recalled._notebook.notes


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


def test_manifest_is_neither_read_nor_written_where_files_stay(
    small: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the memory tells of files is enough, as long as no other build was there since."""
    build(small, now, recollection(small))
    record = manifest.place(small / ".dateline", small / "public")
    before = manifest.identity(record)
    (small / COURSE).write_text((small / COURSE).read_text() + "More.\n")
    with monkeypatch.context() as patched:
        patched.setattr(manifest, "load", lambda *_: pytest.fail("read"))
        edited = build(small, now, recollection(small))

    assert (edited.written > 0, manifest.identity(record)) == (True, before)
    (small / COURSE).unlink()
    with monkeypatch.context() as patched:
        patched.setattr(manifest, "load", lambda *_: pytest.fail("read"))
        removed = build(small, now, recollection(small), allow_removal=True)
    assert removed.removed > 0
    assert manifest.identity(record) != before


def test_manifest_of_another_build_is_read(small: Path, now: datetime) -> None:
    """Files of a build that remembered nothing are removed, though the memory knows none."""
    build(small, now, recollection(small))
    (small / "pages").mkdir(exist_ok=True)
    (small / "pages/more.md").write_text("---\ntitle: More\n---\nMore.\n")
    errand.build(load_newsroom(small), now, out=small / "public", jobs=1)
    (small / "pages/more.md").unlink()
    assert (small / "public/en/more/index.html").exists()

    done = build(small, now, recollection(small))

    assert done.removed > 0
    assert not (small / "public/en/more").exists()
    manifest.place(small / ".dateline", small / "public").unlink()
    with (small / COURSE).open("a") as file:
        file.write("More.\n")
    assert build(small, now, recollection(small)).written > 0


def test_foreign_file_is_in_the_way_of_a_new_page(small: Path, now: datetime) -> None:
    """That no manifest need be read takes nothing from the care for what others wrote."""
    build(small, now, recollection(small))
    (small / "pages").mkdir(exist_ok=True)
    (small / "pages/more.md").write_text("---\ntitle: More\n---\nMore.\n")
    (small / "public/en/more").mkdir()
    (small / "public/en/more/index.html").write_text("By hand.")

    with pytest.raises(OutputRefusedError, match="was not written by Dateline"):
        build(small, now, recollection(small))
    assert (small / "public/en/more/index.html").read_text() == "By hand."


def test_look_of_another_build_is_not_believed(small: Path, now: datetime) -> None:
    """What was seen of an output is nothing once another build has made it anew."""
    build(small, now, recollection(small))
    memory = remember(small)
    last = memory.last_build()
    assert last is not None
    look = Look(str((small / "public").absolute()), last.bundles, 1)
    sources = Sources.seen(small, Scan(str(small), time.time_ns() + 10**11))
    site = errand.open_site(load_newsroom(small), now)

    assert Recollection(memory, sources, "all", look=look).known(site).look is look
    build(small, now, recollection(small))
    assert Recollection(memory, sources, "all", look=look).known(site).look is None


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


def test_months_are_settled_in_the_ledger_as_it_was_left(small: Path, now: datetime) -> None:
    """What a build has seen to be right is known until the ledger or a setting is another."""
    build(small, now, recollection(small))
    left = recollection(small)
    settled = left.settled()
    newsroom = load_newsroom(small)
    reading = read_newsroom(newsroom, notebook=left.notebook(newsroom))

    assert settled
    assert recollection(small, verify=True).settled() == ()
    assert set(examine(newsroom, reading, now).settled) == settled
    with (small / "published.jsonl").open("a") as file:
        file.write("\n")
    assert (recollection(small).settled(), left.settled()) == ((), ())
    build(small, now, recollection(small))
    assert recollection(small).settled() == settled
    with (small / "dateline.toml").open("a") as file:
        file.write("\n# More.\n")
    assert recollection(small).settled() == ()


@pytest.mark.parametrize("change", ["title: Another", "draft: true", "slug: elsewhere"])
def test_what_differs_from_the_ledger_is_told_beside_what_is_settled(
    small: Path, now: datetime, change: str
) -> None:
    """A month that says something else is compared, and its lines written, as without memory."""
    build(small, now, recollection(small))
    early = "---\ntitle: Early\ndate: 2023-12-01\nsummary: It was.\n---\nText.\n"
    (small / "releases/2023-12-01-early.md").write_text(early, encoding="utf-8")
    build(small, now, recollection(small))
    text = (small / COURSE).read_text(encoding="utf-8")
    key = change.partition(":")[0]
    lines = [line for line in text.split("\n") if not line.startswith(f"{key}:")]
    (small / COURSE).write_text("\n".join(["---", change, *lines[1:]]), encoding="utf-8")
    made = shutil.ignore_patterns("public", ".dateline")
    other = Path(shutil.copytree(small, small.parent / "other", ignore=made))

    recalled = recollection(small)
    assert recalled.settled()
    (told, ledger), (wanted, right) = [
        _told(root, now, each) for root, each in ((small, recalled), (other, recollection(other)))
    ]

    assert (told, ledger) == (wanted, right)


def _told(root: Path, now: datetime, recalled: Recollection) -> tuple[list[str], bytes]:
    """Build; give what was told, and the ledger that was left."""
    try:
        problems = build(root, now, recalled).warnings
    except ContentError as failure:
        problems = failure.problems
    return [repr(each) for each in problems], (root / "published.jsonl").read_bytes()


def test_lines_of_the_ledger_are_told_as_they_stand(small: Path, now: datetime) -> None:
    """A warning of the ledger's line is told anew where the same build put a line above it."""
    course = small / COURSE
    text = course.read_text(encoding="utf-8")
    change = "changes: [{at: 2024-02-10, note: A name., kind: major}]"
    course.write_text(text.replace("\n---\n", f"\n{change}\n---\n", 1), encoding="utf-8")
    build(small, now, recollection(small))
    course.write_text(text, encoding="utf-8")
    early = "---\ntitle: Early\ndate: 2023-12-01\nsummary: It was.\n---\nText.\n"
    (small / "releases/2023-12-01-early.md").write_text(early, encoding="utf-8")

    first, second = [build(small, now, recollection(small)) for _ in range(2)]

    (before,), (after,) = [
        [each.place for each in report.warnings if each.code == "correction-vanished"]
        for report in (first, second)
    ]
    assert after.line == before.line + 1
    last = remember(small).last_build()
    assert last is not None
    assert last.is_asked_again("all", Scan(str(small), time.time_ns() + 10**11), now.timestamp())
    assert ("published.jsonl", after.line) in [tuple(each[:2]) for each in last.told["warnings"]]
