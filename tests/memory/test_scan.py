"""What a scan says of a newsroom's files: which are known for sure, and which changed."""

from __future__ import annotations

import os
import shutil
import struct
import time
from pathlib import Path

import pytest

from dateline import previews
from dateline.memory.scan import FILES, Scan, same
from tests.cli.running import tree

COURSE = "releases/2024/2024-02-01-course.md"
FINE = 1_700_000_000_123_456_789
SECOND = 10**9


def later() -> int:
    """Give a moment at which every file that is there was written long ago."""
    return time.time_ns() + 100 * SECOND


def scan(root: Path) -> Scan:
    """Scan a newsroom whose files are known for sure."""
    return Scan(str(root), later())


def test_every_source_is_there(small: Path) -> None:
    """Every file that a build reads is told by name, and every folder; what it makes is not."""
    for name in ("templates/own/a.html", "assets/b.css", "private/preview.key"):
        (small / name).parent.mkdir(parents=True, exist_ok=True)
        (small / name).write_text("A")
    (small / "published.jsonl").write_text("")
    sources = set(tree(small))
    (small / "public").mkdir()
    (small / "public/index.html").write_text("A")
    (small / "private/list.csv").write_text("A")

    found = scan(small).files

    folders = {"releases/2023/", "releases/2024/", "templates/own/"}
    assert set(found) == sources | folders
    assert None not in found.values()


def test_preview_key_is_watched() -> None:
    """The file whose content gives previews their addresses is among those looked at."""
    assert previews.KEY in FILES


def test_untouched_files_are_the_same(small: Path) -> None:
    """Two scans of files that nobody touched say so; reading a file does not touch it."""
    before = scan(small)
    (small / COURSE).read_bytes()

    assert same(before.files, scan(small).files)


def test_old_time_put_back_is_noticed(small: Path) -> None:
    """Who writes as many bytes and puts the old mtime back has changed the ctime."""
    path = small / COURSE
    before, status = scan(small), path.stat()
    time.sleep(0.02)
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    after = scan(small)

    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert not same(before.files, after.files)
    assert {name for name in after.files if before.files[name] != after.files[name]} == {COURSE}


def test_replaced_file_is_noticed(small: Path) -> None:
    """Another file in the place of one, of the same size and times, has another number."""
    before = scan(small).files
    (small / COURSE).rename(small / "kept")
    shutil.copy2(small / "kept", small / COURSE)

    after = scan(small).files

    assert before[COURSE] is not None
    assert after[COURSE] is not None
    assert before[COURSE][-8:] != after[COURSE][-8:]
    assert not same(before, after)


