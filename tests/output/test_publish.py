"""Publishing never half happens."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import OutputRefusedError, OutsideError, TemplateError
from dateline.model import Artifact
from dateline.output import Published, publication, publish_version, refuse_unsafe, unfinished
from dateline.output import publish as publish_pieces
from dateline.output.staging import TREE, Stager
from dateline.parts import Part
from tests.parts import always

FRONT = b'<meta name="generator" content="Dateline">'


def publish(made: Iterable[Artifact], out: Path, state: Path) -> Published:
    """Publish artifacts in one piece."""
    return publish_pieces(always(lambda: made), out, state)


def artifacts(**files: str) -> list[Artifact]:
    """Make artifacts; `__` in a name stands for a slash, and a front page is added."""
    made = [Artifact("index.html", FRONT)]
    return made + [Artifact(name.replace("__", "/"), text.encode()) for name, text in files.items()]


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its content."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output folder that does not exist yet."""
    return tmp_path / "public"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Give a cache folder."""
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


def test_first_build_writes_everything(out: Path, state: Path) -> None:
    """A first build leaves exactly its own files and no trace of the staging."""
    published = publish(artifacts(a="1", b__c="2"), out, state)

    assert published == Published(written=3, unchanged=0, removed=0)
    assert tree(out) == {"index.html": FRONT, "a": b"1", "b/c": b"2"}
    assert not (state / "stage").exists() or not list((state / "stage").iterdir())


def test_unchanged_files_keep_their_times(out: Path, state: Path) -> None:
    """A file whose bytes are the same is not touched."""
    publish(artifacts(a="1", b="2"), out, state)
    os.utime(out / "a", ns=(1, 1))

    published = publish(artifacts(a="1", b="3"), out, state)

    assert published == Published(written=1, unchanged=2, removed=0)
    assert (out / "a").stat().st_mtime_ns == 1


def test_files_no_longer_named_are_removed_with_their_folders(out: Path, state: Path) -> None:
    """What the last build wrote and this one does not is gone, empty folders too."""
    publish(artifacts(a="1", deep__er__b="2"), out, state)

    published = publish(artifacts(a="1"), out, state)

    assert published.removed == 1
    assert tree(out) == {"index.html": FRONT, "a": b"1"}
    assert not (out / "deep").exists()


def test_file_becomes_folder_and_back(out: Path, state: Path) -> None:
    """A page may take the place of a file of the same name, and the other way round."""
    publish(artifacts(a="1"), out, state)
    publish(artifacts(a__b="2"), out, state)
    assert tree(out) == {"index.html": FRONT, "a/b": b"2"}

    publish(artifacts(a="1"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"1"}


def test_foreign_files_beside_ours_are_left(out: Path, state: Path) -> None:
    """A file that somebody put into the output stays there, build after build."""
    publish(artifacts(a="1"), out, state)
    (out / "theirs.txt").write_text("keep")

    publish(artifacts(), out, state)

    assert (out / "theirs.txt").read_text() == "keep"
    assert not (out / "a").exists()


def test_foreign_file_in_the_way_is_refused(out: Path, state: Path) -> None:
    """A file that we did not write is never overwritten."""
    publish(artifacts(), out, state)
    (out / "a").write_text("theirs")

    with pytest.raises(OutputRefusedError, match="was not written by Dateline"):
        publish(artifacts(a="1"), out, state)

    assert (out / "a").read_text() == "theirs"


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [("a", "a/b", "/a "), ("a/deep/b", "a", "/a/deep/b "), ("a/", "a", "/a ")],
)
def test_foreign_file_or_folder_of_another_shape_is_refused(
    out: Path, state: Path, theirs: str, ours: str, told: str
) -> None:
    """A file where a folder goes, or a folder where a file goes, stops a build undecided."""
    publish(artifacts(), out, state)
    if theirs.endswith("/"):
        (out / theirs).mkdir()
    else:
        (out / theirs).parent.mkdir(parents=True, exist_ok=True)
        (out / theirs).write_text("theirs")
    before = tree(out)

    with pytest.raises(OutputRefusedError, match=told + "was not written by Dateline"):
        publish([*artifacts(), Artifact(ours, b"ours")], out, state)

    assert tree(out) == before
    assert unfinished(state, [out]) == ()


@pytest.mark.parametrize("within", ["", "deeper/still"])
def test_empty_folder_in_place_of_our_file_gives_way(out: Path, state: Path, within: str) -> None:
    """A folder that holds nothing stands in nobody's way, whoever put it there."""
    publish(artifacts(a__b="1", c="2"), out, state)
    (out / "a/b").unlink()
    (out / "a/b" / within).mkdir(parents=True)

    published = publish(artifacts(a__b="1", c="2"), out, state)

    assert tree(out) == {"index.html": FRONT, "a/b": b"1", "c": b"2"}
    assert (published.written, published.unchanged) == (1, 2)


