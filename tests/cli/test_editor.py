"""`dateline schema` and `dateline editor`: printed for files, and true to what they name."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dateline.cli.editor import FILES
from dateline.cli.schema import NAMES
from dateline.editors.schemas import MODELS
from tests.cli.running import run

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_printed(name: str, small: Path) -> None:
    """Each schema is valid by its metaschema, and knows the ids of the newsroom it is made in."""
    made = json.loads(run("schema", name, "-C", small).stdout)

    Draft202012Validator.check_schema(made)
    assert list(MODELS) == NAMES
    topics = made["properties"].get("topics", {}).get("items", {}).get("enum")
    assert topics == (["skills", "youth"] if name in {"front-matter", "feed"} else None)


def test_a_schema_needs_no_newsroom(tmp_path: Path, small: Path) -> None:
    """Outside a newsroom, and in one with wrong settings, ids are left open."""
    outside = run("schema", "-C", tmp_path)
    (small / "dateline.toml").write_text("x", encoding="utf-8")
    wrong = run("schema", "front-matter", "-C", small)

    assert (outside.exit_code, wrong.exit_code) == (0, 0)
    assert json.loads(outside.stdout) == json.loads(wrong.stdout)
    assert "enum" not in json.loads(outside.stdout)["properties"]["topics"]["items"]


@pytest.mark.parametrize("name", FILES)
def test_editors_files_are_printed(name: str, small: Path) -> None:
    """Each file is one that its reader can parse."""
    result = run("editor", name, "-C", small)

    assert (result.exit_code, result.stderr) == (0, "")
    assert (json.loads if name.startswith("vscode") else yaml.safe_load)(result.stdout)


def test_a_cms_needs_a_newsroom(tmp_path: Path) -> None:
    """Without languages there is no form: exit 2."""
    assert run("editor", "cms", "-C", tmp_path).exit_code == 2


@pytest.mark.parametrize("words", [["schema", "x"], ["editor", "x"], ["editor"]])
def test_unknown_names_are_usage(words: list[str]) -> None:
    """What there is not exits 2."""
    assert run(*words).exit_code == 2


def hooks() -> list[dict[str, Any]]:
    """Give the hooks of this repository, and the one that newsrooms get printed."""
    ours = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (local,) = yaml.safe_load(run("editor", "pre-commit").stdout)["repos"]
    return [*ours, *local["hooks"]]


@pytest.mark.parametrize("number", range(3))
def test_hooks_hold_back_a_commit(
    number: int, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry of each hook runs as pre-commit runs it: 0 when all is right, else 1."""
    hook = hooks()[number]
    program, *words = shlex.split(hook["entry"])
    monkeypatch.chdir(small)
    right = run(*words).exit_code
    bad = small / "releases/2024-02-01-bad.md"
    bad.write_text("---\ntitle: A\nsumary: B\n---\n", encoding="utf-8")

    assert (program, right, run(*words).exit_code) == ("dateline", 0, 1)
    assert hook["pass_filenames"] is False


def test_hooks_wake_for_what_they_check() -> None:
    """Each commit is checked, one that only deletes a release too; texts alone are mended."""
    ours, fixing, printed = hooks()
    wakes = re.compile(fixing["files"]).search

    assert [(hook["always_run"], hook.get("files")) for hook in (ours, printed)] == [
        (True, None)
    ] * 2
    assert wakes("releases/2024/2024-02-01-a.md")
    assert wakes("pages/about.vi.md")
    assert not wakes("dateline.toml")
    assert not wakes("src/releases.py")


def test_hooks_are_documented() -> None:
    """The guide names every hook and every file for editors."""
    guide = (REPOSITORY / "docs/guide.md").read_text(encoding="utf-8")

    assert [hook["id"] for hook in hooks() if hook["id"] not in guide] == []
    assert [name for name in FILES if f"dateline editor {name}" not in guide] == []
    assert [name for name in NAMES if f"dateline schema {name}" not in guide] == []
