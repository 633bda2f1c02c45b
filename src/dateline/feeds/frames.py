"""Let feedgen write each shape of a thing once, and fill in what is said.

What has the same parts is written with the same elements: feedgen is handed one whose texts are
marks, and what it makes of that is kept as a frame. A law holds every byte to what it writes of
the thing itself; what has a sign that XML refuses, or lxml writes in another way, it still gets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from dateline.blanks import Blank

Thing = TypeVar("Thing")
# How a format writes moments.
Clock = Callable[[datetime], str]

_MOST = 1_000
_BETWEEN = b"\0"
# All below the space but tabs and line ends: refused, but for a carriage return and what is ours.
_REFUSED = bytes([*range(9), *range(11, 32)])
_NONCHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")  # refused, too: U+FFFE and U+FFFF
# Noncharacters: XML allows them, and the scan of characters refuses them in all that is read.
_MARK = "\ufdd0{}\ufdd1"
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_A_MINUTE = timedelta(minutes=1)
_FIRST_NUMBER = 10**12


class Parts(NamedTuple):
    """A thing taken apart: all that it says, and what else decides which elements it has.

    The longest of its texts stands by itself, in UTF-8, behind all others.
    """

    texts: list[str]
    last: bytes
    kind: Hashable


class Marks:
    """Gives stand-ins for the texts of a thing, in the order in which it is taken apart."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.written: list[str] = []

    def text(self, text: str) -> str:
        """Give a mark in place of a text; what is empty stays so."""
        self.written.append(_MARK.format(len(self.written)) if text else "")
        return self.written[-1]

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Give marks in place of texts."""
        return [self.text(each) for each in texts]

    def moment(self) -> datetime:
        """Give a moment that stands in nothing else."""
        moment = _FIRST_MOMENT + len(self.written) * _A_MINUTE
        self.written.append(self._clock(moment))
        return moment

    def number(self) -> int:
        """Give a number that stands in nothing else."""
        number = _FIRST_NUMBER + len(self.written)
        self.written.append(str(number))
        return number


class Frames(Generic[Thing]):
    """Writes things of one sort in one format, each shape of them once.

    `write` asks feedgen, `apart` takes a thing apart, and `marked` gives the same thing with marks
    for its texts, in the same order.
    """

    def __init__(
        self,
        write: Callable[[Thing], bytes],
        apart: Callable[[Thing, Clock], Parts],
        marked: Callable[[Thing, Marks], Thing],
        clock: Clock,
    ) -> None:
        self._write = write
        self._apart = apart
        self._marked = marked
        self._clock = clock
        self._known: dict[Hashable, _Frame] = {}

    def filled(self, thing: Thing) -> bytes:
        """Give what feedgen writes of a thing; raises ValueError where XML refuses a sign."""
        texts, last, kind = self._apart(thing, self._clock)
        told = _told(texts, last)
        if told is None:
            return self._write(thing)
        shape = kind, len(texts), bool(last), *_empty(texts)
        frame = self._known.get(shape)
        if frame is None:
            frame = self._keep(shape, thing)
        return frame.filled(told)

    def _keep(self, shape: Hashable, thing: Thing) -> _Frame:
        if len(self._known) >= _MOST:
            self._known.clear()
        marks = Marks(self._clock)
        frame = _Frame(self._write(self._marked(thing, marks)).decode(), marks.written)
        self._known[shape] = frame
        return frame


def _empty(texts: Sequence[str]) -> list[int]:
    """Give the numbers of texts that say nothing: they are written otherwise, or not at all."""
    return [number for number, text in enumerate(texts) if not text] if "" in texts else []


class _Told(NamedTuple):
    """Texts as XML has them between tags; `differ` says whether any but the last does in quotes."""

    texts: list[bytes]
    differ: bool


def _told(texts: Sequence[str], last: bytes) -> _Told | None:
    """Give texts as XML has them; None where one has a sign that is written so never.

    All but the last at once: a call for each would take longer than the work, and to copy a long
    one into the others and out again as long as to encode it.
    """
    short, long = _escaped("\0".join(texts).encode(), len(texts) - 1), _escaped(last, 0)
    if short is None or long is None:
        return None
    differ = b'"' in short or b"\n" in short or b"\t" in short
    return _Told([*short.split(_BETWEEN), long], differ)


def _escaped(told: bytes, between: int) -> bytes | None:
    """Give a text as XML has it; None where it has more refused signs than those in between."""
    if len(told) - len(told.translate(None, _REFUSED)) != between:
        return None
    if b"\xef" in told and _NONCHARACTER.search(told):  # one sign is found soonest
        return None
    return told.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def _quoted(told: Sequence[bytes]) -> list[bytes]:
    """Give escaped texts as they stand in attributes."""
    joined = _BETWEEN.join(told)
    joined = joined.replace(b'"', b"&quot;").replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")
    return joined.split(_BETWEEN)


class _Frame:
    """What was written of marks, in pieces."""

    def __init__(self, written: str, marks: Sequence[str]) -> None:
        numbers = {mark: number for number, mark in enumerate(marks) if mark}
        pieces = re.split(f"({'|'.join(map(re.escape, numbers))})", written)
        printed = [piece.encode() for piece in pieces[::2]]
        found = [
            (before.endswith('="'), numbers[mark])
            for before, mark in zip(pieces[::2], pieces[1::2], strict=False)
        ]
        self._plain = Blank(printed, [number for _, number in found])
        attributes = sorted({number for is_attribute, number in found if is_attribute})
        quoted = {number: len(marks) + i for i, number in enumerate(attributes)}
        order = [quoted[number] if is_quoted else number for is_quoted, number in found]
        self._with_quotes = Blank(printed, order)
        self._attributes = attributes
        self._quotes_last = len(marks) - 1 in attributes

    def filled(self, told: _Told) -> bytes:
        """Give it with texts in place of the marks."""
        texts = told.texts
        if told.differ or self._quotes_last:
            quoted = _quoted([texts[number] for number in self._attributes])
            return self._with_quotes.filled(texts + quoted)
        return self._plain.filled(texts)