def test_file_that_comes_into_that_folder_meanwhile_is_kept(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody puts there while we render is not removed, and the build says so."""
    publish(artifacts(a="1"), out, state)
    (out / "a").unlink()
    (out / "a").mkdir()
    write = publication._write_journal

    def late(*given: Any) -> None:
        (out / "a/theirs").write_bytes(b"3")
        write(*given)

    monkeypatch.setattr(publication, "_write_journal", late)

    with pytest.raises(OutsideError):
        publish(artifacts(a="1"), out, state)
    assert (out / "a/theirs").read_bytes() == b"3"


@pytest.mark.parametrize("theirs", ["a/b/theirs", "a", "a/b/deeper/"])
def test_what_is_in_place_of_a_file_that_goes_stays(out: Path, state: Path, theirs: str) -> None:
    """Where our file was, somebody's folder is left as it is, but for an empty one; so is a file."""
    publish(artifacts(a__b="1"), out, state)
    (out / "a/b").unlink()
    if theirs.endswith("/"):
        (out / "a/b").mkdir()
    else:
        (out / "a").rmdir()
        (out / theirs).parent.mkdir(parents=True, exist_ok=True)
        (out / theirs).write_bytes(b"3")

    publish(artifacts(c="2"), out, state)

    kept = {} if theirs.endswith("/") else {theirs: b"3"}
    assert tree(out) == {"index.html": FRONT, "c": b"2", **kept}
    assert (out / "a").exists() == bool(kept)


def test_file_that_cannot_go_is_told(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that keeps a file is no folder in its place."""
    publish(artifacts(a="1"), out, state)

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, f"Permission denied {missing_ok}", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with pytest.raises(OutsideError):
            publish(artifacts(c="2"), out, state)
    assert (out / "a").read_bytes() == b"1"


def test_folder_of_somebody_else_is_refused(out: Path, state: Path) -> None:
    """A folder with files and without a manifest is not ours to fill."""
    out.mkdir()
    (out / "thesis.doc").write_text("years of work")

    with pytest.raises(OutputRefusedError, match="did not write"):
        publish(artifacts(a="1"), out, state)

    assert tree(out) == {"thesis.doc": b"years of work"}


def test_lost_cache_costs_time_not_correctness(out: Path, state: Path, tmp_path: Path) -> None:
    """Without its manifest a build takes its own folder over again, and tells of leftovers."""
    publish(artifacts(a="1", b="2"), out, state)
    fresh = tmp_path / "fresh"
    fresh.mkdir()

    assert publish(artifacts(a="1", b="3"), out, fresh).written == 1

    (tmp_path / "fresher").mkdir()
    with pytest.raises(OutputRefusedError, match="did not write: b"):
        publish(artifacts(a="1"), out, tmp_path / "fresher")


def test_damaged_manifest_is_none(out: Path, state: Path) -> None:
    """A manifest of another form, or with no list of files, says nothing of what is ours."""
    publish(artifacts(a="1"), out, state)
    record = next((state / "manifests").iterdir())
    for damage in ('{"form": 99}', "[]", '{"form": 1, "files": 7}', "{"):
        record.write_text(damage)
        with pytest.raises(OutputRefusedError, match="did not write: a"):
            publish(artifacts(b="1"), out, state)

    assert publish(artifacts(a="1"), out, state).unchanged == 2


def test_folder_without_our_front_page_is_not_ours(out: Path, state: Path) -> None:
    """Files that happen to bear our names do not make a folder ours; hidden ones do not count."""
    out.mkdir()
    (out / ".htaccess").write_text("theirs")
    publish(artifacts(a="1"), out, state)
    (out / "index.html").unlink()
    next((state / "manifests").iterdir()).unlink()

    with pytest.raises(OutputRefusedError, match="did not write: a"):
        publish(artifacts(a="1"), out, state)


def test_folders_above_are_made_and_progress_is_told(tmp_path: Path, state: Path) -> None:
    """An output may lie deeper than anything that is there; who waits hears of each piece."""
    told: list[tuple[int, int]] = []
    out = tmp_path / "a" / "b" / "public"
    front = [Artifact("index.html", FRONT)]

    publish_pieces(always(lambda: front, list), out, state, progress=lambda *n: told.append(n))

    assert tree(out) == {"index.html": FRONT}
    assert told == [(0, 2), (1, 2)]


def test_failing_render_touches_nothing(out: Path, state: Path) -> None:
    """Everything is rendered before anything is touched."""
    publish(artifacts(a="1", b="2"), out, state)
    before = tree(out)

    def failing() -> Iterator[Artifact]:
        yield Artifact("index.html", FRONT)
        yield Artifact("a", b"new")
        raise TemplateError("base.html:3: oops")

    with pytest.raises(TemplateError):
        publish(failing(), out, state)

    assert tree(out) == before


def test_full_disk_leaves_the_last_output(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up while staging is told as an outside failure; the output stays."""
    publish(artifacts(a="1"), out, state)
    before = tree(out)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "stage/0")

    monkeypatch.setattr("dateline.output.publication._write_journal", full)
    with pytest.raises(OutsideError, match="No space left"):
        publish(artifacts(a="2"), out, state)

    assert tree(out) == before


def test_disk_that_fails_among_the_moves(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once decided, a build that the disk stops says that some files are new, and is finished."""
    publish(artifacts(a="1", b="1"), out, state)
    rename = os.replace

    def failing(source: str, target: str) -> None:
        if target.endswith("/b"):
            raise OSError(28, "No space left on device", target)
        rename(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("dateline.output.publication._rename", failing)
        with pytest.raises(OutsideError, match="No space left") as failure:
            publish(artifacts(a="2", b="2"), out, state)
    assert "some are new; the next build brings the others" in failure.value.hint
    assert tree(out) == {"index.html": FRONT, "a": b"2", "b": b"1"}
    assert unfinished(state, [out]) == (out,)

    publish(artifacts(a="2", b="2"), out, state)

    assert tree(out) == {"index.html": FRONT, "a": b"2", "b": b"2"}
    assert unfinished(state, [out]) == ()


class KilledError(Exception):
    """Stands for `kill -9` in a test that goes on afterwards."""


def versions(seed: int) -> tuple[list[Artifact], list[Artifact]]:
    """Make two versions of a site with files added, changed and removed between them."""
    chance = random.Random(seed)
    names = [f"{chance.choice('abc')}{n % 7}/{chance.choice('xyz')}{n}" for n in range(20)]
    old = [Artifact("index.html", FRONT)] + [Artifact(n, b"old" + n.encode()) for n in names[:14]]
    new = [Artifact("index.html", FRONT + b"2")]
    return old, new + [Artifact(n, b"new" + n.encode()) for n in names[7:]]


@pytest.mark.parametrize("seed", range(40))
def test_killed_among_the_moves_the_next_build_finishes(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Stopped between any two moves, each file is whole, and the next build brings the new site."""
    old, new = versions(seed)
    publish(old, out, state)
    moves = random.Random(seed).randrange(len(new) + 5)
    rename, unlink = os.replace, Path.unlink
    left = [moves]

    def one_less() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KilledError

    def counting_rename(source: str, target: str) -> None:
        one_less()
        rename(source, target)

    def counting_unlink(self: Path, missing_ok: bool = False) -> None:
        one_less()
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr("dateline.output.publication._rename", counting_rename)
        patched.setattr(Path, "unlink", counting_unlink)
        with contextlib.suppress(KilledError):
            publish(new, out, state)

    whole = {each.content for each in (*old, *new)}
    assert all(content in whole for content in tree(out).values())

    publish(new, out, state)

    assert tree(out) == {each.path: each.content for each in new}


@pytest.mark.parametrize(
    "inside",
    ". releases releases/x feeds private .git .. .dateline .dateline/x published.jsonl/x".split(),
)
def test_output_over_the_newsroom_is_refused(tmp_path: Path, inside: str) -> None:
    """The output may not be the newsroom, one of its inputs, within one, or above them."""
    root = tmp_path / "newsroom"
    root.mkdir()

    with pytest.raises(OutputRefusedError):
        refuse_unsafe(root / inside, root)


def test_output_behind_a_link_to_the_newsroom_is_refused(tmp_path: Path) -> None:
    """A symbolic link to the newsroom is the newsroom."""
    root = tmp_path / "newsroom"
    (root / "releases").mkdir(parents=True)
    (tmp_path / "innocent").symlink_to(root / "releases")

    with pytest.raises(OutputRefusedError):
        refuse_unsafe(tmp_path / "innocent", root)


@pytest.mark.parametrize(
    "fine", ["public", "dist/site", "../elsewhere", ".dateline/serve", ".dateline/serve-12"]
)
def test_output_anywhere_else_is_allowed(tmp_path: Path, fine: str) -> None:
    """The output may be anywhere else."""
    root = tmp_path / "newsroom"
    root.mkdir()

    refuse_unsafe(root / fine, root)


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A file is no folder."""
    (tmp_path / "public").write_text("x")

    with pytest.raises(OutputRefusedError, match="no folder"):
        refuse_unsafe(tmp_path / "public", tmp_path / "newsroom")


def test_link_out_of_the_output_is_not_followed(out: Path, state: Path, tmp_path: Path) -> None:
    """A symbolic link within the output never leads a build to write elsewhere."""
    publish(artifacts(), out, state)
    (tmp_path / "elsewhere").mkdir()
    (out / "en").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputRefusedError, match="symbolic link"):
        publish(artifacts(en__a="1"), out, state)

    assert tree(tmp_path / "elsewhere") == {}


def test_two_artifacts_at_one_path_are_refused(out: Path, state: Path) -> None:
    """Of two files for one place none is lost in silence."""
    with pytest.raises(OutputRefusedError, match="Two files"):
        publish([*artifacts(a="1"), Artifact("a", b"2")], out, state)

    assert tree(out) == {}


def test_output_on_a_disk_of_its_own_is_staged_there(state: Path) -> None:
    """An output that is a mounted volume is published to like any other, and holds no leftovers."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == state.stat().st_dev:
        pytest.skip("there is no second file system to write to")
    with tempfile.TemporaryDirectory(dir=shared) as volume:
        out = Path(volume)
        publish(artifacts(a="1"), out, state)

        publish(artifacts(a="2", b="3"), out, state)

        assert tree(out) == {"index.html": FRONT, "a": b"2", "b": b"3"}


def test_link_in_the_output_stops_a_build_before_it_is_decided(
    out: Path, state: Path, tmp_path: Path
) -> None:
    """Behind a symbolic link nothing is made, and without it the next build is whole."""
    publish(artifacts(), out, state)
    (tmp_path / "elsewhere").mkdir()
    (out / "en").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputRefusedError):
        publish(artifacts(en__deep__a="1"), out, state)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (out / "en").unlink()

    publish(artifacts(en__deep__a="1"), out, state)

    assert tree(out)["en/deep/a"] == b"1"


def test_link_made_as_a_build_is_decided(
    out: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a link made in the last moment is followed; once it is gone, the build is finished."""
    publish(artifacts(), out, state)
    (tmp_path / "elsewhere").mkdir()
    write_journal = publication._write_journal

    def linking(stage: Path, journal: dict[str, Any]) -> None:
        write_journal(stage, journal)
        (out / "en").symlink_to(tmp_path / "elsewhere")

    with monkeypatch.context() as patched:
        patched.setattr(publication, "_write_journal", linking)
        with pytest.raises(OutputRefusedError, match="symbolic link within"):
            publish(artifacts(en__a="1"), out, state)
    assert tree(tmp_path / "elsewhere") == {}
    (out / "en").unlink()

    publish(artifacts(en__a="1"), out, state)

    assert tree(out) == {"index.html": FRONT, "en/a": b"1"}


def test_several_make_one_tree(out: Path, tmp_path: Path) -> None:
    """Processes that stage a new output share its folders; what meets is told apart, not lost."""
    stage = tmp_path / "stage"
    stage.mkdir()
    first, second = (Stager(out, stage, name, None) for name in ("0", "1"))
    first.take([Part("first", None, lambda: [Artifact("a/b", b"1"), Artifact("c", b"2")])])
    theirs = [Artifact("a/d", b"3"), Artifact("c/e", b"4"), Artifact("c", b"5")]
    second.take([Part("second", None, lambda: theirs)])

    assert tree(stage / TREE) == {"a/b": b"1", "a/d": b"3", "c": b"2"}
    assert (second.staged.in_tree, second.staged.moves) == (1, [("c/e", "1/0"), ("c", "1/1")])
    assert [(stage / name).read_bytes() for _, name in second.staged.moves] == [b"4", b"5"]


def test_many_bytes_are_written_while_others_are_rendered(out: Path, tmp_path: Path) -> None:
    """Large files of a part are not all held in memory: those before are written by then."""
    stage = tmp_path / "stage"
    stage.mkdir()
    there: list[bool] = []

    def render() -> Iterator[Artifact]:
        for name in ("a", "b", "c"):
            yield Artifact(name, bytes(400_000))
            there.append((stage / TREE / name).exists())

    stager = Stager(out, stage, "0", None)
    stager.take([Part("large", None, render)])

    assert there == [False, True, False]
    assert [path for path, _, _ in stager.staged.units["large"][1]] == ["a", "b", "c"]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_comes_or_goes_meanwhile(
    out: Path, state: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    """Whether the output is there is asked again when the moves begin."""
    out = out.parent / "site" / "public"
    if not is_there:
        publish(artifacts(a="0", b__c="0"), out, state)
    write_journal = publication._write_journal

    def meddling(stage: Path, journal: dict[str, Any]) -> None:
        write_journal(stage, journal)
        if out.exists():
            shutil.rmtree(out.parent)
        else:
            out.mkdir(parents=True)

    monkeypatch.setattr(publication, "_write_journal", meddling)
    publish(artifacts(a="1", b__c="2", d="3"), out, state)
    found = tree(out)

    assert {name: found[name] for name in ("a", "b/c", "d")} == {"a": b"1", "b/c": b"2", "d": b"3"}
    assert unfinished(state, [out]) == ()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("kept", [0, 2], ids=["plain", "swap"])
@pytest.mark.parametrize(("jobs", "times"), [(1, 0), (2, 1)])
def test_meanwhile_is_done_beside_others(
    out: Path, state: Path, kept: int, jobs: int, times: int
) -> None:
    """What this process has to do is done while another renders; alone it has no such while."""
    pieces = [
        [Part("pages", None, lambda: artifacts(a="1"))],
        [Part("b", None, lambda: [Artifact("b", b"2")])],
    ]
    done: list[int] = []
    put = partial(publish_version, keep=kept) if kept else publish_pieces
    put(pieces, out, state, jobs=jobs, meanwhile=lambda: done.append(os.getpid()))

    assert done == [os.getpid()] * times
    assert (out / "b").read_bytes() == b"2"
