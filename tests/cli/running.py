"""Run `dateline` as a person would: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from dateline.cli.door import door

NOW = "2024-02-15T00:00:00Z"


def run(
    *words: str | Path, env: dict[str, str | None] | None = None, color: bool = False
) -> Result:
    """Run a command in this process; a bug's failure is raised, not hidden in an exit code."""
    unset: dict[str, str | None] = {"SOURCE_DATE_EPOCH": None, "NO_COLOR": None}
    return CliRunner().invoke(
        door, [str(word) for word in words], env=unset | (env or {}), color=color
    )


def command(*words: str | Path) -> list[str]:
    """Give the words that start a process of its own."""
    return [sys.executable, "-m", "dateline", *map(str, words)]


def spawn(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, to its end."""
    env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"} | more
    return subprocess.run(
        command(*words), capture_output=True, text=True, encoding="utf-8", env=env, check=False
    )


def save(path: Path, text: str) -> None:
    """Save a file in one go, as editors do: whoever watches it never sees half of it."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def tree(root: Path) -> dict[str, bytes]:
    """Give every file below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
