"""Fill lines of letters in: what is the same in all of them is encoded once.

Of a line with blanks that is its beginning, up to the last place where quoted-printable breaks it
before the first blank: a tag with its styles takes two or three lines of a letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dateline.digest.quotedprintable import begun, encoded, encoded_plain, is_plain
from dateline.digest.writing import Passage

# A noncharacter, which the scan of characters refuses in all that is read.
_MARK = "\ufdd0"
_BLANK = re.compile(f"{_MARK}([a-z0-9_]+){_MARK}".encode())
_FROM_BLANK = re.compile(f"({_MARK}[^\n]*\n?)".encode())


def mark(name: str) -> str:
    """Give what stands in place of a text that is filled in."""
    return f"{_MARK}{name}{_MARK}"


def pattern(text: str) -> bytes:
    """Give text with its marks as Python's formatting of bytes wants them."""
    return _pattern(text.encode())


class Lines:
    """Whole lines of a letter, with marks for its own texts."""

    def __init__(self, text: str) -> None:
        *printed, end = _FROM_BLANK.split(text.encode())
        begins = [begun(before) for before in printed[::2]]
        self._utf8 = pattern(text)
        self._encoded = [
            (settled, _pattern(waiting + line))
            for (settled, waiting), line in zip(begins, printed[1::2], strict=True)
        ]
        self._end = encoded_plain(end)

    def filled(self, own: Mapping[bytes, bytes]) -> Passage:
        """Fill in texts, by the names of their marks."""
        utf8 = self._utf8 % own
        if not is_plain(utf8):
            return Passage(utf8, encoded(utf8))
        pieces: list[bytes] = []
        for settled, line in self._encoded:
            pieces += (settled, encoded_plain(line % own))
        pieces.append(self._end)
        return Passage(utf8, b"".join(pieces))


def _pattern(text: bytes) -> bytes:
    return _BLANK.sub(rb"%(\1)b", text.replace(b"%", b"%%"))
