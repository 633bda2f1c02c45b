"""Completion: shells know our words."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dateline.cli.door import COMMANDS
from tests.cli.running import run, spawn


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script(shell: str) -> None:
    """Each shell gets a script that asks `dateline` itself."""
    result = run("completion", shell)

    assert result.exit_code == 0
    assert "_DATELINE_COMPLETE" in result.stdout
    assert f"{shell}_complete" in result.stdout


def test_unknown_shell_is_usage() -> None:
    """A shell that we do not know exits 2."""
    assert run("completion", "tcsh").exit_code == 2


def test_bash_takes_the_script() -> None:
    """Bash finds no fault with its script."""
    script = run("completion", "bash").stdout

    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", set(COMMANDS)),
        ("b", {"build"}),
        ("build --", {"--out", "--drafts", "--now", "--report", "--force", "--quiet", "--help"}),
        ("check --format ", {"text", "json", "github", "sarif"}),
        ("explain not-", {"not-nfc", "not-utf-8", "not-a-file"}),
        ("completion ", {"bash", "zsh", "fish"}),
        ("build --now=x --o", {"--out"}),
    ],
)
def test_words_are_completed(words: str, found: set[str]) -> None:
    """Commands, options and their values complete, without running anything."""
    line = f"dateline {words}"
    last = len(line.split(" ")) - 1

    done = completions(line, last)

    assert found <= {word.partition(",")[2] for word in done.splitlines()}


def completions(line: str, last: int) -> str:
    """Ask for completions as bash does."""
    script = "import sys; sys.argv[0] = 'dateline'; from dateline.cli import main; main()"
    env = os.environ | {
        "_DATELINE_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(last),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_module_form_works_too() -> None:
    """`python -m dateline` is the same door."""
    assert spawn("--version").stdout.startswith("dateline ")
