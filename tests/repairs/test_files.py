"""Mended files: whole, with their mode, and never over somebody's newer text."""

from __future__ import annotations

import os
import stat
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import OutsideError
from dateline.repairs.files import Mended, mendable, write
from tests.repairs.test_text import PIECES

NAME = "releases/2024-02-01-khoá học.md"
PIECED = unicodedata.normalize("NFD", "---\ntitle: Tiếng\ndate: 2024-02-01\n---\nViệt\n")


def put(root: Path, text: str | bytes, name: str = NAME) -> Path:
    """Write a file of a newsroom."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_releases_and_pages_are_mended(tmp_path: Path) -> None:
    """Every source file with something to mend is found; others are passed over."""
    put(tmp_path, PIECED)
    put(tmp_path, PIECED, "pages/about.md")
    put(tmp_path, "---\ntitle: A\n---\n", "releases/2024-02-01-right.md")
    put(tmp_path, b"\xff\xfe\r\n", "releases/2024-02-01-utf-16.md")
    put(tmp_path, b"\r\n" * 1_500_000, "releases/2024-02-01-huge.md")
    put(tmp_path, PIECED, "assets/readme.md")
    (tmp_path / "releases/folder.md").mkdir()

    found = [(each.path, each.what) for each in mendable(tmp_path)]

    assert found == [(NAME, ("letters in pieces",)), ("pages/about.md", ("letters in pieces",))]


def test_a_file_keeps_its_mode_and_place(tmp_path: Path) -> None:
    """Mode and links stay, and nothing is left beside the file."""
    target = put(tmp_path, PIECED, "texts/shared.md")
    target.chmod(0o640)
    link = tmp_path / NAME
    link.parent.mkdir()
    link.symlink_to(target)
    (mended,) = mendable(tmp_path)

    write(tmp_path, mended)

    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == unicodedata.normalize("NFC", PIECED)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [each.name for each in target.parent.iterdir()] == ["shared.md"]
    assert list(mendable(tmp_path)) == []


def test_a_newer_text_is_left_alone(tmp_path: Path) -> None:
    """A file that was saved meanwhile keeps what was saved."""
    path = put(tmp_path, PIECED)
    (mended,) = mendable(tmp_path)
    put(tmp_path, "newer")

    with pytest.raises(OutsideError, match="was changed"):
        write(tmp_path, mended)
    assert path.read_bytes() == b"newer"
    assert len(list(path.parent.iterdir())) == 1


def test_a_disk_that_fails_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails, the file is as it was and nothing lies beside it."""
    path = put(tmp_path, PIECED)
    (mended,) = mendable(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        write(tmp_path, mended)
    assert path.read_bytes() == PIECED.encode()
    assert len(list(path.parent.iterdir())) == 1


def test_what_cannot_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be read is no business of a repair: the check tells of it."""
    put(tmp_path, PIECED)

    def refuse(*_: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr("dateline.repairs.files.read_steady", refuse)

    assert list(mendable(tmp_path)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(PIECES, max_size=15).map("".join))
def test_git_applies_the_diff(tmp_path: Path, text: str) -> None:
    """Git reads the diff, and makes of the old file exactly the new one."""
    path = put(tmp_path, text)
    for mended in mendable(tmp_path):
        diff = mended.diff().encode()
        words = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(words, cwd=tmp_path, input=diff, check=True)

        assert path.read_bytes() == mended.after


def test_the_diff_of_a_file_without_a_last_line_end() -> None:
    """A missing last line end is told as diff and git tell it."""
    mended = Mended("a.md", b"a\r\nb", b"a\nb", ())

    assert mended.diff() == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-a\r\n+a\n b\n\\ No newline at end of file\n"
    )
