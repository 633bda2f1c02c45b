"""Tasks and snippets: the matcher reads what `check` prints, and what is typed is right."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dateline.editors.forms import fields_of
from dateline.editors.vscode import snippets, tasks
from dateline.reading.block import read_block
from dateline.reading.frontmatter import Split, split
from dateline.settings import load_newsroom
from tests.cli.running import run
from tests.cli.test_check import INVALID
from tests.editors.snippets import typed
from tests.editors.test_schemas import HERE, validator

PATTERN: dict[str, Any] = tasks()["tasks"][0]["problemMatcher"]["pattern"]


def facts(root: Path) -> list[list[str]]:
    """Give what `check --format json` says of each problem, as texts."""
    problems = json.loads(run("check", "-C", root, "--format", "json").stdout)["problems"]
    keys = ("path", "line", "column", "severity", "code", "message")
    return [[str(each[key]) for key in keys] for each in problems]


@pytest.mark.parametrize("name", sorted(path.name for path in INVALID.iterdir()))
def test_the_matcher_reads_what_check_prints(name: str, tmp_path: Path) -> None:
    """Each problem is one match with all its facts; source lines and hints are none."""
    root = tmp_path / "newsroom"
    shutil.copytree(INVALID.parent / "small", root, ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(INVALID / name, root, dirs_exist_ok=True)
    groups = [PATTERN[each] for each in ("file", "line", "column", "severity", "code", "message")]

    found = map(re.compile(PATTERN["regexp"]).search, run("check", "-C", root).stdout.split("\n"))

    assert [[match[group] for group in groups] for match in found if match] == facts(root)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript_reads_it_alike(tmp_path: Path) -> None:
    """The expression is JavaScript's too, and finds the same."""
    root = tmp_path / "newsroom"
    shutil.copytree(INVALID.parent / "small", root, ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(INVALID / "many-at-once", root, dirs_exist_ok=True)
    script = (
        "const [p, t] = JSON.parse(require('fs').readFileSync(0)); const r = new RegExp(p);"
        "console.log(JSON.stringify(t.split('\\n').map(l => r.exec(l)).filter(Boolean)"
        ".map(m => m.slice(1))))"
    )
    asked = json.dumps([PATTERN["regexp"], run("check", "-C", root).stdout])
    done = subprocess.run(
        ["node", "-e", script], input=asked, capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout) == facts(root)
    assert len(facts(root)) > 1


def test_the_task_runs_check() -> None:
    """The task is a command of ours, and a test task, so that one key runs it."""
    (task,) = tasks()["tasks"]

    assert run(*task["args"], "--help").exit_code == 0
    assert task["command"] == "dateline"
    assert task["group"] == {"kind": "test", "isDefault": True}


def test_a_typed_release_is_right(small: Path) -> None:
    """The release that the snippet proposes passes the check, and is a draft."""
    newsroom = load_newsroom(small)
    text = typed(snippets(newsroom)["Dateline: release"]["body"])
    (small / "releases/2024-02-01-typed.md").write_text(text, encoding="utf-8")

    assert run("check", "-C", small, "releases/2024-02-01-typed.md").exit_code == 0
    assert "draft: true\n" in text


@pytest.mark.parametrize("key", [field.name for field in fields_of("front-matter")])
def test_every_key_is_typed_right(key: str) -> None:
    """Each key has a snippet whose text, with what it proposes, the schema accepts."""
    newsroom = load_newsroom(HERE / "small")
    snippet = snippets(newsroom)[f"Dateline: {key}"]
    parts = split(f"---\n{typed(snippet['body'])}\n---\n", "")
    assert isinstance(parts, Split)
    values = read_block("", parts).values

    assert values is not None
    assert list(values) == [key]
    assert [
        e.message
        for e in validator("front-matter", newsroom).iter_errors(
            {"title": "A", "date": "2024-02-01", **values}
        )
    ] == []
    assert snippet["prefix"] == key
    assert snippet["description"]


def test_the_newsrooms_topics_are_offered() -> None:
    """Topics and contacts are choices of this newsroom; without one, they are typed."""
    offered = snippets(load_newsroom(HERE / "small"))["Dateline: topics"]["body"]

    assert offered == ["topics: [${1|skills,youth|}]"]
    assert snippets()["Dateline: topics"]["body"] == ['topics: ["${1:Ids from dateline.toml}"]']
