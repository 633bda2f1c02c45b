"""Keep a letter's text as it is published and as it is sent."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.digest.quotedprintable import encoded
from dateline.once import once

# Whole lines of a letter, as UTF-8 and quoted-printable: no line depends on another. Not a named
# tuple, of which a digest would make ten: those are made in Python, a pair is not.
Passage = tuple[bytes, bytes]


def passage(lines: str) -> Passage:
    """Encode whole lines."""
    utf8 = lines.encode()
    return utf8, encoded(utf8)


class Writing:
    """A text of a letter, of passages that may stand in other letters, too."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    @classmethod
    def of(cls, text: str) -> Writing:
        """Write a text as one passage."""
        return cls((passage(text),))

    @once
    def utf8(self) -> bytes:
        """Give the text as it is published."""
        return b"".join([utf8 for utf8, _ in self._passages])

    @property
    def sent(self) -> list[bytes]:
        """Give the text as it is sent, in pieces."""
        return [encoded for _, encoded in self._passages]

    @property
    def text(self) -> str:
        """Give the text as characters."""
        return self.utf8.decode()
