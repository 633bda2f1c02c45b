"""Keep a letter's text as it is published and as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dateline.digest.quotedprintable import encoded
from dateline.once import once


class Passage(NamedTuple):
    """Whole lines of a letter, as UTF-8 and quoted-printable: no line depends on another."""

    utf8: bytes
    encoded: bytes

    @classmethod
    def of(cls, lines: str) -> Passage:
        """Encode whole lines."""
        utf8 = lines.encode()
        return cls(utf8, encoded(utf8))


class Writing:
    """A text of a letter, of passages that may stand in other letters, too."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    @classmethod
    def of(cls, text: str) -> Writing:
        """Write a text as one passage."""
        return cls((Passage.of(text),))

    @once
    def utf8(self) -> bytes:
        """Give the text as it is published."""
        return b"".join([passage.utf8 for passage in self._passages])

    @once
    def encoded(self) -> bytes:
        """Give the text as it is sent."""
        return b"".join([passage.encoded for passage in self._passages])

    @property
    def text(self) -> str:
        """Give the text as characters."""
        return self.utf8.decode()
