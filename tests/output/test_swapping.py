"""Whole versions side by side: whoever follows the link sees one of them, and nothing between."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import OutputRefusedError, OutsideError
from dateline.model import Artifact
from dateline.output import Published, publish_version, swapping
from tests.output.test_publish import FRONT, KilledError, artifacts, tree, versions
from tests.output.test_publish import publish as publish_plain
from tests.parts import always


def publish(made: Iterable[Artifact], out: Path, state: Path, **more: Any) -> Published:
    """Publish artifacts in one piece as a new version."""
    return publish_version(always(lambda: made), out, state, **more)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output that does not exist yet."""
    return tmp_path / "site" / "public"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Give a cache folder."""
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


def there(out: Path) -> list[str]:
    """Give the names of what is kept beside an output, but for what closes it to Apache."""
    names = {each.name for each in (out.parent / f".{out.name}-versions").iterdir()}
    return sorted(names - {".htaccess"})


def test_first_version(out: Path, state: Path) -> None:
    """The first build makes a version and a relative link, so that both may be moved together."""
    published = publish(artifacts(a="1", b__c="2"), out, state)

    assert published == Published(written=3, unchanged=0, removed=0)
    assert out.readlink() == Path(".public-versions/1")
    assert tree(out) == {"index.html": FRONT, "a": b"1", "b/c": b"2"}
    assert there(out) == ["1", "1.json"]


def test_versions_are_closed_to_apache(out: Path, state: Path) -> None:
    """A file beside the versions forbids their addresses; one of the newsroom's own stays."""
    publish(artifacts(a="1"), out, state)
    own = out.parent / ".public-versions/.htaccess"
    assert own.read_text().endswith("Require all denied\n")
    own.write_text("Require local\n")

    publish(artifacts(a="2"), out, state)

    assert own.read_text() == "Require local\n"


def test_next_version_leaves_the_last_as_it_was(out: Path, state: Path) -> None:
    """What changed is new, what did not is the same file, and the old version keeps every byte."""
    publish(artifacts(a="1", b="2", c__d="3"), out, state)
    old = out.resolve()
    before = tree(old)

    published = publish(artifacts(a="1", b="4"), out, state)

    assert published == Published(written=1, unchanged=2, removed=1)
    assert tree(out) == {"index.html": FRONT, "a": b"1", "b": b"4"}
    assert tree(old) == before
    assert (out / "a").samefile(old / "a")
    assert not (out / "c").exists()


def test_nothing_new_makes_no_version(out: Path, state: Path) -> None:
    """A build that changes nothing leaves link and version alone."""
    publish(artifacts(a="1"), out, state)

    assert publish(artifacts(a="1"), out, state) == Published(0, 2, 0)
    assert there(out) == ["1", "1.json"]


def test_old_versions_are_pruned(out: Path, state: Path) -> None:
    """As many versions as were asked for stay, the newest ones; numbers are never used again."""
    for number in range(6):
        publish(artifacts(a=str(number)), out, state, keep=2)

    assert there(out) == ["5", "5.json", "6", "6.json"]
    assert tree(out)["a"] == b"5"


def test_plain_folder_becomes_the_first_version(out: Path, state: Path) -> None:
    """An earlier build's plain folder is taken over: unchanged files, theirs too, stay the same."""
    publish_plain(artifacts(a="1", b="2"), out, state)
    (out / "theirs.txt").write_text("keep")
    kept = (out / "a").stat().st_ino

    published = publish(artifacts(a="1", c="3"), out, state)

    assert published == Published(written=1, unchanged=2, removed=1)
    assert tree(out) == {"index.html": FRONT, "a": b"1", "c": b"3", "theirs.txt": b"keep"}
    assert (out / "a").stat().st_ino == kept
    assert (out.is_symlink(), there(out)) == (True, ["1", "1.json"])


