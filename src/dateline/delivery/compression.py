"""Write a compressed twin beside each file that shrinks, the same bytes on every machine.

libdeflate is deterministic in a version (ebiggers/libdeflate#400), and its version comes with
Dateline: Python's own zlib is another library from machine to machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from dateline.addresses import has_twin
from dateline.model import Artifact
from dateline.parts import Block, Part, Piece

_LEVEL = 9
# A packet of the network carries that much whether it is compressed or not.
_SMALL = 1_000


def with_twins(pieces: Iterable[Piece]) -> list[Piece]:
    """Give pieces whose parts yield each of their artifacts with its compressed twin."""
    return [
        piece.changed(_with_twins) if isinstance(piece, Block) else [*map(_with_twins, piece)]
        for piece in pieces
    ]


def _with_twins(part: Part) -> Part:
    return part._replace(render=partial(_twins, part.render))


def _twins(render: Callable[[], Iterable[Artifact]]) -> Iterator[Artifact]:
    for artifact in render():
        yield artifact
        if len(artifact.content) >= _SMALL and has_twin(artifact.path):
            content = compress(artifact.content)
            if len(content) < len(artifact.content):
                yield Artifact(f"{artifact.path}.gz", content)


def compress(content: bytes) -> bytes:
    """Compress as gzip does (RFC 1952), with neither time nor name."""
    import deflate  # noqa: PLC0415 -- only newsrooms that ask for twins need it

    return bytes(deflate.gzip_compress(content, _LEVEL))
