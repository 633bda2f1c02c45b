"""What is remembered of a newsroom: its releases, and each output for itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from dateline.memory import software as softwares
from dateline.memory.bundle import is_there, is_whole, pack
from dateline.memory.last import LastBuild
from dateline.memory.scan import Scan
from dateline.memory.software import software
from dateline.memory.store import Memory, place

UNITS = {"home": (b"key", (("index.html", 1_000_000_007, 5),))}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output as a build left it."""
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "index.html").write_text("Hello")
    os.utime(folder / "index.html", ns=(1, 1_000_000_007))
    return folder


def remembered(**other: Any) -> LastBuild:
    """Give a build of a newsroom with one file."""
    values: dict[str, Any] = {
        "asked": "all",
        "sources": {"dateline.toml": b"1234"},
        "since": 10.0,
        "until": 20.0,
        "common": b"c",
        "bundles": {"": pack(b"", UNITS)},
        "manifest": (7, 8, 9),
        "checked": (b"s", ()),
        "settled": (b"s", ()),
        "told": {"files": 1},
    }
    return LastBuild(**(values | other))


def scanned(files: dict[str, bytes | None]) -> Scan:
    """Give a scan that saw some files."""
    scan = Scan("/nowhere", 0)
    scan.files.update(files)
    return scan


def test_build_is_asked_again() -> None:
    """The same question, files and time: the same answer."""
    build = remembered()

    assert build.is_asked_again("all", scanned({"dateline.toml": b"1234"}), 10.0)


@pytest.mark.parametrize(
    ("asked", "files", "now"),
    [
        ("drafts", {"dateline.toml": b"1234"}, 15.0),
        ("all", {"dateline.toml": b"1235"}, 15.0),
        ("all", {"dateline.toml": None}, 15.0),
        ("all", {}, 15.0),
        ("all", {"dateline.toml": b"1234", "feeds/a.toml": b"1234"}, 15.0),
        ("all", {"dateline.toml": b"1234"}, 9.9),
        ("all", {"dateline.toml": b"1234"}, 20.0),
    ],
)
def test_build_no_longer_holds(asked: str, files: dict[str, bytes | None], now: float) -> None:
    """Another question, another file, another time: each ends it."""
    assert not remembered().is_asked_again(asked, scanned(files), now)


def test_unsure_sources_never_hold() -> None:
    """A file that was not known for sure then is not the same now, whatever is seen of it."""
    build = remembered(sources={"dateline.toml": None})

    assert not build.is_asked_again("all", scanned({"dateline.toml": None}), 15.0)


@pytest.mark.parametrize("deed", ["edit", "touch", "remove", "folder"])
def test_output_that_was_changed(out: Path, deed: str) -> None:
    """A published file of another size or time, or none, is noticed."""
    page = out / "index.html"
    if deed == "edit":
        page.write_text("Hello!")
        os.utime(page, ns=(1, 1_000_000_007))
    elif deed == "touch":
        os.utime(page, ns=(1, 1_000_000_008))
    else:
        page.unlink()
    if deed == "folder":
        page.mkdir()

    assert not is_there(str(out), UNITS["home"][1])
    assert not is_whole(str(out), pack(b"", UNITS))


def test_each_output_is_remembered(tmp_path: Path) -> None:
    """Two outputs of a newsroom share what is known of releases, and no more."""
    one, other = (Memory(str(tmp_path / ".dateline"), str(tmp_path / x), "2.0 a") for x in "ab")
    one.keep(b"settings", {"2024-02": b"1"}, remembered())
    other.keep(b"settings", {"2024-02": b"2"}, remembered(asked="drafts"))

    assert one.last_build() == remembered()
    assert other.last_build() == remembered(asked="drafts")
    assert one.notes(b"settings") == {"2024-02": b"2"}
    assert one.forgotten == other.forgotten == ""


def test_forgetting(tmp_path: Path) -> None:
    """An output is forgotten for itself, or with all that is known of releases."""
    memory = Memory(str(tmp_path), str(tmp_path / "public"), "2.0 a")
    memory.keep(b"settings", {"2024-02": b"notes"}, remembered())
    assert memory.last_build() == remembered()

    memory.forget_output()
    kept = memory.last_build(), memory.notes(b"settings")
    memory.keep(b"settings", {"2024-02": b"notes"}, remembered())
    memory.forget()

    assert kept == (None, {"2024-02": b"notes"})
    assert (memory.last_build(), memory.notes(b"settings"), memory.forgotten) == (None, None, "")


def test_what_another_process_kept_is_seen(tmp_path: Path) -> None:
    """Who waited for another build goes on from what that one made, not from what was before."""
    memory, other = (Memory(str(tmp_path), str(tmp_path / "public"), "2.0 a") for _ in range(2))
    memory.keep(b"", {}, remembered())
    before = memory.last_build()
    assert memory.last_build() is before  # and is read once, as long as it is the same
    other.keep(b"", {}, remembered(since=15.0))

    assert before == memory.last_build()._replace(since=10.0)  # type: ignore[union-attr]


def test_other_settings_have_no_notes(tmp_path: Path) -> None:
    """What was understood under other settings could be understood otherwise; it is no damage."""
    memory = Memory(str(tmp_path), str(tmp_path / "public"), "2.0 a")
    memory.keep(b"settings", {"2024-02": b"notes"}, remembered())

    assert memory.notes(b"others") is None
    assert memory.forgotten == ""


def test_why_it_was_forgotten(tmp_path: Path) -> None:
    """Of several files that cannot be used the first reason is told, of each kind of file one."""
    Memory(str(tmp_path), str(tmp_path / "public"), "1.9 a").keep(b"", {}, remembered())
    newer = Memory(str(tmp_path), str(tmp_path / "public"), "2.0 a")
    (tmp_path / "memory/releases").write_text("damaged")

    found = newer.last_build(), newer.notes(b"")

    assert found == (None, None)
    assert newer.forgotten == "it is of another version of Dateline, Python or a library"
    other = Memory(str(tmp_path), str(tmp_path / "other"), "2.0 a")
    assert (other.notes(b""), other.forgotten) == (None, "it is of another form")


def test_place_of_an_output(tmp_path: Path) -> None:
    """However one comes to a folder it is one output; a link that leads to versions likewise."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "www").symlink_to("sites")
    direct = place("state", str(tmp_path / "sites/press"))
    (tmp_path / "sites/press").symlink_to("versions/2")

    assert place("state", str(tmp_path / "www/press")) == direct
    assert place("state", str(tmp_path / "sites/./press/")) == direct
    assert place("state", str(tmp_path / "sites/other")) != direct


def test_software(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another name stands for each change of source, template or library; made files count not."""
    package, libraries = tmp_path / "dateline", tmp_path / "site-packages"
    for folder in (package / "theme", package / "__pycache__", libraries / "feedgen-1.0.dist-info"):
        folder.mkdir(parents=True)
    (package / "theme/base.html").write_text("One")
    monkeypatch.setattr(softwares, "_PACKAGE", str(package))
    monkeypatch.setattr(sys, "path", [str(libraries), "/nowhere/site-packages", str(package)])
    names = [software()]

    (package / "__pycache__/cli.pyc").write_text("One")
    same = software()
    (package / "theme/base.html").write_text("Three")
    names.append(software())
    (package / "more.py").write_text("One")
    names.append(software())
    (libraries / "feedgen-1.0.dist-info").rename(libraries / "feedgen-1.1.dist-info")
    names.append(software())
    monkeypatch.setattr(sys, "version", "3.99")
    names.append(software())

    assert same == names[0]
    assert len(set(names)) == 5
