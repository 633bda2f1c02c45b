"""Name a part of the output with all that goes into it: what would be the same again is kept."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple, overload

from dateline.model import Artifact, Month

# marshal's last form without references: there the same values are always the same bytes.
_WITHOUT_REFERENCES = 2
_LENGTH = 16

# Plain values: text, numbers, bytes, None, and tuples of these.
Needs = tuple[object, ...]


class Part(NamedTuple):
    """A part of the output that is rendered as a whole.

    `name` is its own among all parts of a site, `needs` gives all that its bytes depend on beyond
    what every part does, such as templates; None where that cannot be told, and it is rendered
    always.
    """

    name: str
    needs: Callable[[], Needs] | None
    render: Callable[[], Iterable[Artifact]]

    def key(self) -> bytes:
        """Give a sum of what goes in; empty for a part that is always rendered."""
        if self.needs is None:
            return b""
        needs = self.needs()
        if len(needs) == 1 and isinstance(needs[0], bytes):
            return needs[0]  # a sum itself, as most parts' are
        return digest(b"", needs)


# Parts that are rendered together: they share what is costly to make.
Piece = Sequence[Part]


class Block(Sequence[Part]):
    """A piece of many parts, which are not even made where all of them would be the same again.

    `names` gives those of its parts, for which hardly anybody asks, `needs` all that these depend
    on. `month` is the newest whose releases are shown with their texts: blocks of about the same
    share these.
    """

    def __init__(
        self,
        name: str,
        names: Callable[[], Iterable[str]],
        needs: Callable[[], Needs],
        parts: Callable[[], Sequence[Part]],
        month: Month | None = None,
    ) -> None:
        self.name = name
        self.month = month
        self._names = names
        self._needs = needs
        self._parts = parts

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Give the names of its parts."""
        return tuple(self._names())

    @cached_property
    def key(self) -> bytes:
        """Give a sum of all that goes in."""
        return digest(b"", self._needs())

    def __iter__(self) -> Iterator[Part]:
        """Give the parts in turn, made anew: what they share is let go with them."""
        return iter(self._parts())

    def changed(self, change: Callable[[Part], Part]) -> Block:
        """Give the block with each part as `change` makes it."""
        parts = self._parts
        return Block(
            self.name, self._names, self._needs, lambda: [*map(change, parts())], self.month
        )

    def __len__(self) -> int:
        """Count the parts."""
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> Part: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Part]: ...

    def __getitem__(self, index: int | slice) -> Part | Sequence[Part]:
        """Give a part, or some of them."""
        return self._parts()[index]


def month_by_month(pieces: Iterable[Piece]) -> list[Piece]:
    """Put blocks that share texts of releases one after the other, behind all other pieces."""
    made = list(pieces)
    blocks = [piece for piece in made if isinstance(piece, Block) and piece.month]
    alone = [piece for piece in made if not (isinstance(piece, Block) and piece.month)]
    return [*alone, *sorted(blocks, key=attrgetter("month"))]


def has_many(pieces: Iterable[Piece], many: int) -> bool:
    """Say whether pieces have so many parts; they are not counted to the end: that names them."""
    return any(count >= many for count in accumulate(map(len, pieces)))


def nothing() -> Needs:
    """Give what a part needs that depends on nothing of its own."""
    return ()


def artifacts(pieces: Iterable[Piece]) -> Iterator[Artifact]:
    """Yield the artifacts of all parts of some pieces."""
    for piece in pieces:
        for part in piece:
            yield from part.render()


def digest(common: bytes, values: Needs) -> bytes:
    """Give a sum of plain values, another where one differs."""
    told = hashlib.blake2b(common, digest_size=_LENGTH)
    told.update(marshal.dumps(values, _WITHOUT_REFERENCES))  # type: ignore[arg-type]
    return told.digest()
