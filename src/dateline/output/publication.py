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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from dateline.errors import OutputRefusedError, OutsideError
from dateline.memory.bundle import Bundle, Unit, pack, paths_of
from dateline.output import leftover, manifest
from dateline.output.guard import refuse_foreign, refuse_versions
from dateline.output.staging import NOTHING_KNOWN, TREE, Known, Staged, Stager
from dateline.parts import Block, Piece
from dateline.workers import cores, share

_JOURNAL = "journal.json"
_MANY = 200
# The bundle of parts that are in no block; a block's name has a language in front.
LOOSE = ""
_rename = os.replace


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a build wrote, found unchanged, and removed; and all parts, in bundles.

    `manifest` is the identity of the list of all files.
    """

    written: int
    unchanged: int
    removed: int
    bundles: Mapping[str, Bundle] = field(default_factory=dict, compare=False)
    manifest: tuple[int, ...] = field(default=(), compare=False)


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

    def work(number: int, taken: Iterator[tuple[int, Piece]]) -> Staged:
        stager = Stager(out, stage, str(number), before)
        for index, piece in taken:
            if progress and number == 0:
                progress(index, len(todo))
            stager.take(piece, is_kept=known.is_kept)
        return stager.staged

    if jobs is None:  # a few parts are done before a second process has started
        jobs = cores() if sum(map(len, todo)) >= _MANY else 1
    return [kept, *share(list(enumerate(todo)), work, jobs, meanwhile=meanwhile)]


def bundles_of(pieces: Iterable[Piece], planned: Plan, known: Known) -> Mapping[str, Bundle]:
    """Bundle all parts for the next build, where anything is kept for that.

    A block's parts are together, and those of no block are, too.
    """
    if not known.is_kept:
        return {}
    found, loose = dict(planned.bundles), dict(planned.units)
    for piece in pieces:
        if isinstance(piece, Block) and piece.name not in found:
            units = {name: loose.pop(name) for name in piece.names}
            found[piece.name] = pack(piece.key, units)
    found[LOOSE] = pack(b"", loose)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build comes to: all its files, the staged ones among them, and what must go.

    The files are None where they are those of the last build. `bundles` are the blocks that stand,
    `units` all other parts.
    """

    files: list[str] | None
    count: int
    moves: dict[str, str]
    removals: list[str]
    units: Mapping[str, Unit]
    bundles: Mapping[str, Bundle]

    @property
    def changes(self) -> bool:
        """Say whether anything differs from what is there."""
        return bool(self.moves or self.removals)

    @property
    def published(self) -> Published:
        """Count what carrying it out does."""
        return Published(len(self.moves), self.count - len(self.moves), len(self.removals))


def plan(staged: list[Staged], before: manifest.Before, known: Known = NOTHING_KNOWN) -> Plan:
    """Put together what all processes staged; raises OutputRefusedError where two files meet.

    Where `known` has a manifest, all files are not gone through unless some come or go.
    """
    units = {name: unit for each in staged for name, unit in each.units.items()}
    bundles = {name: bundle for each in staged for name, bundle in each.bundles.items()}
    moves = dict(sorted(move for each in staged for move in each.moves))
    paths = [path for each in staged for path in each.paths]
    last = known.paths_beside(bundles) if known.manifest else None
    if last is not None and len(last) == len(paths) and last == set(paths):
        count = len(paths) + sum(bundle.files for bundle in bundles.values())
        return Plan(None, count, moves, [], units, bundles)
    paths += chain.from_iterable(map(paths_of, bundles.values()))
    files = sorted(set(paths))
    if len(files) != len(paths):
        twice = next(path for path, number in Counter(paths).items() if number > 1)
        raise OutputRefusedError(
            f"Two files would be published as {twice}.",
            hint="Rename the one in assets/ or beside the release.",
        )
    # The manifest need not be read where it tells of the files of the last build, and of no others.
    if last is None:
        last = before.files or frozenset()
    removals = sorted(last.difference(files))
    return Plan(files, len(files), moves, removals, units, bundles)


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
        file.write(json.dumps(journal, ensure_ascii=False))  # json.dump encodes in Python
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
    tree = stage / TREE
    if tree.exists() and not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        _rename(tree, out)
    known: set[str] = set()
    in_the_way = _in_the_way(journal) if journal["removals"] else []
    _remove(out, [path for path in in_the_way if (out / path).is_file()])
    for path, name in _waiting(journal["moves"], tree):
        _make_folder(out, path.rpartition("/")[0], known)
        with contextlib.suppress(FileNotFoundError):  # moved before the last run was stopped
            _rename(f"{stage}/{name}", f"{out}/{path}")
    _remove(out, sorted(set(journal["removals"]) - set(in_the_way)))
    if "files" in journal:
        manifest.save(record, out, journal["files"])
    (stage / _JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _waiting(moves: dict[str, str], tree: Path) -> Iterable[tuple[str, str]]:
    """Give the moves that are still to be made: none of the tree that was moved as a whole."""
    if tree.exists():
        return moves.items()
    return [move for move in moves.items() if not move[1].startswith(f"{TREE}/")]


def _in_the_way(journal: dict[str, Any]) -> list[str]:
    """Give the files that stand where a folder goes, or in a folder where a file goes."""
    folders = {path[:cut] for path in journal["moves"] for cut in _cuts(path)}
    moves = set(journal["moves"])
    return [
        path
        for path in journal["removals"]
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
        (out / path).unlink(missing_ok=True)
    for folder in sorted({path.rpartition("/")[0] for path in paths}, reverse=True):
        _prune(out, folder)


def _prune(out: Path, folder: str) -> None:
    """Remove a folder and those above it as far as they are empty."""
    while folder:
        try:
            (out / folder).rmdir()
        except OSError:
            return
        folder = folder.rpartition("/")[0]
