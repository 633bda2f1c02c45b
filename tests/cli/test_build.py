"""`dateline build`: what it says, what it refuses, and what its report holds."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import threading
from pathlib import Path

import pytest

from dateline.cli.desk import Desk
from dateline.cli.progress import progress
from dateline.lock import locked
from tests.cli.running import NOW, run, spawn, tree


def held(root: Path) -> None:
    """Add a release held until 1 March, 09:00 in Viet Nam, and a draft."""
    keys = "title: A\ndate: 2024-02-01\nsummary: B"
    text = f"---\n{keys}\nembargo: 2024-03-01T02:00:00Z\n---\nText.\n"
    (root / "releases/2024-02-01-held.md").write_text(text, encoding="utf-8")
    text = f"---\n{keys}\ndraft: true\n---\nText.\n"
    (root / "releases/2024-02-01-draft.md").write_text(text, encoding="utf-8")


def test_result(small: Path) -> None:
    """A build says what it wrote, what is public, and what is held until when."""
    held(small)

    first = run("build", "-C", small, "--now", NOW)
    second = run("build", "-C", small, "--now", NOW)

    files = len(tree(small / "public"))
    heldings = (
        "  releases/2024-02-01-draft.md: held as a draft\n"
        "  releases/2024-02-01-held.md: held until 2024-03-01 09:00 Asia/Ho_Chi_Minh\n"
    )
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.startswith(
        f"{small}/public/: {files} files written, 0 unchanged, 0 removed. "
    )
    assert "public, 2 held.\n" + heldings in first.stdout
    assert f": 0 files written, {files} unchanged, 0 removed. " in second.stdout
    assert first.stderr == ""


def test_output_is_named_as_one_would_type_it(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From within the newsroom, the output is simply `public/`; --out is relative to here."""
    monkeypatch.chdir(small)

    assert run("build", "--now", NOW).stdout.startswith("public/: ")
    assert run("build", "--now", NOW, "--out", "other").stdout.startswith("other/: ")
    assert (small / "other" / "index.html").is_file()


def test_quiet_says_nothing(small: Path) -> None:
    """A quiet build that went well prints nothing at all."""
    held(small)

    assert run("build", "-q", "-C", small, "--now", NOW).output == ""


def test_warnings_go_to_standard_error(small: Path) -> None:
    """Warnings are told beside the result, and do not stop a build."""
    text = "\ufeff---\ntitle: A\ndate: 2024-02-01\nsummary: B\n---\nText.\n"
    (small / "releases/2024-02-01-mark.md").write_text(text, encoding="utf-8")

    result = run("build", "-C", small, "--now", NOW)

    assert result.exit_code == 0
    assert result.stderr.startswith("releases/2024-02-01-mark.md:1:1: warning byte-order-mark: ")
    assert "byte-order-mark" not in result.stdout


