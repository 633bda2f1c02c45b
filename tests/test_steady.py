"""A file that changes while it is read is read again, or told of; never half of two states."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from dateline import steady
from dateline.build import build, check
from dateline.errors import ContentError, OutsideError
from dateline.settings import load_newsroom
from dateline.steady import read_steady
from tests.output.test_publish import tree
from tests.patience import PATIENCE

Read = Callable[[int, int], bytes]


def interfering(path: Path, changes: list[bytes], real: Read = os.read) -> Read:
    """Give a read that is followed by somebody else's writing, as long as there are changes."""

    def read(descriptor: int, count: int) -> bytes:
        data = real(descriptor, count)
        if changes and os.path.samestat(os.fstat(descriptor), path.stat()):
            path.write_bytes(changes.pop(0))
            os.utime(path, ns=(1, len(changes)))  # clocks are coarse, tests are quick
        return data

    return read


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody."""
    monkeypatch.setattr(steady, "_PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.parametrize("new", [b"a longer text", b"short", b"old text", b""])
def test_changed_file_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: bytes
) -> None:
    """Longer, shorter, as long as before or emptied: what is given is the later state, whole."""
    path = tmp_path / "a"
    path.write_bytes(b"old text")
    monkeypatch.setattr(os, "read", interfering(path, [new]))

    assert read_steady(str(path)) == new


def test_file_that_keeps_changing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some tries it is said, so that no build waits for ever."""
    path = tmp_path / "a"
    path.write_bytes(b"0")
    monkeypatch.setattr(os, "read", interfering(path, [b"%d" % n * (n + 2) for n in range(9)]))

    with pytest.raises(OSError, match="it changes while it is read") as failure:
        read_steady(str(path))

    assert failure.value.errno == errno.EBUSY


def test_reading_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that gives a file in pieces gives it whole in the end."""
    path = tmp_path / "a"
    path.write_bytes(bytes(range(250)))
    real = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, count: real(descriptor, min(count, 7)))

    assert read_steady(str(path)) == bytes(range(250))
    assert 100 < len(read_steady(str(path), 100)) <= 102


def test_limit_is_kept(tmp_path: Path) -> None:
    """Of a file beyond the limit just so much is read that its length tells."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * 1000)

    assert 10 < len(read_steady(str(path), 10)) <= 12
    assert len(read_steady(str(path), 1000)) == 1000


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe without a writer is told at once."""
    os.mkfifo(tmp_path / "pipe")
    told: list[str] = []

    def read() -> None:
        with pytest.raises(OSError, match="no regular file") as failure:
            read_steady(str(tmp_path / "pipe"))
        told.append(str(failure.value.strerror))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(PATIENCE)

    assert told == ["it is no regular file"]


def test_release_being_written_is_a_problem(
    small: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that is written while it is read stops the build with its name; nothing is lost."""
    newsroom = load_newsroom(small)
    build(newsroom, now, out=small / "public")
    before = tree(small / "public")
    path = small / "releases/2024/2024-02-01-course.md"
    texts = [path.read_bytes() + b"More.\n" * n for n in range(9)]
    with monkeypatch.context() as patched:
        patched.setattr(os, "read", interfering(path, texts[1:]))
        with pytest.raises(ContentError) as failure:
            build(newsroom, now, out=small / "public", jobs=1)
    assert [(p.code, p.place.path) for p in failure.value.problems] == [
        ("unreadable-file", "releases/2024/2024-02-01-course.md")
    ]
    assert failure.value.problems[0].hint == "Save it, then try again."
    assert tree(small / "public") == before

    assert check(newsroom).problems == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"longer than it was", "changed while"),
        (None, "Cannot read releases/2024-02-14-a/list.csv"),
    ],
)
def test_file_that_changes_after_it_was_measured(
    small: Path, now: datetime, content: bytes | None, told: str
) -> None:
    """A page never tells another size than its file has: the build stops, and the next is right."""
    folder = small / "releases/2024-02-14-a"
    folder.mkdir()
    keys = "title: A\ndate: 2024-02-14\nattachments: [{file: list.csv, title: List}]"
    (folder / "index.md").write_text(f"---\n{keys}\n---\nText.\n")
    (folder / "list.csv").write_bytes(b"a,b")
    newsroom = load_newsroom(small)
    build(newsroom, now, out=small / "public")
    before = tree(small / "public")

    def changing(stage: str, *_: int) -> None:
        if stage == "rendering" and content is not None:
            (folder / "list.csv").write_bytes(content)
        elif stage == "rendering":
            (folder / "list.csv").unlink(missing_ok=True)

    with pytest.raises(OutsideError, match=told) as failure:
        build(newsroom, now, out=small / "public", jobs=1, progress=changing)

    assert "Nothing was published" in failure.value.hint
    assert tree(small / "public") == before
