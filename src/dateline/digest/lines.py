"""Fill lines of letters in: what is the same in all of them is encoded once.

Of a line with blanks that is its beginning, up to the last place where quoted-printable breaks it
before the first blank: a tag with its styles takes two or three lines of a letter. The rest of the
lines of many letters is encoded in one call, and cut apart again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from dateline.blanks import Blank
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


def blank(text: bytes, names: Sequence[str]) -> Blank:
    """Take a text with marks apart; it is filled in by texts in the order of `names`."""
    pieces = _BLANK.split(text)
    return Blank(pieces[::2], [names.index(name.decode()) for name in pieces[1::2]])


class Lines:
    """Whole lines of a letter, with marks for its own texts, to be given in the order of names."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        utf8 = text.encode()
        *printed, end = _FROM_BLANK.split(utf8)
        begins = [begun(before) for before in printed[::2]]
        rest = [left + line for (_, left), line in zip(begins, printed[1::2], strict=True)]
        settled = [*[before for before, _ in begins], encoded_plain(end)]
        self.whole = blank(utf8, names)
        self.rest = blank(b"".join([line + _CUT for line in rest]), names)
        self.around = Blank(settled, range(len(rest)))
        self.number = len(rest)
        self.is_plain = is_plain(utf8)


# Lines to be filled in, and their own texts.
Wanted = tuple[Lines, Sequence[bytes]]


def fill(asked: Sequence[Wanted]) -> list[Passage]:
    """Fill in lines of any number of letters."""
    utf8 = [lines.whole.filled(own) for lines, own in asked]
    rest = b"".join([lines.rest.filled(own) for lines, own in asked])
    if not (is_plain(rest) and all(lines.is_plain for lines, _ in asked)):
        return [(each, encoded(each)) for each in utf8]
    pieces = iter(encoded_plain(rest).split(_ENCODED_CUT))
    sent = [lines.around.filled([*islice(pieces, lines.number)]) for lines, _ in asked]
    return [*zip(utf8, sent, strict=True)]