def test_plain_folder_of_a_stopped_build(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a build stopped among its moves left to do is done before the folder is taken over."""
    publish_plain(artifacts(a="1", b="1"), out, state)
    rename = os.replace

    def stopping(source: str, target: str) -> None:
        if target.endswith("/b"):
            raise KilledError
        rename(source, target)

    with monkeypatch.context() as patched, contextlib.suppress(KilledError):
        patched.setattr("dateline.output.publication._rename", stopping)
        publish_plain(artifacts(a="2", aa="2", b="2"), out, state)

    publish(artifacts(a="3", aa="3", b="3"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"3", "aa": b"3", "b": b"3"}


def test_plain_folder_where_entries_cannot_be_exchanged(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without renameat2 the folder becomes version 0, and the link takes its place."""
    publish_plain(artifacts(a="1"), out, state)
    monkeypatch.setattr(swapping, "_exchange", lambda *_: False)

    publish(artifacts(a="2"), out, state)

    assert tree(out)["a"] == b"2"
    assert there(out) == ["0", "1", "1.json"]
    for number in range(3):
        publish(artifacts(a=str(number)), out, state)
    assert there(out) == ["2", "2.json", "3", "3.json", "4", "4.json"]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_only_linux_is_asked_to_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """Elsewhere the call's number or name may mean something else."""
    monkeypatch.setattr("sys.platform", platform)

    assert not swapping._exchange(tmp_path / "a", tmp_path / "b")


def test_old_c_library_cannot_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A C library without the call is told by its absence."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())

    assert not swapping._exchange(tmp_path / "a", tmp_path / "b")


def test_foreign_files_links_and_folders_are_carried_over(out: Path, state: Path) -> None:
    """What somebody put there stays, version after version, links and empty folders too."""
    publish(artifacts(a="1", b__ours="2"), out, state)
    (out / "theirs.txt").write_text("keep")
    (out / "b/theirs.txt").write_text("keep")
    (out / "b/link").symlink_to("theirs.txt")
    (out / "folder-link").symlink_to("b")
    (out / "x/.well-known").mkdir(parents=True)

    publish(artifacts(a="2"), out, state)

    assert tree(out) == {
        "index.html": FRONT,
        "a": b"2",
        "b/theirs.txt": b"keep",
        "b/link": b"keep",
        "theirs.txt": b"keep",
    }
    assert (out / "b/link").readlink() == Path("theirs.txt")
    assert (out / "folder-link").readlink() == Path("b")
    assert (out / "x/.well-known").is_dir()


def test_foreign_file_in_the_way_is_refused(out: Path, state: Path) -> None:
    """A file that we did not write is never overwritten; the link leads where it led."""
    publish(artifacts(), out, state)
    (out / "a").write_text("theirs")

    with pytest.raises(OutputRefusedError, match="was not written by Dateline"):
        publish(artifacts(a="1"), out, state)

    assert tree(out)["a"] == b"theirs"
    assert there(out) == ["1", "1.json"]


def test_file_becomes_folder_and_back(out: Path, state: Path) -> None:
    """A page may take the place of a file of the same name, and the other way round."""
    publish(artifacts(a="1"), out, state)
    publish(artifacts(a__b="2"), out, state)
    assert tree(out) == {"index.html": FRONT, "a/b": b"2"}

    publish(artifacts(a="1"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"1"}


def test_somebody_elses_folder_is_refused(out: Path, state: Path) -> None:
    """A folder with files and without a manifest is not ours to replace by a link."""
    out.mkdir(parents=True)
    (out / "thesis.doc").write_text("years of work")

    with pytest.raises(OutputRefusedError, match="did not write"):
        publish(artifacts(a="1"), out, state)

    assert not out.is_symlink()
    assert tree(out) == {"thesis.doc": b"years of work"}


def test_somebody_elses_link_is_refused(out: Path, state: Path, tmp_path: Path) -> None:
    """A link that leads elsewhere is not ours to flip."""
    (tmp_path / "site" / "www").mkdir(parents=True)
    out.symlink_to("www")

    with pytest.raises(OutputRefusedError, match="that `--swap` did not make"):
        publish(artifacts(a="1"), out, state)

    assert out.readlink() == Path("www")


def test_disk_of_its_own_is_refused(state: Path) -> None:
    """No link can take the place of a mounted volume."""
    with pytest.raises(OutputRefusedError, match="disk of its own"):
        publish(artifacts(a="1"), Path("/proc"), state)


def test_plain_build_into_versions_is_refused(out: Path, state: Path) -> None:
    """Without --swap nothing is moved into what is served; the way back is told, and works."""
    publish(artifacts(a="1"), out, state)
    with pytest.raises(OutputRefusedError, match="leads to whole versions") as failure:
        publish_plain(artifacts(a="2"), out, state)
    assert "delete the link public and the folder .public-versions/" in failure.value.hint
    assert tree(out)["a"] == b"1"
    out.unlink()
    shutil.rmtree(out.parent / ".public-versions")

    publish_plain(artifacts(a="2"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"2"}
    assert not out.is_symlink()


def test_lost_link_is_made_again(out: Path, state: Path) -> None:
    """Where the link was deleted, the newest version is the one to go on from."""
    publish(artifacts(a="1", b="2"), out, state)
    (out / "theirs.txt").write_text("keep")
    out.unlink()

    assert publish(artifacts(a="1", b="2"), out, state).written == 0
    assert tree(out) == {"index.html": FRONT, "a": b"1", "b": b"2", "theirs.txt": b"keep"}


def test_link_set_back_by_hand(out: Path, state: Path) -> None:
    """Whoever sets the link back to an older version gets a whole next one."""
    for text in "123":
        publish(artifacts(a=text, **{f"own{text}": text}), out, state)
    out.unlink()
    out.symlink_to(".public-versions/2")

    publish(artifacts(a="4"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"4"}
    assert tree(out.parent / ".public-versions/2")["a"] == b"2"


def test_lost_cache_and_lost_manifest(out: Path, state: Path) -> None:
    """The manifest lies with its version, not in the cache; without it, ours is told by its face."""
    publish(artifacts(a="1"), out, state)
    (out.parent / ".public-versions/1.json").unlink()
    shutil.rmtree(state)

    assert publish(artifacts(a="1"), out, state) == Published(0, 2, 0)
    assert there(out) == ["1", "1.json"]
    (out.parent / ".public-versions/1.json").unlink()
    with pytest.raises(OutputRefusedError, match="did not write: a"):
        publish(artifacts(b="1"), out, state)


@pytest.mark.parametrize("code", [errno.EPERM, errno.EMLINK])
def test_file_system_without_links(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Where files cannot be linked, or no more often, they are copied with their times."""
    publish(artifacts(a="1", b="2"), out, state)
    os.utime(out / "a", ns=(1, 1))

    def no_link(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", no_link)
    publish(artifacts(a="1", b="3"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"1", "b": b"3"}
    assert (out / "a").stat().st_mtime_ns == 1


def test_disk_that_fails_leaves_the_link(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails while the next version is made is told; the link leads where it led."""
    publish(artifacts(a="1"), out, state)

    def failing(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "a")

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", failing)
        with pytest.raises(OutsideError, match="Input/output error") as failure:
            publish(artifacts(b="2"), out, state)
    assert "as it was" in failure.value.hint
    assert tree(out) == {"index.html": FRONT, "a": b"1"}
    assert there(out) == ["1", "1.json"]

    publish(artifacts(b="2"), out, state)

    assert tree(out) == {"index.html": FRONT, "b": b"2"}


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_killed_anywhere_the_link_leads_to_a_whole_version(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch, seed: int, plain: bool
) -> None:
    """Stopped before any change of the disk, what is served is old or new, and the next is new."""
    old, new = versions(seed)
    (publish_plain if plain else publish)(old, out, state)
    wanted = [{each.path: each.content for each in version} for version in (old, new)]
    left = [random.Random(seed).randrange(3 * len(new))]

    def counted(act: Any) -> Any:
        def one_less(*words: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise KilledError
            return act(*words, **more)

        return one_less

    with monkeypatch.context() as patched:
        for name in ("link", "rename", "mkdir", "symlink", "replace", "unlink"):
            patched.setattr(os, name, counted(getattr(os, name)))
        patched.setattr(shutil, "rmtree", counted(shutil.rmtree))
        with contextlib.suppress(KilledError):
            publish(new, out, state)

    assert tree(out) in wanted

    publish(new, out, state)

    assert tree(out) == wanted[1]
    assert tree(out.parent / ".public-versions").keys() >= {"1.json"}


def test_readers_see_one_version_while_builds_run(out: Path, state: Path) -> None:
    """Readers who follow the link again and again never find two versions in one."""
    names = [f"{n % 5}/{n}" for n in range(40)]

    def version(number: int) -> list[Artifact]:
        text = str(number).encode()
        return [Artifact("index.html", FRONT + text), *(Artifact(n, text) for n in names)]

    publish(version(0), out, state)
    over = threading.Event()
    seen: list[set[bytes]] = []

    def read() -> None:
        while not over.is_set():
            here = out.resolve()
            with contextlib.suppress(FileNotFoundError):  # three builds went by, and it was pruned
                seen.append({(here / name).read_bytes() for name in names})

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 40):
        publish(version(number), out, state)
    over.set()
    for reader in readers:
        reader.join()

    assert len(seen) > 20
    assert {len(each) for each in seen} == {1}
