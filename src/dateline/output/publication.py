"""Bring artifacts into the output folder: compare, stage, then move in by renames.

Everything is rendered and staged, on the output's own file system, before the folder is
touched. A journal names the moves: a build that was killed among them is finished by the next.
Unchanged files are not touched, so their times stay.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dateline.errors import OutputRefusedError, OutsideError
from dateline.output import leftover, manifest
from dateline.output.guard import refuse_foreign, refuse_versions
from dateline.output.planning import Plan, Published, bundles_of, plan
from dateline.output.staging import NOTHING_KNOWN, TREE, Known, Staged, Stager
from dateline.parts import Piece, has_many
from dateline.workers import cores, share

_JOURNAL = "journal.json"
_MANY = 200
# Bytes that take as long to make: a sitemap, the pages of large topics.
_LARGE = 3_000_000
# Blocks of which a process tells at once: of all of them at its end, it would hold several copies.
_BUNDLES = 50
_rename = os.replace


def publish(  # noqa: PLR0913 -- each is a word of the errand
    pieces: Sequence[Piece],
    out: Path,
    state: Path,
    *,
    known: Known = NOTHING_KNOWN,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Published:
    """Make a folder hold exactly the artifacts of all pieces, beside files that nobody of us wrote.

    Up to `jobs` processes share the pieces, by default one a core where there are many; parts
    that stand as `known` are not rendered. `state` is the newsroom's cache folder. `meanwhile` is
    done while other processes have begun to render, where there are any. Raises
    OutputRefusedError where foreign files are in the way, OutsideError where the disk fails, and
    what rendering raises; the folder is then as it was.
    """
    out = out.absolute()
    refuse_versions(out)
    stage = _stage_for(out, state)
    record = manifest.place(state, out)
    with outside(out, stage / _JOURNAL):
        try:
            roll_forward(out, state)
            stage.mkdir(parents=True)
            before = manifest.Before(record)
            if known.manifest and known.manifest != manifest.identity(record):
                known = replace(known, manifest=())  # another build has been here since
            staged = stage_all(
                pieces,
                out,
                stage,
                before,
                known=known,
                jobs=jobs,
                progress=progress,
                meanwhile=meanwhile,
            )
            known.forget()
            planned = plan(staged, before, known)
            _commit(planned, out, stage, record, before, is_known=bool(known.manifest))
            bundles = bundles_of(pieces, planned, known)
            return replace(planned.published, bundles=bundles, manifest=manifest.identity(record))
        finally:
            if not (stage / _JOURNAL).exists():
                shutil.rmtree(stage, ignore_errors=True)


@contextlib.contextmanager
def outside(out: Path, journal: Path | None = None) -> Iterator[None]:
    """Tell what the disk failed at as OutsideError, and where that leaves the output."""
    try:
        yield
    except OSError as failure:
        kept = "The last output is as it was."
        if journal and journal.exists():
            kept = "Each file is whole, but some are new; the next build brings the others."
        raise OutsideError(
            f"Cannot write {failure.filename or out}: {failure.strerror or failure}.",
            hint=f"{kept} Mend the disk or its permissions, and build again.",
        ) from failure


def roll_forward(out: Path, state: Path) -> None:
    """Finish what a build that was stopped among its moves left; refuses a journal not ours."""
    stage = _stage_for(out, state)
    leftover.refuse_strange(stage, _JOURNAL)
    _finish(stage, out, manifest.place(state, out))


def unfinished(state: Path, outs: Iterable[Path]) -> tuple[Path, ...]:
    """Give the outputs that a stopped build left half moved in, which the next one finishes.

    Looked for are those staged in the cache, and `outs`, which may be staged elsewhere.
    """
    stages = {*(state / "stage").glob("*"), *(_stage_for(out.absolute(), state) for out in outs)}
    found = []
    for stage in stages:
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            found.append(Path(json.loads((stage / _JOURNAL).read_bytes())["out"]))
    return tuple(sorted(found))


def stage_all(  # noqa: PLR0913 -- as for `publish`
    pieces: Sequence[Piece],
    out: Path,
    stage: Path,
    before: manifest.Before,
    *,
    known: Known,
    jobs: int | None,
    progress: Callable[[int, int], None] | None,
    meanwhile: Callable[[], object] | None,
) -> list[Staged]:
    """Render all parts but those that stand, and stage what differs from the files there."""
    todo, kept = known.sift(pieces, out) if known.bundles else (list(pieces), Staged())
    if known.manifest:
        before.expect({path for piece in todo for path in known.paths_of(piece)})

    def work(number: int, taken: Iterator[tuple[int, Piece]]) -> Iterator[Staged]:
        stager = Stager(out, stage, str(number), before)
        for index, piece in taken:
            if progress and number == 0:
                progress(index, len(todo))
            stager.take(piece, is_kept=known.is_kept)
            if len(stager.staged.bundles) >= _BUNDLES:
                yield stager.hand_over()
        yield stager.hand_over()

    if jobs is None:  # a few small parts are done before a second process has started
        is_much = has_many(todo, _MANY) or known.size_of(todo) >= _LARGE
        jobs = cores() if is_much else 1
    return [kept, *share(list(enumerate(todo)), work, jobs, meanwhile=meanwhile)]


def _commit(
    planned: Plan, out: Path, stage: Path, record: Path, before: manifest.Before, *, is_known: bool
) -> None:
    """Decide the build by writing its journal, and carry it out; `is_known` spares the manifest."""
    journal: dict[str, Any] = {
        "out": str(out), "moves": planned.moves, "removals": planned.removals,
    }  # fmt: skip
    if planned.files is not None:
        if not is_known and before.files is None:
            refuse_foreign(out, planned.files)
        journal["files"] = planned.files
    _write_journal(stage, journal)
    _carry_out(journal, stage, out, record)


def _stage_for(out: Path, state: Path) -> Path:
    """Choose a staging folder on the output's file system: renames work only within one.

    An output that is a disk of its own (a mounted volume) is staged within itself.
    """
    there = next(folder for folder in (out, *out.parents) if folder.exists())
    own = next(folder for folder in (state, *state.parents) if folder.exists())
    if there.stat().st_dev == own.stat().st_dev:
        return state / "stage" / manifest.place(state, out).stem
    return out / ".staging" if there == out else out.parent / f".{out.name}.staging"


def _write_journal(stage: Path, journal: dict[str, Any]) -> None:
    """Write the journal whole: from this moment the build is decided."""
    staged = stage / "journal.new"
    with staged.open("w", encoding="utf-8") as file:
        file.writelines(manifest.told(journal))
        file.flush()
        os.fsync(file.fileno())
    staged.replace(stage / _JOURNAL)


def _finish(stage: Path, out: Path, record: Path) -> None:
    """Carry out a journal, from wherever an earlier run of it stopped; none: clear the stage."""
    try:
        journal = json.loads((stage / _JOURNAL).read_bytes())
    except FileNotFoundError:
        shutil.rmtree(stage, ignore_errors=True)
        return
    _carry_out(journal, stage, out, record)


def _carry_out(journal: dict[str, Any], stage: Path, out: Path, record: Path) -> None:
    tree, moves = stage / TREE, journal["moves"]
    if tree.exists() and not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        _rename(tree, out)
    elif tree.exists():  # somebody has made the folder meanwhile
        moves = {**_moves_of(tree), **moves}
    known: set[str] = set()
    in_the_way = _in_the_way(moves, journal["removals"])
    _remove(out, [path for path in in_the_way if (out / path).is_file()])
    for path, name in moves.items():
        _make_folder(out, path.rpartition("/")[0], known)
        with contextlib.suppress(FileNotFoundError):  # moved before the last run was stopped
            _move(f"{stage}/{name}", f"{out}/{path}")
    _remove(out, sorted(set(journal["removals"]) - set(in_the_way)))
    if "files" in journal:
        manifest.save(record, out, journal["files"])
    (stage / _JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _move(source: str, target: str) -> None:
    """Move a file in; where somebody put a folder in its place, that holds nothing but folders."""
    try:
        _rename(source, target)
    except OSError:  # IsADirectoryError, or PermissionError on Windows
        if not os.path.isdir(target):  # noqa: PTH112 -- the hot path
            raise
        for folder, _, _ in os.walk(target, topdown=False):
            os.rmdir(folder)  # noqa: PTH106 -- fails where a file has come since
        _rename(source, target)


def _moves_of(tree: Path) -> dict[str, str]:
    """Give the moves that bring in one by one the files of a tree."""
    files = (path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    return {path: f"{TREE}/{path}" for path in sorted(files)}


def _in_the_way(moves: dict[str, str], removals: list[str]) -> list[str]:
    """Give the files that stand where a folder goes, or in a folder where a file goes."""
    if not removals:
        return []
    folders = {path[:cut] for path in moves for cut in _cuts(path)}
    return [
        path
        for path in removals
        if path in folders or any(path[:cut] in moves for cut in _cuts(path))
    ]


def _cuts(path: str) -> list[int]:
    return [index for index, character in enumerate(path) if character == "/"]


def _make_folder(out: Path, folder: str, known: set[str]) -> None:
    """Make a folder and those above it; refuse to follow a symbolic link on the way."""
    if folder in known:
        return
    if folder:
        _make_folder(out, folder.rpartition("/")[0], known)
    target = f"{out}/{folder}" if folder else str(out)
    try:
        os.mkdir(target)  # noqa: PTH102 -- thousands of them, and a Path costs more than the folder
    except FileNotFoundError:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        if folder and os.path.islink(target):  # noqa: PTH114
            raise OutputRefusedError(
                f"{target} is a symbolic link within the output folder.", hint="Remove the link."
            ) from None
    known.add(folder)


def _remove(out: Path, paths: list[str]) -> None:
    for path in paths:
        _remove_file(out, path)
    for folder in sorted({path.rpartition("/")[0] for path in paths}, reverse=True):
        _prune(out, folder)


def _remove_file(out: Path, path: str) -> None:
    """Remove a file of ours; what somebody put in its place, or its folder's, is theirs."""
    try:
        (out / path).unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError:  # as for moves
        if not (out / path).is_dir():
            raise
        _prune(out, path)


def _prune(out: Path, folder: str) -> None:
    """Remove a folder and those above it as far as they are empty."""
    while folder:
        try:
            (out / folder).rmdir()
        except OSError:
            return
        folder = folder.rpartition("/")[0]
