"""The user's own cache: what lies there came from nobody else, and nothing in a newsroom does."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from dateline import usercache
from dateline.build import build, open_site
from dateline.settings import load_newsroom
from dateline.usercache import caches, folder_of, forget, is_private, make


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/var/cache/press"}, "/var/cache/press"),
        ("linux", {}, "/home/an/.cache"),
        ("linux", {"XDG_CACHE_HOME": ""}, "/home/an/.cache"),
        ("linux", {"XDG_CACHE_HOME": ".cache"}, "/home/an/.cache"),
        ("freebsd14", {}, "/home/an/.cache"),
        ("darwin", {"XDG_CACHE_HOME": "/elsewhere"}, "/home/an/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/Users/an/AppData/Local"}, "/Users/an/AppData/Local"),
    ],
)
def test_each_platform_has_its_place(
    platform: str, environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the platform keeps caches; a relative path is none (XDG Base Directory 0.8)."""
    monkeypatch.setenv("HOME", "/home/an")

    assert caches(platform, environ) == Path(expected)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_user_without_a_home_has_none(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative home would lie wherever the command was called, as in a newsroom."""
    monkeypatch.setenv("HOME", "home")

    assert caches(platform, {}) is None


def test_each_newsroom_has_a_folder_of_its_own(tmp_path: Path, user_cache: Path) -> None:
    """However it is named, by a link or not; and another has another."""
    here, link, other = tmp_path / "here", tmp_path / "link", tmp_path / "other"
    here.mkdir()
    link.symlink_to(here)
    folder = folder_of(here, "templates")

    assert folder == folder_of(link, "templates") != folder_of(other, "templates")
    assert folder
    assert folder.parent == user_cache / "dateline/templates"


@pytest.mark.parametrize("named", [".cache", "../link/.cache"])
def test_a_cache_within_the_newsroom_is_none(
    tmp_path: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Servers that build for others put XDG_CACHE_HOME there: what lies in it may be committed."""
    newsroom, link = tmp_path / "newsroom", tmp_path / "link"
    newsroom.mkdir()
    link.symlink_to(newsroom)
    monkeypatch.setenv("XDG_CACHE_HOME", str(newsroom / named))

    assert folder_of(newsroom, "templates") is None


def test_nobody_else_has_a_right_to_what_is_made(tmp_path: Path) -> None:
    """The folder is its owner's alone, whatever the umask grants to others."""
    folder = tmp_path / "a/b"
    before = os.umask(0)
    try:
        make(folder)
    finally:
        os.umask(before)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert is_private(folder)
    make(folder)  # again is no failure


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o707, 0o701])
def test_what_others_have_a_right_to_is_neither_used_nor_removed(tmp_path: Path, mode: int) -> None:
    """Git makes 0755 of a folder that was committed."""
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(mode)
    forget(folder)

    assert folder.is_dir()
    assert not is_private(folder)
    with pytest.raises(PermissionError):
        make(folder)


def test_what_somebody_else_owns_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root too believes only what is root's: who calls sudo keeps their own home."""
    folder = tmp_path / "cache"
    make(folder)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)

    assert not is_private(folder)


def test_only_a_folder_is_private(tmp_path: Path) -> None:
    """Nothing, a file and a link are none."""
    folder, file, link = tmp_path / "folder", tmp_path / "file", tmp_path / "link"
    make(folder)
    file.touch(0o600)
    link.symlink_to(folder)

    assert [is_private(each) for each in (tmp_path / "nothing", file, link)] == [False] * 3


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    """With all in it."""
    folder = tmp_path / "cache"
    make(folder)
    (folder / "page.jinja").touch()
    forget(folder)

    assert not folder.exists()
    forget(folder)  # again is no failure


def footer(small: Path) -> Path:
    """Give the newsroom a template of its own."""
    (small / "templates").mkdir()
    file = small / "templates" / "footer.html"
    file.write_text("<footer>Our own.</footer>", encoding="utf-8")
    return file


def spoil(folder: Path, before: bytes, after: bytes) -> int:
    """Change what compiled templates say; gives how many did."""
    found = [path for path in folder.rglob("*.jinja") if before in path.read_bytes()]
    for path in found:
        path.write_bytes(path.read_bytes().replace(before, after))
    return len(found)


def test_nothing_compiled_lies_in_a_newsroom(small: Path, now: datetime) -> None:
    """Nor is anything taken from there: a commit cannot bring code past the sandbox."""
    footer(small)
    newsroom = load_newsroom(small)
    build(newsroom, now, out=small / "public", jobs=1)
    compiled = folder_of(small, "templates")
    assert compiled
    shutil.copytree(compiled, small / ".dateline/templates")
    forget(compiled)
    assert spoil(small / ".dateline", b"Our own.", b"Hostile.") == 1
    shutil.rmtree(small / "public")
    build(newsroom, now, out=small / "public", jobs=1)

    assert "Our own." in (small / "public/en/index.html").read_text(encoding="utf-8")
    assert not list(small.rglob("public/**/*.jinja"))


def test_force_forgets_what_was_compiled(small: Path, now: datetime) -> None:
    """Were something wrong with it, `--force` makes it right for all later builds."""
    footer(small)
    newsroom, page = load_newsroom(small), small / "public/en/index.html"
    build(newsroom, now, out=small / "public", jobs=1)
    compiled = folder_of(small, "templates")
    assert compiled
    assert spoil(compiled, b"Our own.", b"Damaged.") == 1
    said = []
    for force in (False, True, False):
        build(newsroom, now, out=small / "public", jobs=1, force=force)
        text = page.read_text(encoding="utf-8")
        said.append([word for word in ("Our own.", "Damaged.") if word in text])

    assert said == [["Damaged."], ["Our own."], ["Our own."]]


def test_a_user_without_a_cache_builds_the_same(
    small: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs the time of compiling, and nothing else."""
    footer(small)
    monkeypatch.setattr(usercache, "caches", lambda *_: None)
    build(load_newsroom(small), now, out=small / "public", jobs=1, force=True)

    assert "Our own." in (small / "public/en/index.html").read_text(encoding="utf-8")
    assert open_site(load_newsroom(small), now).archive.by_key
