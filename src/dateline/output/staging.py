"""Compare artifacts with the files that are there, and stage what differs.

Several processes may stage at once, each into a folder of its own: entries of one folder are
made one at a time by the kernel. For an output that is not there yet they make the whole tree
together, so that it appears by one rename.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from dateline.errors import OutputRefusedError
from dateline.memory.bundle import (
    Bundle,
    Output,
    Unit,
    is_there,
    names_of,
    pack,
    paths_of,
    unpack,
)
from dateline.memory.looking import Look
from dateline.model import Artifact
from dateline.output.manifest import Before
from dateline.parts import Block, Part, Piece

TREE = "tree"
# Bytes that are rendered before they are written: what a processor's second cache holds.
_STRIDE = 500_000
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # binary: Windows


@dataclass(slots=True)
class Staged:
    """What one process staged: the parts with their files, and where the changed ones lie.

    `bundles` are blocks that were rendered as a whole, `kept` those that stand as they are, and
    `units` all other parts. Files that lie in the tree, `in_tree` of them, are among no `moves`.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    moves: list[tuple[str, str]] = field(default_factory=list)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    kept: dict[str, Bundle] = field(default_factory=dict)
    in_tree: int = 0

    @property
    def paths(self) -> Iterator[str]:
        """Yield every path of its parts, but for those of blocks that stand."""
        apart = (path for _, outputs in self.units.values() for path, _, _ in outputs)
        return chain(apart, chain.from_iterable(map(paths_of, self.bundles.values())))


@dataclass(frozen=True)
class Known:
    """What the last build made of the same templates and settings, in bundles by their names.

    `manifest` is the identity of the list of files where that tells these. `forget` is called
    before the output changes: from then on it is no more what was made. Sums are made only where
    they are kept for the next build (`is_kept`). `look` was begun when the bundles were recalled.
    """

    bundles: Mapping[str, Bundle]
    manifest: tuple[int, ...] = ()
    forget: Callable[[], None] = lambda: None
    is_kept: bool = False
    look: Look | None = None

    def sift(self, pieces: Iterable[Piece], out: Path) -> tuple[list[Piece], Staged]:
        """Give what is to be rendered, and the parts that are there as they would be again."""
        kept, todo = Staged(), list[Piece]()
        where = str(out)
        amiss = self._amiss(where)
        for piece in pieces:
            if isinstance(piece, Block) and piece.name not in amiss:
                bundle = self.bundles.get(piece.name)
                if bundle is not None and bundle.key == piece.key:
                    kept.kept[piece.name] = bundle
                    continue
            left = [part for part in piece if not self._stands(part, where, kept)]
            if left:
                todo.append(left)
        return todo, kept

    def _amiss(self, out: str) -> frozenset[str]:
        look = self.look
        if look is None or look.out != out:
            look = Look(out, self.bundles, jobs=1)
        return look.amiss()

    def _stands(self, part: Part, out: str, kept: Staged) -> bool:
        unit = self.unit(part.name)
        if unit is None:
            return False
        key, outputs = unit
        if not key or key != part.key() or not is_there(out, outputs):
            return False
        kept.units[part.name] = unit
        return True

    def unit(self, name: str) -> Unit | None:
        """Give what the last build made of a part."""
        bundle = self._homes.get(name)
        if bundle is None:
            return None
        if bundle not in self._open:
            self._open[bundle] = unpack(self.bundles[bundle])
        return self._open[bundle][name]

    def paths_of(self, piece: Iterable[Part]) -> Iterator[str]:
        """Yield the files that the last build made of a piece's parts."""
        units = map(self.unit, [part.name for part in piece])
        return (path for unit in units if unit for path, _, _ in unit[1])

    def size_of(self, pieces: Iterable[Iterable[Part]]) -> int:
        """Give the bytes that the last build made of pieces' parts."""
        units = [self.unit(part.name) for piece in pieces for part in piece] if self.bundles else []
        return sum(size for unit in units if unit for _, _, size in unit[1])

    def paths_beside(self, kept: Mapping[str, Bundle]) -> frozenset[str]:
        """Give the files that the last build made beside bundles that are kept."""
        return frozenset(
            chain.from_iterable(
                paths_of(bundle) for name, bundle in self.bundles.items() if name not in kept
            )
        )

    @cached_property
    def _homes(self) -> dict[str, str]:
        """Give the bundle of each part: releases move from one to the next."""
        return {part: name for name, each in self.bundles.items() for part in names_of(each)}

    @cached_property
    def _open(self) -> dict[str, dict[str, Unit]]:
        return {}


NOTHING_KNOWN = Known({})


