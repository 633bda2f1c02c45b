"""`dateline check --fix`: what is safe is mended and shown; the rest is told."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.running import run, tree

NAME = "releases/2024/2024-12-25-fair.md"
TEXT = "---\ntitle: Tiếng\ndate: 25/12/2024\nsumary: A\n---\nText.\n"


@pytest.fixture
def broken(small: Path) -> Path:
    """Give a newsroom with a release whose letters are in pieces, whose date is slashed, and a typo."""
    (small / NAME).write_text(unicodedata.normalize("NFD", TEXT), encoding="utf-8")
    return small


def test_mended_and_checked(broken: Path) -> None:
    """The diff comes first, then what is still wrong; the file is mended."""
    result = run("check", "-C", broken, "--fix")

    assert result.exit_code == 1
    assert result.stdout.startswith(f"--- a/{NAME}\n+++ b/{NAME}\n@@ -1,6 +1,6 @@\n ---\n-title: ")
    assert "\n-date: 25/12/2024\n+title: Tiếng\n+date: 2024-12-25\n" in result.stdout
    assert f"{NAME}:4:1: error unknown-key" in result.stdout
    assert result.stdout.endswith("1 error, 0 warnings in 7 files\n")
    assert result.stderr == f"{NAME}: letters in pieces, dates\n1 file mended.\n"
    mended = TEXT.replace("25/12/2024", "2024-12-25")
    assert (broken / NAME).read_text(encoding="utf-8") == mended
    assert run("check", "-C", broken, "--fix").stderr == "0 files mended.\n"


def test_a_rehearsal_writes_nothing(broken: Path) -> None:
    """--dry-run shows the diff alone, which git can apply."""
    before = tree(broken)

    result = run("check", "-C", broken, "--fix", "--dry-run")

    assert (result.exit_code, tree(broken)) == (0, before)
    assert result.stderr.endswith("1 file to mend.\n")
    subprocess.run(["git", "apply", "-"], cwd=broken, input=result.stdout.encode(), check=True)
    assert run("check", "-C", broken, "--fix", "--dry-run").stdout == ""


def test_only_what_is_named_is_mended(broken: Path) -> None:
    """With PATHs, other files stay as they are."""
    before = tree(broken)
    run("check", "-C", broken, "--fix", "releases/2023")
    elsewhere = tree(broken)
    run("check", "-C", broken, "--fix", NAME)

    assert elsewhere == before
    assert tree(broken) != before


def test_programs_get_their_form_alone(broken: Path) -> None:
    """In other forms the diff goes to standard error, so that the result stays readable."""
    result = run("check", "-C", broken, "--fix", "--format", "json")

    assert [each["code"] for each in json.loads(result.stdout)["problems"]] == ["unknown-key"]
    assert f"--- a/{NAME}" in result.stderr


def test_a_terminal_is_safe(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the diff is coloured, and what could upset it is shown and not obeyed."""
    (broken / NAME).write_bytes(b"---\r\ntitle: A\x1b[2J\r\n---\r\n")
    monkeypatch.setattr("dateline.cli.fixing.sys", SimpleNamespace(stdout=Terminal()))

    result = run("check", "-C", broken, "--fix", "--dry-run", color=True)

    assert "\x1b[31m-title: A␛[2J␍\x1b[0m\n" in result.stdout
    assert "\x1b[32m+title: A␛[2J\x1b[0m\n" in result.stdout


class Terminal:
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.mark.parametrize("words", [["--dry-run"], ["--fix", "--write-baseline", "b.jsonl"]])
def test_words_that_do_not_fit_are_usage(broken: Path, words: list[str]) -> None:
    """--dry-run alone, and mending while recording, exit 2."""
    assert run("check", "-C", broken, *words).exit_code == 2


def test_broken_settings_mend_nothing(broken: Path) -> None:
    """While dateline.toml is wrong, no file is touched."""
    (broken / "dateline.toml").write_text("x", encoding="utf-8")
    before = tree(broken)

    assert run("check", "-C", broken, "--fix").exit_code == 2
    assert tree(broken) == before
