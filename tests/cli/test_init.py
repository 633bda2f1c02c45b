"""`dateline init`: a newsroom that is right from the first minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import NOW, run, tree


@pytest.mark.parametrize("languages", [(), ("en",), ("vi",)])
@pytest.mark.parametrize("now", [NOW, "2024-02-01T01:00:00+07:00", "2024-12-31T23:30:00-05:00"])
def test_passes_check_and_builds(tmp_path: Path, languages: tuple[str, ...], now: str) -> None:
    """What it makes passes the strictest check, and everything in it is public at once."""
    words = [word for language in languages for word in ("--lang", language)]

    made = run("init", tmp_path / "new", "--now", now, *words)

    checked = run("check", "--strict", "-C", tmp_path / "new")
    built = run("build", "-C", tmp_path / "new", "--now", now)
    assert made.exit_code == 0
    assert checked.stdout.startswith("0 errors, 0 warnings in ")
    assert built.exit_code == 0
    assert "0 held" in built.stdout


def test_files(tmp_path: Path) -> None:
    """It prints each file that it made, and makes no other."""
    result = run("init", tmp_path, "--now", NOW)

    made = [str(Path(line).relative_to(tmp_path)) for line in result.stdout.splitlines()]
    assert sorted(made) == sorted(tree(tmp_path))
    assert made == [
        "dateline.toml",
        "feeds/press.toml",
        "releases/2024/2024-02-15-welcome.md",
        ".gitignore",
        ".gitattributes",
        "README.txt",
    ]


def test_vietnamese(tmp_path: Path) -> None:
    """--lang vi adds Vietnamese to every text, paired with the English."""
    run("init", tmp_path, "--lang", "vi", "--now", NOW)

    files = {path: content.decode() for path, content in tree(tmp_path).items()}
    assert "releases/2024/2024-02-15-welcome.vi.md" in files
    assert "ba việc" in files["README.txt"]
    assert "Thông cáo báo chí" in files["feeds/press.toml"]
    listed = run("list", "-C", tmp_path, "--now", NOW).stdout
    assert "  vi  " in listed


def test_here_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without DIR the newsroom is made here."""
    monkeypatch.chdir(tmp_path)

    assert run("init").exit_code == 0
    assert (tmp_path / "dateline.toml").is_file()


@pytest.mark.parametrize("name", ["dateline.toml", ".gitignore", "README.txt", "feeds/press.toml"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    """One file in the way, and nothing at all is written."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    before = tree(tmp_path)

    result = run("init", tmp_path)

    assert result.exit_code == 2
    assert name in result.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["feeds", "releases"])
def test_file_where_a_folder_goes(tmp_path: Path, name: str) -> None:
    """A file where a folder should go is in the way, too."""
    (tmp_path / name).write_text("mine", encoding="utf-8")

    assert run("init", tmp_path).exit_code == 2
    assert tree(tmp_path) == {name: b"mine"}


def test_broken_link_is_in_the_way(tmp_path: Path) -> None:
    """A link to nowhere is not written through."""
    (tmp_path / "README.txt").symlink_to(tmp_path / "elsewhere")

    assert run("init", tmp_path).exit_code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_file_as_newsroom_is_usage(tmp_path: Path) -> None:
    """A newsroom cannot be made of a file."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    result = run("init", tmp_path / "file")

    assert result.exit_code == 2
    assert "is no folder" in result.stderr
