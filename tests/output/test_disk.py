"""A disk that is full or read-only: told as such, and what is published stays whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dateline.errors import OutsideError
from dateline.model import Artifact
from dateline.output import publish, publish_version, unfinished
from tests.cli.running import run
from tests.conftest import NEWSROOMS
from tests.output.test_publish import FRONT, tree
from tests.parts import always
from tests.somebody import somebody

PAGE = 4096
LIMITED = """
import resource, sys
from pathlib import Path
from dateline.build import build
from dateline.errors import OutsideError
from dateline.settings import load_newsroom
from datetime import datetime, UTC
root, keep = Path(sys.argv[1]), int(sys.argv[2])
newsroom = load_newsroom(root)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    build(newsroom, datetime(2024, 2, 15, tzinfo=UTC), out=root / "public", keep=keep or None)
except OutsideError as failure:
    sys.exit(f"{failure.message} {failure.hint}")
"""


def versions() -> list[list[Artifact]]:
    """Make two versions of a site whose files fill some pages each, and differ in names too."""
    return [
        [
            Artifact("index.html", FRONT + mark),
            *(Artifact(f"{n % 4}/{n + shift}/a", mark * (2000 * (n % 5))) for n in range(12)),
        ]
        for mark, shift in ((b"old-", 0), (b"newer-", 4))
    ]


def put(made: Iterable[Artifact], disk: Path, keep: int) -> None:
    """Publish artifacts into a folder of a disk, or as a version of it."""
    state = disk / "state"
    if keep:
        publish_version(always(lambda: made), disk / "public", state, keep=keep)
    else:
        publish(always(lambda: made), disk / "public", state)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small disk of its own, where the system lets us."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1000k", "none", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(words, capture_output=True, check=False).returncode
    ):
        pytest.skip("nothing may be mounted here")
    (folder / "state").mkdir()
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def attempt(made: list[Artifact], disk: Path, keep: int) -> str:
    """Publish where there may be no room; says whether it is done, half moved in, or refused."""
    failure = None
    try:
        put(made, disk, keep)
    except OutsideError as told:
        failure = told
    is_half = bool(unfinished(disk / "state", [disk / "public"]))
    if failure is None:
        return "done"
    assert "No space left on device" in failure.message
    assert ("some are new" in failure.hint) == is_half
    return "half" if is_half else "old"


@pytest.mark.parametrize("keep", [0, 2], ids=["plain", "swap"])
def test_full_disk_at_any_point(disk: Path, keep: int) -> None:
    """With room for so many pages and no more, files are whole, and with room again all is new."""
    old, new = versions()
    wanted = [{each.path: each.content for each in version} for version in (old, new)]
    ballast, outcomes = disk / "ballast", []
    for pages in range(0, 150, 3):
        put(old, disk, keep)
        assert tree(disk / "public") == wanted[0]
        free = os.statvfs(disk).f_bavail * PAGE
        ballast.write_bytes(b"x" * (free - pages * PAGE))
        outcomes.append(attempt(new, disk, keep))
        seen = tree(disk / "public")
        if outcomes[-1] != "half":
            assert seen == wanted[outcomes[-1] == "done"]
        for path, content in seen.items():
            assert content in [version.get(path) for version in wanted], path
        ballast.unlink()

        put(new, disk, keep)

        assert tree(disk / "public") == wanted[1]
    assert (outcomes[0], outcomes[-1]) == ("old", "done")
    assert "half" not in outcomes or not keep


@pytest.mark.parametrize("keep", [0, 2], ids=["plain", "swap"])
def test_read_only_disk(disk: Path, keep: int) -> None:
    """Where nothing may be written it is said, with the place, and what is published stays."""
    old, new = versions()
    put(old, disk, keep)
    before = tree(disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    with pytest.raises(OutsideError, match="Read-only file system") as failure:
        put(new, disk, keep)

    assert str(disk) in failure.value.message
    assert "as it was" in failure.value.hint
    assert tree(disk) == before


def test_newsroom_on_a_read_only_disk(disk: Path) -> None:
    """A build of a newsroom that may not be written says so and exits 3; a check needs no room."""
    root = disk / "newsroom"
    shutil.copytree(NEWSROOMS / "small", root)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    built, checked = run("build", "-C", root), run("check", "-C", root)

    assert (built.exit_code, built.stdout) == (3, "")
    assert "Read-only file system" in built.stderr
    assert checked.exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes folders in another way")
@pytest.mark.parametrize("keep", [0, 2], ids=["plain", "swap"])
def test_folder_that_may_not_be_written(ground: Path, keep: int) -> None:
    """A closed folder is told with its place, and what is published stays as it is."""
    old, new = versions()
    (ground / "state").mkdir()
    put(old, ground, keep)
    before = tree(ground / "public")
    folders = [ground, *(p for p in ground.rglob("*") if p.is_dir() and not p.is_symlink())]
    for folder in folders:
        folder.chmod(0o555)
    with (
        somebody(ground),
        pytest.raises(OutsideError, match=f"Cannot write {ground}.*: Permission denied"),
    ):
        put(new, ground, keep)
    assert tree(ground / "public") == before
    for folder in folders:
        folder.chmod(0o755)

    put(new, ground, keep)

    assert tree(ground / "public").keys() == {each.path for each in new}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("keep", [0, 2], ids=["plain", "swap"])
def test_file_too_large_for_the_disk(small: Path, keep: int) -> None:
    """A build that may not write a whole page publishes none of them, and says why."""
    # Python, too, would keep half a file: the bytecode of what it loads (python/cpython#126606).
    words = [sys.executable, "-B", "-c", LIMITED, str(small), str(keep)]

    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "as it was" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (small / "public").exists()
