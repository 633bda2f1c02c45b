"""Compiled templates: kept beside the theme or in the user's cache, and never trusted too far."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from dateline import usercache
from dateline.compiled import CompiledTemplates


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """Give a theme of one template."""
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "page.html").write_text("Hello", encoding="utf-8")
    return folder


def rendered(theme: Path, compiled: CompiledTemplates, own: Path | None = None) -> str:
    """Render the page by an environment of its own."""
    loader = FileSystemLoader([own, theme] if own else [theme])
    return (
        Environment(loader=loader, bytecode_cache=compiled, autoescape=True)
        .get_template("page.html")
        .render()
    )


def kept(folder: Path) -> list[Path]:
    """Give the compiled templates in a folder."""
    return sorted(folder.glob("*.jinja"))


def test_the_themes_lie_beside_it(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Python's modules do: the next run, of any newsroom, finds them."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    cache = tmp_path / "cache"

    assert rendered(theme, CompiledTemplates(theme, cache)) == "Hello"
    assert len(kept(theme / "__pycache__")) == 1
    assert kept(cache) == []


def test_where_python_writes_no_bytecode_nor_do_we(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PYTHONDONTWRITEBYTECODE leaves the program's folders alone; the cache is the user's."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    cache = tmp_path / "cache"
    rendered(theme, CompiledTemplates(theme, cache))

    assert not (theme / "__pycache__").exists()
    assert len(kept(cache)) == 1


def test_a_newsrooms_own_lie_in_its_cache(theme: Path, tmp_path: Path) -> None:
    """What one newsroom wrote is nothing to others."""
    own, cache = tmp_path / "own", tmp_path / "cache"
    own.mkdir()
    (own / "page.html").write_text("Own", encoding="utf-8")

    assert rendered(theme, CompiledTemplates(theme, cache), own) == "Own"
    assert not (theme / "__pycache__").exists()
    assert len(kept(cache)) == 1


def hostile(theme: Path, cache: Path) -> Path:
    """Put a template into a cache whose code is not what its source says; gives its file."""
    rendered(theme, CompiledTemplates(theme, cache))
    (file,) = kept(cache)
    content = file.read_bytes()
    assert b"Hello" in content
    file.write_bytes(content.replace(b"Hello", b"Gotya"))
    return file


@pytest.fixture
def plain(theme: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the theme as it is where nothing is written beside it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return theme


def test_what_others_could_write_never_runs(plain: Path, tmp_path: Path) -> None:
    """A folder as Git makes it, or any other to which somebody else has a right, is no cache."""
    cache = tmp_path / "cache"
    file = hostile(plain, cache)
    ours = rendered(plain, CompiledTemplates(plain, cache))
    cache.chmod(0o755)
    before = file.read_bytes()

    assert ours == "Gotya"  # or the attack would be none
    assert rendered(plain, CompiledTemplates(plain, cache)) == "Hello"
    assert file.read_bytes() == before


def test_what_others_own_never_runs(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of somebody else's is none of the user's, in whatever folder it lies."""
    cache = tmp_path / "cache"
    hostile(plain, cache)
    monkeypatch.setattr(usercache, "is_private", lambda _: True)
    monkeypatch.setattr(os, "geteuid", lambda: cache.stat().st_uid + 1)

    assert rendered(plain, CompiledTemplates(plain, cache)) == "Hello"


def test_a_link_is_no_cache(plain: Path, tmp_path: Path) -> None:
    """Git keeps links: one that leads to a private folder leads out of the user's cache."""
    elsewhere, cache = tmp_path / "elsewhere", tmp_path / "cache"
    hostile(plain, elsewhere)
    cache.symlink_to(elsewhere)

    assert rendered(plain, CompiledTemplates(plain, cache)) == "Hello"


def test_a_mistake_is_told_in_its_own_file(plain: Path, tmp_path: Path) -> None:
    """The same template in another folder is another: its code says which file it is of."""
    cache, other = tmp_path / "cache", tmp_path / "other"
    shutil.copytree(plain, other)
    files = []
    for folder in (plain, other):
        loader = FileSystemLoader(folder)
        compiled = CompiledTemplates(tmp_path / "no theme", cache)
        environment = Environment(loader=loader, bytecode_cache=compiled, autoescape=True)
        template = environment.get_template("page.html")
        files.append(template.root_render_func.__code__.co_filename)

    assert files == [str(plain / "page.html"), str(other / "page.html")]


@pytest.mark.parametrize("damage", [b"", b"no bytecode", b"j2\x05\x00\x00\x00cut"])
def test_what_is_damaged_is_compiled_again(theme: Path, tmp_path: Path, damage: bytes) -> None:
    """Nothing that lies in a cache makes a build fail, or a page wrong."""
    cache = tmp_path / "cache"
    rendered(theme, CompiledTemplates(theme, cache))
    for file in (*kept(cache), *kept(theme / "__pycache__")):
        file.write_bytes(damage)

    assert rendered(theme, CompiledTemplates(theme, cache)) == "Hello"


def test_what_is_stale_is_compiled_again(theme: Path, tmp_path: Path) -> None:
    """A template that was edited is another; so is one that other code compiled."""
    cache, maker = tmp_path / "cache", tmp_path / "maker.py"
    maker.touch()
    rendered(theme, CompiledTemplates(theme, cache, str(maker)))
    (theme / "page.html").write_text("Goodbye", encoding="utf-8")

    assert rendered(theme, CompiledTemplates(theme, cache, str(maker))) == "Goodbye"


def test_without_a_place_they_stay_in_memory(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Languages share what was compiled once, where nothing can be kept at all."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled = CompiledTemplates(theme, None)
    first = rendered(theme, compiled)
    monkeypatch.setattr(Environment, "_generate", None)  # compiles no more

    assert rendered(theme, compiled) == first == "Hello"


def test_a_folder_that_refuses_is_no_failure(theme: Path, tmp_path: Path) -> None:
    """A full disk, or a file where the cache goes, only costs time."""
    cache = tmp_path / "cache"
    cache.write_text("in the way", encoding="utf-8")
    (theme / "__pycache__").write_text("in the way", encoding="utf-8")

    assert rendered(theme, CompiledTemplates(theme, cache)) == "Hello"