def test_errors_publish_nothing(small: Path) -> None:
    """With an error in any release nothing is published, and the last output stays."""
    run("build", "-C", small, "--now", NOW)
    before = tree(small / "public")
    (small / "releases/2024-02-01-broken.md").write_text("no keys\n", encoding="utf-8")

    result = run("build", "-C", small, "--now", NOW, "--report", small / "report.json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "releases/2024-02-01-broken.md:1:1: error no-front-matter" in result.stderr
    assert "1 error, 0 warnings" in result.stderr
    assert tree(small / "public") == before
    assert not (small / "report.json").exists()


def test_settings_problems_exit_2(small: Path) -> None:
    """Wrong settings exit 2, with their places."""
    (small / "feeds" / "press.toml").write_text("titel = 'A'\n", encoding="utf-8")

    result = run("build", "-C", small)

    assert result.exit_code == 2
    assert "feeds/press.toml:1:1: error unknown-key" in result.stderr


@pytest.mark.parametrize("out", [None, "public", "public/preview", ".", ".public-versions/5"])
def test_drafts_need_an_output_of_their_own(
    small: Path, out: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drafts never reach the newsroom's own output, not even by its name."""
    monkeypatch.chdir(small)

    result = run("build", "--drafts", *(["--out", out] if out else []))

    assert result.exit_code == 2
    assert "--out" in result.stderr
    assert not (small / "public").exists()


def test_drafts_in_an_output_of_their_own(small: Path, tmp_path: Path) -> None:
    """With an output of its own, a build shows drafts; held releases stay held."""
    held(small)

    result = run("build", "-C", small, "--drafts", "--out", tmp_path / "drafts", "--now", NOW)

    assert result.exit_code == 0
    assert (tmp_path / "drafts/en/2024/02/draft/index.html").is_file()
    assert not (tmp_path / "drafts/en/2024/02/held").exists()


@pytest.mark.parametrize("out", [".", "..", "releases", "assets/site", ".git"])
def test_unsafe_outputs_are_refused(small: Path, out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output at, above or within what the newsroom is made of exits 2 and touches nothing."""
    monkeypatch.chdir(small)
    before = tree(small)

    result = run("build", "--out", out)

    assert result.exit_code == 2
    assert "--out" in result.stderr
    assert tree(small) == before


def test_report(small: Path, tmp_path: Path) -> None:
    """--report writes what the contract promises; moments bear the newsroom's zone."""
    held(small)

    run("build", "-q", "-C", small, "--now", NOW, "--report", tmp_path / "report.json")

    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert list(report) == ["written", "unchanged", "removed", "releases", "held", "seconds"]
    assert report["written"] == len(tree(small / "public"))
    assert report["seconds"] > 0
    assert report["held"] == [
        {"path": "releases/2024-02-01-draft.md", "until": None},
        {"path": "releases/2024-02-01-held.md", "until": "2024-03-01T09:00:00+07:00"},
    ]


def test_preview(small: Path, tmp_path: Path) -> None:
    """--preview tells each held release's address, in words and in the report; not in quiet."""
    held(small)
    words = ("build", "-C", small, "--now", NOW, "--preview")

    result = run(*words, "--report", tmp_path / "report.json")

    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["held"]
    link = told[1]["preview"]
    until = "releases/2024-02-01-held.md: held until 2024-03-01 09:00 Asia/Ho_Chi_Minh"
    assert f"  {until}\n    {link}\n" in result.stdout
    assert result.stdout.count("/preview/") == 1
    path = link.removeprefix("https://press.example.org/")
    assert (small / "public" / path / "index.html").is_file()
    assert [list(each) for each in told] == [["path", "until"], ["path", "until", "preview"]]
    assert run("-q", *words).output == ""


def test_report_that_cannot_be_written_exits_3(small: Path, tmp_path: Path) -> None:
    """A report into a folder that is not there fails with what and where."""
    result = run("build", "-C", small, "--report", tmp_path / "none" / "report.json")

    assert result.exit_code == 3
    assert "report.json" in result.stderr


def test_now_is_what_it_is_told(small: Path) -> None:
    """--now goes before SOURCE_DATE_EPOCH: what it does not allow is not published."""
    result = run(
        "build",
        "-C",
        small,
        "--now",
        "2024-01-01T00:00:00Z",
        env={"SOURCE_DATE_EPOCH": "1707955200"},
    )

    assert "3 held" in result.stdout
    assert not (small / "public/en/2024").exists()


def test_force_gives_the_same(small: Path) -> None:
    """--force forgets the cache, is never an error, and changes no byte."""
    run("build", "-C", small, "--now", NOW)
    before = tree(small / "public")

    assert run("build", "-C", small, "--now", NOW, "--force").exit_code == 0
    assert tree(small / "public") == before


def test_wait_for_another_build(small: Path) -> None:
    """--wait tells whom it waits for and builds after it; without, a build declines, exit 3."""
    holding = locked(small / ".dateline/lock")
    holding.__enter__()
    threading.Timer(0.5, holding.__exit__, (None, None, None)).start()

    declined = run("build", "-C", small, "--now", NOW)
    waited = run("build", "-C", small, "--now", NOW, "--wait")

    assert (declined.exit_code, declined.stdout) == (3, "")
    assert f"(process {os.getpid()} on " in declined.stderr
    assert waited.exit_code == 0
    assert waited.stderr.startswith("Waiting for another build of this newsroom (process ")
    assert (small / "public/index.html").is_file()


def test_what_is_written_while_a_build_waits_is_built(small: Path) -> None:
    """--wait waits before it looks: an edit meanwhile is in what is built, and is no failure."""
    run("build", "-C", small, "--now", NOW)
    file = small / "releases/2024/2024-02-01-course.md"
    right = file.read_text(encoding="utf-8")
    holding = locked(small / ".dateline/lock")
    holding.__enter__()

    def edit_and_end() -> None:
        file.write_text(right.replace("Online course opens", "Another"), encoding="utf-8")
        holding.__exit__(None, None, None)

    threading.Timer(0.5, edit_and_end).start()
    waited = run("build", "-C", small, "--now", NOW, "--wait")

    assert waited.exit_code == 0
    assert "<h1>Another" in (small / "public/en/2024/02/course/index.html").read_text()


def test_swap(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--swap makes public/ a link to whole versions; a build without it then declines."""
    monkeypatch.chdir(small)
    run("build", "--now", "2024-01-10T00:00:00Z")

    for month in "01", "02":
        words = ("--now", f"2024-{month}-10T00:00:00Z", "--swap", "--keep", "2")
        result = run("build", *words)
    plain = run("build", "--now", NOW)

    assert result.exit_code == 0
    assert result.stdout.startswith("public/: ")
    assert (small / "public/en/2024/02/course/index.html").is_file()
    assert Path("public").readlink() == Path(".public-versions/2")
    assert (plain.exit_code, plain.stdout) == (2, "")
    assert "--swap" in plain.stderr


def test_keep_fewer_than_two_is_refused(small: Path) -> None:
    """Whoever reads the last version as the link is flipped must find it whole."""
    assert run("build", "-C", small, "--swap", "--keep", "1").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [["check"], ["list"], ["schedule", "--next"], ["digest"], ["send", "--due"], ["worker"]],
)
def test_other_commands_say_that_a_stopped_build_waits(
    small: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """A build stopped among its moves is told by whoever only reads, and finished by the next."""
    monkeypatch.chdir(small)

    def stopped(*_: str) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("dateline.output.publication._rename", stopped)
        assert run("build", "--now", NOW).exit_code == 3
        assert run("build", "--now", NOW, "--out", "other").exit_code == 3
    told = run(*words)
    assert "public/ is half old, half new: " in told.stderr
    assert "`dateline build --out other` finishes it." in told.stderr
    assert "half old" not in told.stdout
    with locked(small / ".dateline/lock"):
        assert "half old" not in run(*words).stderr

    run("build", "--now", NOW)

    assert "public/ is half old" not in run(*words).stderr
    assert (small / "public/index.html").is_file()


def test_real_process(small: Path) -> None:
    """A build in a process of its own does the same, and takes SOURCE_DATE_EPOCH for now."""
    done = spawn("build", "-C", small, SOURCE_DATE_EPOCH="1707955200")

    assert done.returncode == 0
    assert "unchanged, 0 removed." in done.stdout
    assert done.stderr == ""


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


def test_progress_is_drawn_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal one line tells how far it is, and is gone at the end."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("dateline.cli.progress._PATIENCE", 0.0)
    monkeypatch.setattr("dateline.cli.progress._PAUSE", 0.0)

    with progress(Desk()) as told:
        assert told is not None
        told("reading", 300, 1200)
        told("rendering", 50, 0)

    lines = terminal.getvalue().split("\r")
    assert lines[1] == "reading   [######------------------] 300 of 1,200"
    assert lines[2].rstrip() == "rendering 50"
    assert len(lines[2]) == len(lines[1])
    assert lines[-2].strip() == ""
    assert lines[-1] == ""


def test_no_progress_without_a_terminal() -> None:
    """What is piped or logged has no progress in it; nor has a quiet run."""
    with progress(Desk()) as told:
        assert told is None
