"""What lies in `.dateline/` may come from a commit: it leads no build out of the output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import OutputRefusedError
from dateline.output import manifest, publication, unfinished
from tests.output.test_publish import artifacts, publish, tree

Journal = dict[str, Any]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output folder that is not there yet."""
    return tmp_path / "newsroom/public"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Give a newsroom's cache folder."""
    folder = tmp_path / "newsroom/.dateline"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def leave(out: Path, state: Path) -> Callable[[object], Path]:
    """Give what leaves a journal behind, with a staged file `0`; that gives the stage."""

    def leaving(journal: object) -> Path:
        stage = publication._stage_for(out, state)
        stage.mkdir(parents=True)
        (stage / "0").write_text("staged", encoding="utf-8")
        (stage / "journal.json").write_text(json.dumps(journal), encoding="utf-8")
        return stage

    return leaving


def journal(out: Path, **changed: object) -> Journal:
    """Give a journal that a build of ours could have left."""
    return {"out": str(out), "moves": {"a": "0"}, "removals": [], "files": ["a"]} | changed


def test_ours_is_carried_out(out: Path, state: Path, leave: Callable[[object], Path]) -> None:
    """What a killed build left is finished, or none of these tests would say anything."""
    leave(journal(out))
    publication.roll_forward(out, state)

    assert tree(out) == {"a": b"staged"}


def test_journal_without_files_leaves_the_manifest(
    out: Path, state: Path, leave: Callable[[object], Path]
) -> None:
    """Where no file came or went, the list of the last build tells of them still."""
    publish(artifacts(a="1"), out, state)
    record = manifest.place(state, out)
    before = manifest.identity(record)
    left = journal(out)
    del left["files"]
    leave(left)

    publication.roll_forward(out, state)

    assert tree(out)["a"] == b"staged"
    assert manifest.identity(record) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"moves": {"../victim": "0"}},
        {"moves": {"a/../../victim": "0"}},
        {"moves": {"/victim": "0"}},
        {"moves": {"": "0"}},
        {"moves": {"a": "../../../victim"}},
        {"moves": {"a": "/etc/hostname"}},
        {"moves": {"a": 0}},
        {"moves": [["a", "0"]]},
        {"removals": ["../victim"]},
        {"removals": ["a//b"]},
        {"removals": {"../victim": 1}},
        {"files": [".."]},
        {"files": [None]},
        {"files": "a"},
    ],
)
def test_what_leads_out_is_refused(
    tmp_path: Path,
    out: Path,
    state: Path,
    leave: Callable[[object], Path],
    changed: dict[str, object],
) -> None:
    """No file outside the output is written, taken or removed by a journal, and nothing else is."""
    victim = tmp_path / "newsroom/victim"
    victim.write_text("mine", encoding="utf-8")
    leave(journal(out, **changed))

    with pytest.raises(OutputRefusedError, match=r"journal\.json was not written by Dateline"):
        publish(artifacts(a="1"), out, state)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not out.exists()


@pytest.mark.parametrize("content", ["[]", "null", "3", '{"moves": {}}', "cut off"])
def test_what_is_no_journal_is_refused(
    out: Path, state: Path, leave: Callable[[object], Path], content: str
) -> None:
    """A journal is written whole or not at all; one of another form says what to do."""
    stage = leave({})
    (stage / "journal.json").write_text(content, encoding="utf-8")

    with pytest.raises(OutputRefusedError) as told:
        publish(artifacts(a="1"), out, state)
    assert "Delete the folder .dateline/" in told.value.hint
    assert unfinished(state, [out]) == ()


@pytest.mark.parametrize("name", ["1", "tree/secret"])
def test_links_are_refused(
    tmp_path: Path, out: Path, state: Path, leave: Callable[[object], Path], name: str
) -> None:
    """A link that is moved into the output would publish what it leads to."""
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    stage = leave(journal(out, moves={"a": name}))
    (stage / name).parent.mkdir(exist_ok=True)
    (stage / name).symlink_to(tmp_path / "secret")

    with pytest.raises(OutputRefusedError):
        publish(artifacts(a="1"), out, state)
    assert not out.exists()


@pytest.mark.parametrize("path", ["../victim", "/etc/hostname", "a/../../victim", 3])
def test_a_manifest_that_leads_out_is_lost(
    tmp_path: Path, out: Path, state: Path, path: object
) -> None:
    """It says which files are ours: what is no longer made is removed by it."""
    victim = tmp_path / "newsroom/victim"
    victim.write_text("mine", encoding="utf-8")
    publish(artifacts(a="1"), out, state)
    record = manifest.place(state, out)
    told = json.loads(record.read_bytes())
    record.write_text(json.dumps(told | {"files": [*told["files"], path]}), encoding="utf-8")

    assert manifest.load(record) is None
    publish(artifacts(a="1"), out, state)
    assert victim.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("path", ["a", "en/2024/..a/b..", "a\nb", "tin tức/1", ".well-known/x"])
def test_what_stays_within_is_ours(path: str) -> None:
    """Names with dots, spaces and any letters are paths as others are."""
    assert manifest.is_within([path, "index.html"])


@pytest.mark.parametrize("path", ["a\\..\\..\\b", "C:/b"])
def test_windows_has_further_ways_out(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a backslash parts folders, and a colon names a disk."""
    assert manifest.is_within([path])
    monkeypatch.setattr(manifest.os, "sep", "\\")

    assert not manifest.is_within([path])


def test_nothing_leads_nowhere() -> None:
    """An output without files has a manifest too."""
    assert manifest.is_within([])


@pytest.mark.parametrize("files", [[], ["a"], ["a", "b/ç.html", "c"], None])
def test_what_is_told_in_pieces_is_json(
    files: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many files there are, what is written is read back whole."""
    monkeypatch.setattr(manifest, "_PIECE", 2)
    values = {"out": "/ü"} | ({} if files is None else {"files": files})

    assert json.loads("".join(manifest.told(values))) == values