class Stager:
    """Stages artifacts for an output folder into one folder of the stage."""

    def __init__(self, out: Path, stage: Path, name: str, before: Before) -> None:
        self._out = str(out)
        self._stage = str(stage)
        self._tree = f"{stage}/{TREE}/"
        self._name = name
        self._before = before
        self._is_new = not out.exists()
        self._known = {""}
        self._made = {""}
        self._moved = 0
        self.staged = Staged()
        (stage / name).mkdir()
        if self._is_new:
            (stage / TREE).mkdir(exist_ok=True)

    def take(self, piece: Piece, *, is_kept: bool = False) -> None:
        """Render a piece and stage it; raises OutputRefusedError where a foreign file stands."""
        parts = list(piece)
        outputs: dict[str, list[Output]] = {part.name: [] for part in parts}
        for some in _strides(parts):
            for name, artifact in some:
                outputs[name].append(self._take(artifact))
        units = {
            part.name: (part.key() if is_kept else b"", tuple(outputs[part.name])) for part in parts
        }
        if isinstance(piece, Block):
            self.staged.bundles[piece.name] = pack(piece.key if is_kept else b"", units)
        else:
            self.staged.units |= units

    def hand_over(self) -> Staged:
        """Give what was staged since this was asked for last."""
        staged, self.staged = self.staged, Staged()
        return staged

    def _take(self, artifact: Artifact) -> Output:
        path, content = artifact
        if self._is_new:
            return path, self._write(path, content), len(content)
        self._refuse_links(path.rpartition("/")[0])
        existing, changed = self._read(path)
        if existing == content:
            return path, changed, len(content)
        if existing is not None and self._before.is_foreign(path):
            raise OutputRefusedError(
                f"{self._out}/{path} was not written by Dateline and would be overwritten.",
                hint="Move the file away, or name another folder with --out.",
            )
        return path, self._write(path, content), len(content)

    def _write(self, path: str, content: bytes) -> int:
        """Write a file into the stage; gives when it was written."""
        if self._is_new:
            # Where two files meet, or a file meets a folder, the second goes into our own folder,
            # and whoever puts together what all staged tells of it.
            try:
                self._make_folder(path.rpartition("/")[0])
                changed = _write(self._tree + path, content)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                pass
            else:
                self.staged.in_tree += 1
                return changed
        name = f"{self._name}/{self._moved}"
        self._moved += 1
        changed = _write(f"{self._stage}/{name}", content)
        self.staged.moves.append((path, name))
        return changed

    def _make_folder(self, folder: str) -> None:
        if folder in self._made:
            return
        self._make_folder(folder.rpartition("/")[0])
        target = self._tree + folder
        try:
            os.mkdir(target)  # noqa: PTH102 -- thousands of them
        except FileExistsError:
            if not os.path.isdir(target):  # noqa: PTH112
                raise
        self._made.add(folder)

    def _refuse_links(self, folder: str) -> None:
        """Refuse to write behind a symbolic link, before anything is decided."""
        if folder in self._known:
            return
        self._refuse_links(folder.rpartition("/")[0])
        if os.path.islink(f"{self._out}/{folder}"):  # noqa: PTH114 -- the hot path
            raise OutputRefusedError(
                f"{self._out}/{folder} is a symbolic link within the output folder.",
                hint="Remove the link.",
            )
        self._known.add(folder)

    def _read(self, path: str) -> tuple[bytes | None, int]:
        """Read what stands at a path, and tell when it was written."""
        try:
            with open(f"{self._out}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
                return file.read(), os.fstat(file.fileno()).st_mtime_ns
        except FileNotFoundError:
            return None, 0
        except (NotADirectoryError, IsADirectoryError):
            self._refuse_foreign_shape(path)
            return None, 0

    def _refuse_foreign_shape(self, path: str) -> None:
        """Refuse a file where a folder goes, and a folder where a file goes, unless it is ours."""
        ours = self._before.files or frozenset()
        target = Path(self._out, path)
        found = [above for above in (target, *target.parents) if above.is_file()][:1]
        if not found and target.is_dir():
            found = [each for each in target.rglob("*") if not each.is_dir()] or [target]
        for each in found:
            if each.relative_to(self._out).as_posix() not in ours:
                raise OutputRefusedError(
                    f"{each} was not written by Dateline and stands where {path} goes.",
                    hint="Move it away, or name another folder with --out.",
                )


def _strides(parts: Iterable[Part]) -> Iterator[list[tuple[str, Artifact]]]:
    """Yield the artifacts of parts with their parts' names, some at a time.

    To render some and write them then is a twentieth less work than each in turn: the processor's
    caches do not hold the code of both.
    """
    some: list[tuple[str, Artifact]] = []
    size = 0
    for part in parts:
        for artifact in part.render():
            some.append((part.name, artifact))
            size += len(artifact.content)
            if size >= _STRIDE:
                yield some
                some, size = [], 0
    yield some


def _write(file_name: str, content: bytes) -> int:
    """Write a file that is not there yet, with four calls of the system and no others.

    Gives when that was, in nanoseconds as its file system tells time.
    """
    descriptor = os.open(file_name, _NEW, 0o666)
    try:
        written = os.write(descriptor, content)
        while written < len(content):  # a disk takes what it has room for, and fails
            written += os.write(descriptor, content[written:])  # at the next (write(2))
        return os.fstat(descriptor).st_mtime_ns
    finally:
        os.close(descriptor)
