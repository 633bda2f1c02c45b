"""Hold the ledger as it is to be written until it is, without its taking memory meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.reading.spool import Spool

_LINES = 10_000


class Written:
    """The ledger's lines as they are to stand in the file; `entries` counts them."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self.entries = len(lines)
        self._spool = Spool()
        self._pieces = [
            self._spool.put(b"".join([line + b"\n" for line in lines[start : start + _LINES]]))
            for start in range(0, len(lines), _LINES)
        ]

    def __iter__(self) -> Iterator[bytes]:
        """Yield what is to be written, piece by piece."""
        return map(self._spool.get, self._pieces)

    def is_there(self, data: bytes) -> bool:
        """Say whether a file that holds `data` is as it should be."""
        at = 0
        for piece in self:
            if not data.startswith(piece, at):
                return False
            at += len(piece)
        return at == len(data)
