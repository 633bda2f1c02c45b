"""Fill in what was printed once with marks in place of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter


class Blank:
    """What stands around texts, of which each place wants one by its number."""

    __slots__ = ("_pick", "_pieces")

    def __init__(self, printed: Sequence[bytes], numbers: Sequence[int]) -> None:
        self._pieces = [b""] * (len(printed) + len(numbers))
        self._pieces[::2] = printed
        self._pick = _picker(numbers)

    def filled(self, texts: Sequence[bytes]) -> bytes:
        """Give it with texts in their places."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._pick(texts)
        return b"".join(pieces)


def _picker(numbers: Sequence[int]) -> Callable[[Sequence[bytes]], Iterable[bytes]]:
    """Give what picks texts by their numbers: `itemgetter`, which is quicker than a loop."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return lambda texts: [texts[number] for number in numbers]  # itemgetter would give it bare