def test_file_of_an_odd_number_is_never_sure(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose number takes more than 64 bits (ReFS) is read in each build."""
    found = scan(small)
    lstat = os.lstat

    def odd(path: str) -> os.stat_result:
        mode, _, *more = lstat(path)
        return os.stat_result((mode, 2**64, *more))

    monkeypatch.setattr(os, "lstat", odd)
    found.look_again(str(small), COURSE)

    assert found.files[COURSE] is None


@pytest.mark.parametrize(
    ("written", "moment", "is_sure"),
    [
        (FINE, FINE + SECOND // 5, True),
        (FINE, FINE + SECOND // 20, False),
        (FINE, FINE - SECOND, False),
        (FINE - FINE % SECOND, FINE + SECOND, False),
        (FINE - FINE % SECOND, FINE + 3 * SECOND, True),
        (FINE - FINE % 10**6, FINE + SECOND, False),
    ],
)
def test_tick(written: int, moment: int, is_sure: bool) -> None:
    """A file is known for sure once the clock of its file system has ticked: whole seconds, two."""
    status = os.stat_result((0o100644, 7, 1, 1, 0, 0, 5, 0, 0, 0), _times(written))
    found = Scan("/nowhere", moment)._sure(status)

    assert found == (struct.pack("=4q", written, written, 5, 7) if is_sure else None)


def _times(written: int) -> dict[str, int]:
    return {"st_mtime_ns": written, "st_ctime_ns": written, "st_atime_ns": written}


def test_ctime_of_a_moment_ago_is_not_trusted(small: Path) -> None:
    """A file with an old mtime may have been written just now: it was touched within a tick."""
    os.utime(small / COURSE, ns=(FINE, FINE))
    touched = (small / COURSE).stat().st_ctime_ns

    found = Scan(str(small), touched + 1).files

    assert found[COURSE] is None
    assert not same(found, found)


@pytest.mark.parametrize("name", ["releases/2024-02-02-link.md", "releases/more", "assets"])
def test_links_are_never_trusted(small: Path, name: str) -> None:
    """A link says nothing of what it leads to, whether file or folder: it is never the same."""
    (small.parent / "elsewhere").mkdir()
    (small / name).symlink_to(small.parent / "elsewhere")

    found = scan(small).files

    assert found[name] is None
    assert [path for path in found if path.startswith(f"{name}/")] == []
    assert not same(found, found)


def test_new_empty_folder_is_noticed(small: Path) -> None:
    """A folder is known by name, so that one with a release's name is seen before it has files."""
    before = scan(small).files
    (small / "releases/2024-02-02-new.md").mkdir()

    assert not same(before, scan(small).files)


def test_folder_that_nobody_may_list(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be listed is left to whoever reads it, and is not what it was."""
    before = scan(small).files
    listed = os.scandir

    def refused(path: str) -> object:
        if path.endswith("2024"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)

    assert not same(before, scan(small).files)


def test_file_that_goes_while_it_is_listed(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor's own file that is gone again in an instant stops nothing."""
    before = scan(small).files
    swap = small / "releases/.swap"
    swap.write_text("A")
    listed = os.scandir

    class Going:
        """Entries of a folder, the swap file's removed before it is looked at."""

        def __init__(self, path: str) -> None:
            self._entries = listed(path)

        def __enter__(self) -> Going:
            return self

        def __exit__(self, *_: object) -> None:
            self._entries.close()

        def __iter__(self) -> Going:
            return self

        def __next__(self) -> os.DirEntry[str]:
            entry = next(self._entries)
            if entry.name == swap.name:
                swap.unlink()
            return entry

    monkeypatch.setattr(os, "scandir", Going)

    assert same(before, scan(small).files)


def test_sum_is_of_what_is_written(small: Path) -> None:
    """The sum follows names and content of the settings alone, whatever the files' times."""
    (small / "feeds/more").mkdir()
    found = scan(small)
    first = found.sum_of(str(small), "feeds/")
    os.utime(small / "feeds/press.toml", ns=(FINE, FINE))
    (small / COURSE).write_text("Other.")
    touched = found.sum_of(str(small), "feeds/")
    (small / "feeds/press.toml").rename(small / "feeds/other.toml")
    renamed = scan(small).sum_of(str(small), "feeds/")
    (small / "dateline.toml").write_text("")
    emptied = scan(small).sum_of(str(small), "feeds/")

    assert first == touched
    assert len({first, renamed, emptied}) == 3


@pytest.mark.parametrize("name", ["templates", "templates/own"])
def test_linked_folder_has_another_sum_each_time(small: Path, name: str) -> None:
    """What lies in a folder behind a link is not told by the scan: no sum stands for it."""
    (small.parent / "elsewhere").mkdir()
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).symlink_to(small.parent / "elsewhere")
    found = scan(small)

    sums = {found.sum_of(str(small), "templates/") for _ in range(2)}

    assert len(sums) == 2


def test_looking_again(small: Path) -> None:
    """A file of our own is taken as it is now, or forgotten with the file; a link is no more."""
    found = Scan(str(small), 0)
    (small / "published.jsonl").write_text("")
    status = (small / "published.jsonl").stat()

    found.look_again(str(small), "published.jsonl")
    written = found.files["published.jsonl"]
    (small / "published.jsonl").rename(small / "kept")
    (small / "published.jsonl").symlink_to("kept")
    found.look_again(str(small), "published.jsonl")
    linked = found.files["published.jsonl"]
    (small / "published.jsonl").unlink()
    found.look_again(str(small), "published.jsonl")

    now = status.st_mtime_ns, status.st_ctime_ns, 0, status.st_ino
    assert written == struct.pack("=4q", *now)
    assert linked is None
    assert "published.jsonl" not in found.files


def test_a_file_is_still_what_was_seen(small: Path) -> None:
    """It is until it is written anew or gone; one that was not seen for sure never is."""
    where, path = str(small), "dateline.toml"
    found = scan(small)
    doubtful = Scan(where, 0)

    still = [found.is_still(where, path), doubtful.is_still(where, path)]
    (small / path).write_text("# Another.\n")
    written = found.is_still(where, path)
    (small / path).unlink()

    assert still == [True, False]
    assert (written, found.is_still(where, path)) == (False, False)
