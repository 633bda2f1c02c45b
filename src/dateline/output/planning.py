"""Put together what a build comes to: all its files, what is moved in and what must go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from dateline.errors import OutputRefusedError
from dateline.memory.bundle import Bundle, Unit, pack, paths_of
from dateline.output import manifest
from dateline.output.staging import NOTHING_KNOWN, Known, Staged
from dateline.parts import Block, Piece

# The bundle of parts that are in no block; a block's name has a language in front.
_LOOSE = ""


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
    found[_LOOSE] = pack(b"", loose)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build comes to: all its files, the staged ones among them, and what must go.

    The files are None where they are those of the last build. `written` counts those of the stage's
    tree and those that are moved. `bundles` are the blocks that are whole, `units` all other parts.
    """

    files: list[str] | None
    count: int
    written: int
    moves: dict[str, str]
    removals: list[str]
    units: Mapping[str, Unit]
    bundles: Mapping[str, Bundle]

    @property
    def changes(self) -> bool:
        """Say whether anything differs from what is there."""
        return bool(self.written or self.removals)

    @property
    def published(self) -> Published:
        """Count what carrying it out does."""
        return Published(self.written, self.count - self.written, len(self.removals))


def plan(staged: list[Staged], before: manifest.Before, known: Known = NOTHING_KNOWN) -> Plan:
    """Put together what all processes staged; raises OutputRefusedError where two files meet.

    Where `known` has a manifest, all files are not gone through unless some come or go.
    """
    units = {name: unit for each in staged for name, unit in each.units.items()}
    kept = {name: bundle for each in staged for name, bundle in each.kept.items()}
    bundles = kept | {name: bundle for each in staged for name, bundle in each.bundles.items()}
    written = sum(len(each.moves) + each.in_tree for each in staged)
    moves = dict(sorted(move for each in staged for move in each.moves))
    paths = [path for each in staged for path in each.paths]
    last = known.paths_beside(kept) if known.manifest else None
    if last is not None and len(last) == len(paths) and last == set(paths):
        count = len(paths) + sum(bundle.files for bundle in kept.values())
        return Plan(None, count, written, moves, [], units, bundles)
    paths += chain.from_iterable(map(paths_of, kept.values()))
    files = list(dict.fromkeys(paths))
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
    return Plan(files, len(files), written, moves, removals, units, bundles)
