"""`dateline check --format github|sarif`: the same facts for code hosts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from dateline.build import check
from dateline.problems import Problem
from dateline.settings import load_newsroom
from tests.cli.running import run
from tests.cli.test_check import INVALID
from tests.reports.test_github import read_back
from tests.reports.test_sarif import validator

BROKEN = "releases/2024/2024-02-09-fair.md"


@pytest.fixture
def broken(small: Path) -> Path:
    """Give the small newsroom with a release of two errors."""
    text = "---\ntitle: Fair\ndate: 2024-02-09\nsumary: 100 %\ntopics: [yuoth]\n---\nText.\n"
    (small / BROKEN).write_text(text, encoding="utf-8")
    return small


def sarif(*words: str | Path, **env: str) -> dict[str, Any]:
    """Check, and give the run of a log that the standard's schema accepts."""
    log = json.loads(run("check", "--format", "sarif", *words, env=dict(env)).stdout)
    validator().validate(log)
    (found,) = log["runs"]
    return dict(found)


def places(found: dict[str, Any]) -> list[str]:
    """Give the address of each result's file."""
    at = [result["locations"][0]["physicalLocation"] for result in found["results"]]
    return [place["artifactLocation"]["uri"] for place in at]


def facts(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, int]]:
    """Give what every form must tell."""
    return [(p.code, p.severity.value, p.place.line, p.place.column) for p in problems]


def test_both_tell_what_json_tells(broken: Path) -> None:
    """Code, severity, line and column are the same in every form, and so is the exit code."""
    expected = facts(check(load_newsroom(broken)).problems)
    results = sarif("-C", broken)["results"]
    annotated = run("check", "-C", broken, "--format", "github")
    lines = [read_back(line) for line in annotated.stdout.splitlines() if line.startswith("::")]

    assert expected == [
        (r["ruleId"], r["level"], place["startLine"], place["startColumn"])
        for r in results
        for place in [r["locations"][0]["physicalLocation"]["region"]]
    ]
    assert expected == [
        (p["title"].removeprefix("Dateline: "), command, int(p["line"]), int(p["col"]))
        for command, p, _ in lines
    ]
    assert annotated.exit_code == 1
    assert annotated.stdout.endswith("2 errors, 0 warnings in 7 files\n")


def test_paths_lead_from_the_workspace(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newsroom below the repository's root is named with its folder; elsewhere by itself."""
    repository = broken.rename(broken.with_name("press room")).parent
    room = repository / "press room"
    monkeypatch.chdir(repository)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    below = sarif("-C", room)
    monkeypatch.chdir(room)
    within = sarif("-C", room)
    (room.parent / "other").mkdir()
    monkeypatch.chdir(room.parent / "other")
    elsewhere = sarif("-C", room)
    workspace = run(
        "check", "-C", room, "--format", "github", env={"GITHUB_WORKSPACE": str(repository)}
    )

    assert set(places(below)) == {f"press%20room/{BROKEN}"}
    assert set(places(within)) == set(places(elsewhere)) == {BROKEN}
    assert f"file=press room/{BROKEN}," in workspace.stdout
    for found in (below, within, elsewhere):
        base = found["originalUriBaseIds"]["%SRCROOT%"]["uri"]
        assert re.fullmatch(r"file:///\S+/", base)


@pytest.mark.parametrize("name", sorted(path.name for path in INVALID.iterdir()))
def test_every_lesson_is_a_valid_log(name: str, tmp_path: Path) -> None:
    """Whatever is wrong with a newsroom, the log is valid and tells of it; so are annotations."""
    root = tmp_path / "newsroom"
    shutil.copytree(INVALID.parent / "small", root, ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(INVALID / name, root, dirs_exist_ok=True)

    found = sarif("-C", root)
    annotated = run("check", "-C", root, "--format", "github")

    lines = annotated.stdout.splitlines()
    assert found["results"]
    assert len(found["results"]) == len(lines) - 1
    assert [read_back(line)[2] for line in lines[:-1]]
