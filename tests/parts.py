"""Make parts of an output that are always rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.model import Artifact
from dateline.parts import Part, Piece


def always(*renders: Callable[[], Iterable[Artifact]]) -> list[Piece]:
    """Give a piece with one part for each way to render something."""
    return [(Part(str(number), None, render),) for number, render in enumerate(renders)]
