"""Bring artifacts into the output folder: compare, stage, then move in by renames.

Everything is rendered and staged, on the output's own file system, before the folder is
touched. A journal names the moves: a build that was killed among them is finished by the next.
Unchanged files are not touched, so their times stay.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import OutputRefusedError, OutsideError
from dateline.model import Artifact
from dateline.output import manifest
from dateline.output.guard import refuse_foreign

_JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a build wrote, found unchanged, and removed."""

    written: int
    unchanged: int
    removed: int


def publish(artifacts: Iterable[Artifact], out: Path, state: Path) -> Published:
    """Make a folder hold exactly these artifacts, beside files that nobody of us wrote.

    `state` is the newsroom's cache folder. Raises OutputRefusedError where foreign files are in
    the way, OutsideError where the disk fails; the folder is then as it was.
    """
    out = out.absolute()
    stage = _stage_for(out, state)
    record = manifest.place(state, out)
    try:
        _finish(stage, out, record)
        return _Publication(out, stage, record).run(artifacts)
    except OSError as failure:
        where = failure.filename or out
        raise OutsideError(
            f"Cannot write {where}: {failure.strerror or failure}.",
            hint="The last output is as it was. Mend the disk or its permissions, and build again.",
        ) from failure
    finally:
        if not (stage / _JOURNAL).exists():
            shutil.rmtree(stage, ignore_errors=True)


class _Publication:
    """One run of publishing."""

    def __init__(self, out: Path, stage: Path, record: Path) -> None:
        self._out = out
        self._stage = stage
        self._record = record
        self._before = manifest.load(record)
        self._moves: list[str] = []
        self._paths: dict[str, bool] = {}

    def run(self, artifacts: Iterable[Artifact]) -> Published:
        self._stage.mkdir(parents=True)
        for artifact in artifacts:
            self._take(artifact)
        if self._before is None:
            refuse_foreign(self._out, self._paths)
        removals = sorted((self._before or frozenset()) - self._paths.keys())
        journal = {"moves": self._moves, "removals": removals, "files": sorted(self._paths)}
        _write_journal(self._stage, journal)
        _finish(self._stage, self._out, self._record)
        unchanged = len(self._paths) - len(self._moves)
        return Published(len(self._moves), unchanged, len(removals))

    def _take(self, artifact: Artifact) -> None:
        path = artifact.path
        if path in self._paths:
            raise OutputRefusedError(
                f"Two files would be published as {path}.",
                hint="Rename the one in assets/ or beside the release.",
            )
        self._paths[path] = True
        existing = self._read(path)
        if existing == artifact.content:
            return
        if existing is not None and self._before is not None and path not in self._before:
            raise OutputRefusedError(
                f"{self._out / path} was not written by Dateline and would be overwritten.",
                hint="Move the file away, or name another folder with --out.",
            )
        with open(self._stage / str(len(self._moves)), "xb", buffering=0) as file:  # noqa: PTH123
            file.write(artifact.content)
        self._moves.append(path)

    def _read(self, path: str) -> bytes | None:
        try:
            with open(f"{self._out}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
                return file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None


def _stage_for(out: Path, state: Path) -> Path:
    """Choose a staging folder on the output's file system: renames work only within one."""
    there = next(folder for folder in (out, *out.parents) if folder.exists())
    own = state
    while not own.exists():
        own = own.parent
    if there.stat().st_dev == own.stat().st_dev:
        return state / "stage" / manifest.place(state, out).stem
    return out.parent / f".{out.name}.staging"


def _write_journal(stage: Path, journal: dict[str, list[str]]) -> None:
    """Write the journal whole: from this moment the build is decided."""
    staged = stage / "journal.new"
    with staged.open("w", encoding="utf-8") as file:
        json.dump(journal, file, ensure_ascii=False)
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
    known: set[str] = set()
    in_the_way = _in_the_way(journal)
    _remove(out, [path for path in in_the_way if (out / path).is_file()])
    for number, path in enumerate(journal["moves"]):
        staged = stage / str(number)
        if staged.exists():
            _make_folder(out, path.rpartition("/")[0], known)
            staged.replace(out / path)
    _remove(out, sorted(set(journal["removals"]) - set(in_the_way)))
    manifest.save(record, out, journal["files"])
    (stage / _JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _in_the_way(journal: dict[str, list[str]]) -> list[str]:
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
    if folder in known:
        return
    target = out / folder
    target.mkdir(parents=True, exist_ok=True)
    real, real_out = os.path.realpath(target), os.path.realpath(out)
    if real != real_out and not real.startswith(real_out + os.sep):
        raise OutputRefusedError(
            f"{target} is a symbolic link out of the output folder.", hint="Remove the link."
        )
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
