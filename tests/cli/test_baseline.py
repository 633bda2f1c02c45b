"""`--write-baseline` and `--baseline`: an old archive is adopted, and only new problems count."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.cli.desk import Desk
from dateline.cli.serve import OUTPUT, Rebuild
from dateline.reports.baseline import read_baseline
from tests.cli.running import NOW, run

OLD = "releases/1998/1998-05-04-old.md"
TEXT = "---\ntitle: Old\ndate: 1998-05-04\nsummary: It was so.\n---\n![](gone.png)\n"


@pytest.fixture
def archive(small: Path) -> Path:
    """Give a newsroom with an old release whose picture is gone, and its baseline."""
    write(small, OLD, TEXT)

    assert run("check", "-C", small, "--write-baseline", small / "known.jsonl").exit_code == 0
    return small


def write(root: Path, path: str, text: str) -> None:
    """Write a release."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_today_is_recorded(archive: Path) -> None:
    """Recording says how many problems it took, and tells none; checking then exits 0."""
    again = run("check", "-C", archive, "--write-baseline", archive / "known.jsonl")
    checked = run("check", "-C", archive, "--strict", "--baseline", archive / "known.jsonl")

    assert again.stdout.endswith("known.jsonl: 2 problems recorded.\n")
    assert (checked.exit_code, checked.stdout) == (0, "0 errors, 0 warnings in 7 files\n")
    assert checked.stderr == "2 known problems passed over.\n"


def test_only_what_is_new_counts(archive: Path) -> None:
    """A new problem is told and fails; the old ones stay known where their lines moved."""
    write(archive, OLD, TEXT.replace("summary", "x-note: 1\nsummary") + "\n[More](lost.pdf)\n")

    found = run("check", "-C", archive, "--baseline", archive / "known.jsonl", "--format", "json")

    report = json.loads(found.stdout)
    assert found.exit_code == 1
    assert [(p["code"], p["line"]) for p in report["problems"]] == [("missing-file", 9)]
    assert (report["known"], report["stale"]) == (2, 0)


def test_what_is_gone_is_told(archive: Path) -> None:
    """An entry whose problem was mended is told with its file and code; within PATHs only."""
    write(archive, OLD, TEXT.replace("![](gone.png)", "Text."))
    words = ("check", "-C", archive, "--baseline", archive / "known.jsonl")

    assert run(*words).stderr == (
        "2 problems of the baseline gone; record it anew:\n"
        f"  {OLD}: image-without-alt\n  {OLD}: missing-file\n"
    )
    assert run(*words, "releases/2024").stderr == ""
    assert run(*words, "releases/1998").stderr == run(*words).stderr


def test_many_gone_are_told_briefly(archive: Path) -> None:
    """Of many stale entries ten are named, with --verbose all."""
    body = "\n\n".join(f"[{n}](gone-{n}.pdf)" for n in range(15))
    write(archive, OLD, TEXT + body)
    run("check", "-C", archive, "--write-baseline", archive / "known.jsonl")
    write(archive, OLD, TEXT)
    words = ("check", "-C", archive, "--baseline", archive / "known.jsonl")

    assert run(*words).stderr.endswith("  and 5 more (--verbose)\n")
    assert run(*words, "-v").stderr.count("missing-file") == 15


def test_the_archive_is_built(archive: Path, tmp_path: Path) -> None:
    """What is known does not stop a build or a digest; what is new does."""
    known, out = archive / "known.jsonl", tmp_path / "out"
    build = ("build", "-C", archive, "--out", out, "--now", NOW)
    digest = ("digest", "1998-05", "-C", archive, "--out", tmp_path / "d", "--now", NOW)

    assert [run(*words).exit_code for words in (build, digest)] == [1, 1]
    assert [run(*words, "--baseline", known).exit_code for words in (build, digest)] == [0, 0]
    assert (out / "en/1998/05/old/index.html").is_file()
    write(archive, OLD, TEXT + "\n[More](lost.pdf)\n")
    refused = run(*build, "--baseline", known)
    assert refused.exit_code == 1
    assert refused.stderr.count("missing-file") == 1


def test_what_would_be_wrong_is_never_built(archive: Path, tmp_path: Path) -> None:
    """A known error that spoils the output stops a build, which says so; a check only counts it."""
    write(archive, OLD, TEXT.replace("summary", "sumary"))
    known = archive / "known.jsonl"
    run("check", "-C", archive, "--write-baseline", known)

    checked = run("check", "-C", archive, "--baseline", known)
    built = run(
        "build", "-C", archive, "--out", tmp_path / "out", "--now", NOW, "--baseline", known
    )

    assert (checked.exit_code, built.exit_code) == (0, 1)
    assert "3 known problems passed over. Builds still stop at 1 of them.\n" in checked.stderr
    assert "unknown-key" in built.stderr
    assert "missing-file" not in built.stderr
    assert "mend them" in built.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["dateline.toml", "releases", OLD])
def test_nothing_else_is_overwritten(archive: Path, name: str) -> None:
    """A file that is no baseline stays as it is, with exit code 2."""
    before = (archive / "dateline.toml").read_bytes()

    result = run("check", "-C", archive, "--write-baseline", archive / name)

    assert (result.exit_code, (archive / "dateline.toml").read_bytes()) == (2, before)
    assert "is no baseline" in result.stderr


@pytest.mark.parametrize("more", [["releases"], ["--baseline", "known.jsonl"]])
def test_the_whole_is_recorded(
    archive: Path, more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recording a part would forget the rest, so it takes neither PATH nor --baseline."""
    monkeypatch.chdir(archive)

    assert run("check", "--write-baseline", "known.jsonl", *more).exit_code == 2


@pytest.mark.parametrize("command", ["check", "build", "digest", "serve"])
def test_a_broken_baseline_is_usage(archive: Path, command: str) -> None:
    """A baseline that is missing or damaged exits 2 before anything is done."""
    (archive / "known.jsonl").write_text("<<<<<<< ours\n", encoding="utf-8")

    damaged = run(command, "-C", archive, "--baseline", archive / "known.jsonl")
    missing = run(command, "-C", archive, "--baseline", archive / "none.jsonl")

    assert (damaged.exit_code, missing.exit_code) == (2, 2)
    assert "known.jsonl:1:" in damaged.stderr
    assert "There is no baseline" in missing.stderr


def test_the_archive_is_served(archive: Path) -> None:
    """A preview passes over what is known, too; without the baseline it shows the errors."""
    known = read_baseline(archive / "known.jsonl")
    now = datetime(2024, 2, 15, tzinfo=UTC)
    desk = Desk()

    with_it, without = (
        Rebuild(desk, archive, archive / OUTPUT, now, baseline, drafts=False)()
        for baseline in (known, None)
    )

    assert (with_it.notices, len(without.notices)) == ((), 2)
