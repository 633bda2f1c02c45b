"""Hold the ledger as it is to be written until it is, without its taking memory meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from dateline.reading.spool import Spool

_LINES = 10_000


class Written:
    """The ledger's lines as they are to stand in the file; `entries` counts them.

    `is_there` where they do already, in a file that held `before`; `is_begun` where that held none.
    """

    def __init__(self, lines: Sequence[str], before: bytes | None = None) -> None:
        self.entries = len(lines)
        self.is_begun = not before or before.isspace()
        self._before = _sum(before)
        self._spool = Spool()
        self._pieces = [
            self._spool.put(_joined(lines[start : start + _LINES]))
            for start in range(0, len(lines), _LINES)
        ]
        self.is_there = self._stands_in(before or b"")

    @classmethod
    def as_it_stands(cls, entries: int) -> Written:
        """Give a ledger that is as it should be, which nobody need hold."""
        made = cls((), b"")
        made.entries, made.is_begun = entries, False
        return made

    def __iter__(self) -> Iterator[bytes]:
        """Yield what is to be written, piece by piece."""
        return map(self._spool.get, self._pieces)

    def was(self, before: bytes | None) -> bool:
        """Say whether a file still holds what it did; None where there is none."""
        return self._before == _sum(before)

    def _stands_in(self, data: bytes) -> bool:
        at = 0
        for piece in self:
            if not data.startswith(piece, at):
                return False
            at += len(piece)
        return at == len(data)


def _joined(lines: Iterable[str]) -> bytes:
    return "".join([line + "\n" for line in lines]).encode()


def _sum(data: bytes | None) -> bytes:
    return b"" if data is None else hashlib.sha256(data).digest()
