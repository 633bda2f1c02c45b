"""The house itself: its clock, its words, its pages of reference, its pictures."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.cli.door import COMMANDS
from dateline.rulebook import rules

REPOSITORY = Path(__file__).parent.parent
HOUSE = REPOSITORY / "src" / "dateline"
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "monotonic"}


def reads_clock(path: Path) -> list[str]:
    """Give the calls in a module that read a clock."""
    calls = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
    return [
        ast.unparse(call.func)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in CLOCKS
        and ast.unparse(call.func.value) in {"datetime", "date", "time", "datetime.datetime"}
    ]


def test_only_the_door_reads_the_clock() -> None:
    """No module below the command line reads a clock: output is a function of its inputs."""
    found = {
        path.relative_to(HOUSE).as_posix(): calls
        for path in HOUSE.rglob("*.py")
        if (calls := reads_clock(path)) and path.parent.name not in {"cli", "serve"}
    }

    assert found == {}


def test_no_room_is_too_large() -> None:
    """A file over 300 lines wants two names."""
    sizes = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in HOUSE.rglob("*.py")}

    assert {str(path): size for path, size in sizes.items() if size > 300} == {}


@pytest.mark.parametrize(
    "check", ["tools/catalogues.py", "tools/reference.py", "tools/draw_pictures.py"]
)
def test_what_is_made_is_up_to_date(check: str) -> None:
    """Catalogues are translated and compiled, reference and pictures are as their source says."""
    done = subprocess.run(
        [sys.executable, check, "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, done.stdout if done.returncode == 0 else "")


def test_every_command_key_and_code_is_documented() -> None:
    """The reference names every command, code, and template that a newsroom may override."""
    commands = (REPOSITORY / "docs/reference/commands.md").read_text(encoding="utf-8")
    templates = (REPOSITORY / "docs/reference/templates.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"\n## dateline {name}\n" not in commands] == []
    codes = (REPOSITORY / "docs/reference/problems.md").read_text(encoding="utf-8")
    assert [code for code in rules() if f"\n## {code}\n" not in codes] == []
    theme = (HOUSE / "theme" / "templates").glob("*.*")
    assert [file.name for file in theme if f"`{file.name}`" not in templates] == []


def test_no_file_names_a_registry_or_this_machine() -> None:
    """No tracked file holds an address of a package registry or a path of one machine."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    marks = [b"pypi" + b".org", b"python" + b"hosted", b"registry." + b"npmjs", b"/" + b"work/"]
    found = [
        name
        for name in filter(None, tracked)
        if (REPOSITORY / name).is_file()
        and any(mark in (REPOSITORY / name).read_bytes() for mark in marks)
    ]

    assert found == []
