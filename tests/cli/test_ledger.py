"""Which command writes the ledger, which only reads it, and what each says of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.running import NOW, run

REPOSITORY = Path(__file__).parents[2]
COURSE = "releases/2024/2024-02-01-course.md"


def written(file: Path) -> tuple[int, int]:
    """Tell when a file was written, and whether it is another: reading it changes neither."""
    found = file.stat()
    return found.st_mtime_ns, found.st_ino


@pytest.fixture
def ledger(small: Path) -> Path:
    """Give the place of the small newsroom's ledger, which is not there yet."""
    return small / "published.jsonl"


def test_first_build_begins_it(small: Path, ledger: Path) -> None:
    """A build into public/ begins the ledger and says so once."""
    first = run("build", "-C", small, "--now", NOW)
    second = run("build", "-C", small, "--now", NOW)

    assert "published.jsonl: begun with 4 lines. Keep it with the releases.\n" in first.stdout
    assert len(ledger.read_text().splitlines()) == 4
    assert "published.jsonl" not in second.output


def test_its_loss_is_said(small: Path, ledger: Path) -> None:
    """A ledger that is gone is begun anew; when that is well, and else the mend, is said."""
    run("build", "-C", small, "--now", NOW)
    before = ledger.read_bytes()
    ledger.unlink()

    result = run("build", "-C", small, "--now", NOW)

    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "published.jsonl was not there, though this folder had been published before.",
        "  If you deleted it to forget a trial, all is well.",
        "  Else restore it, from version control or from a colleague, and build again:",
        "  what was removed until now is forgotten without it, and its ids could be given again.",
    ]
    assert ledger.read_bytes() == before


def test_own_output_by_its_name_is_its_own(small: Path, ledger: Path) -> None:
    """--out public is the newsroom's own output, however it is written."""
    run("build", "-C", small, "--now", NOW, "--out", small / "feeds" / ".." / "public")

    assert ledger.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--out", "{tmp}/elsewhere", "--now", NOW),
        ("build", "--drafts", "--out", "{tmp}/drafts", "--now", NOW),
        ("build", "--now", "{tomorrow}"),
        ("check",),
        ("list",),
        ("digest", "2024-01"),
    ],
)
def test_all_else_only_reads_it(
    small: Path, ledger: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Another folder, drafts, a moment to come, and every other command leave it alone."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    made = [word.format(tmp=tmp_path, tomorrow=tomorrow) for word in words]

    result = run(made[0], "-C", small, *made[1:])

    assert result.exit_code == 0
    assert not ledger.exists()


def test_source_date_epoch_of_the_past_counts(small: Path, ledger: Path) -> None:
    """A reproducible build remembers as any other: its moment is past."""
    run("build", "-C", small, env={"SOURCE_DATE_EPOCH": "1708000000"})

    assert ledger.exists()


@pytest.mark.parametrize(
    "words",
    [("build", "--now", NOW), ("check",), ("digest", "2024-01"), ("build", "--out", "{tmp}/x")],
)
def test_what_vanished_is_told_by_all(
    small: Path, ledger: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Whoever reads the newsroom tells what vanished, exits 1, and changes nothing."""
    run("build", "-C", small, "--now", NOW)
    before = ledger.read_bytes()
    (small / COURSE).unlink()

    result = run(words[0], "-C", small, *(word.format(tmp=tmp_path) for word in words[1:]))

    assert result.exit_code == 1
    assert "published.jsonl:3:1: error published-vanished" in result.output
    assert ledger.read_bytes() == before


def test_removal_is_allowed_by_its_option(small: Path, ledger: Path) -> None:
    """--allow-removal lets the release go, and the ledger remembers that."""
    run("build", "-C", small, "--now", NOW)
    (small / COURSE).unlink()

    result = run("build", "-C", small, "--now", NOW, "--allow-removal")

    assert result.exit_code == 0
    assert ledger.read_text().count('"fate":"removed"') == 1
    assert run("check", "-C", small).exit_code == 0


def test_removal_is_not_remembered_elsewhere(small: Path, ledger: Path, tmp_path: Path) -> None:
    """Into another folder --allow-removal builds too, but nothing is forgotten by it."""
    run("build", "-C", small, "--now", NOW)
    before = ledger.read_bytes()
    (small / COURSE).unlink()

    result = run("build", "-C", small, "--allow-removal", "--out", tmp_path / "look")

    assert result.exit_code == 0
    assert ledger.read_bytes() == before
    assert run("check", "-C", small).exit_code == 1


def test_drafts_of_what_was_published_may_be_looked_at(small: Path, tmp_path: Path) -> None:
    """Who works on a published release as a draft may look at it."""
    run("build", "-C", small, "--now", NOW)
    text = (small / COURSE).read_text().replace("summary:", "draft: true\nsummary:")
    (small / COURSE).write_text(text)

    look = run("build", "-C", small, "--drafts", "--out", tmp_path / "look", "--now", NOW)

    assert look.exit_code == 0
    assert run("build", "-C", small, "--now", NOW).exit_code == 1


def test_conflict_stops_a_build(small: Path, ledger: Path) -> None:
    """A merge conflict in the ledger is told at its lines, and nothing is published."""
    run("build", "-C", small, "--now", NOW)
    lines = ledger.read_text().splitlines()
    ledger.write_text("\n".join(["<<<<<<< HEAD", lines[0], "=======", *lines, ">>>>>>> b", ""]))

    result = run("build", "-C", small, "--now", NOW)

    assert result.exit_code == 1
    assert [number for number in range(1, 9) if f"published.jsonl:{number}:1: error" in result.output] == [1, 3, 8]  # fmt: skip


def test_somebody_elses_change_is_said(
    small: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that changed while the build ran is left, and that is said."""
    from dateline import output

    publish = output.publish

    def meanwhile(*values: object, **more: object) -> object:
        ledger.write_text("\n\n")
        return publish(*values, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(output, "publish", meanwhile)

    result = run("build", "-C", small, "--now", NOW)

    assert result.exit_code == 0
    assert "published.jsonl was changed by somebody else meanwhile" in result.stderr
    assert ledger.read_text() == "\n\n"


def test_example_newsroom_remembers_itself(tmp_path: Path) -> None:
    """Building the example anew leaves its committed ledger as it is: `make site` is clean."""
    for name in ("dateline.toml", "published.jsonl"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    for name in ("releases", "feeds", "pages", "assets", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    expected = (REPOSITORY / "published.jsonl").read_bytes()
    stamp = written(tmp_path / "published.jsonl")

    now = run("build", "-C", tmp_path)
    then = run("build", "-C", tmp_path, "--now", "2023-06-01T00:00:00Z")

    assert (now.exit_code, then.exit_code) == (0, 0)
    assert (tmp_path / "published.jsonl").read_bytes() == expected
    assert written(tmp_path / "published.jsonl") == stamp
