"""Fill lines of letters in: what is the same in all of them is encoded once.

Of a line with blanks that is its beginning, up to the last place where quoted-printable breaks it
before the first blank: a tag with its styles takes two or three lines of a letter. The rest of the
lines of many letters is encoded in one call, and cut apart again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from operator import itemgetter

from dateline.digest.quotedprintable import begun, encoded, encoded_plain, is_plain
from dateline.digest.writing import Passage

# A noncharacter, which the scan of characters refuses in all that is read.
_MARK = "\ufdd0"
# A line of a byte that no UTF-8 holds.
_CUT = b"\xff\n"
_ENCODED_CUT = encoded_plain(_CUT)
_BLANK = re.compile(f"{_MARK}([a-z0-9_]+){_MARK}".encode())
_FROM_BLANK = re.compile(f"({_MARK}[^\n]*\n?)".encode())


def mark(name: str) -> str:
    """Give what stands in place of a text that is filled in."""
    return f"{_MARK}{name}{_MARK}"


class Pattern:
    """A text with marks, which are filled in by texts in the order of `names`."""

    def __init__(self, text: bytes, names: Sequence[str]) -> None:
        numbers = [names.index(name.decode()) for name in _BLANK.findall(text)]
        self._text = _BLANK.sub(b"%b", _literal(text))
        self._pick = _picker(numbers)

    def filled(self, own: Sequence[bytes]) -> bytes:
        """Fill in texts."""
        return self._text % self._pick(own)


class Lines:
    """Whole lines of a letter, with marks for its own texts, to be given in the order of names."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        utf8 = text.encode()
        *printed, end = _FROM_BLANK.split(utf8)
        begins = [begun(before) for before in printed[::2]]
        rest = [left + line for (_, left), line in zip(begins, printed[1::2], strict=True)]
        settled = [*[before for before, _ in begins], encoded_plain(end)]
        self.whole = Pattern(utf8, names)
        self.rest = Pattern(b"".join([line + _CUT for line in rest]), names)
        self.around = b"%b".join(map(_literal, settled))
        self.number = len(rest)
        self.is_plain = is_plain(utf8)


# Lines, and their own texts.
Blanks = tuple[Lines, Sequence[bytes]]


def fill(asked: Sequence[Blanks]) -> list[Passage]:
    """Fill in lines of any number of letters."""
    utf8 = [lines.whole.filled(own) for lines, own in asked]
    rest = b"".join([lines.rest.filled(own) for lines, own in asked])
    if not (is_plain(rest) and all(lines.is_plain for lines, _ in asked)):
        return [(each, encoded(each)) for each in utf8]
    pieces = iter(encoded_plain(rest).split(_ENCODED_CUT))
    sent = [lines.around % tuple(islice(pieces, lines.number)) for lines, _ in asked]
    return [*zip(utf8, sent, strict=True)]


def _literal(text: bytes) -> bytes:
    return text.replace(b"%", b"%%")


def _picker(numbers: Sequence[int]) -> Callable[[Sequence[bytes]], tuple[bytes, ...]]:
    """Give what picks texts by their numbers: `itemgetter`, which is quicker than a loop."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return lambda own: tuple([own[number] for number in numbers])  # it would give one bare
