"""Read the ledger's file, and cut it into lines some at a time: there may be a hundred thousand."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.problems import Place, Problem
from dateline.reading.files import NOT_UTF8
from dateline.reading.walking import UNREADABLE_FILE

LEDGER = "published.jsonl"
MEND = "Restore the line from version control, or delete it if it was never right."
_ID = len('{"id":"')
# Lines are cut from the file some at a time.
_BLOCK = 100_000


class MisencodedError(Exception):
    """The file is no UTF-8 from some byte on."""

    def __init__(self, at: int) -> None:
        super().__init__(f"byte {at}")
        self.at = at


@dataclass(frozen=True, slots=True)
class Text:
    """The ledger as it stands in the file; `data` is None where there is no file.

    Lines that are known to be right may be told apart: then they are in `right`, and the `others`
    have their numbers.
    """

    data: bytes | None = None
    problems: tuple[Problem, ...] = ()
    right: tuple[str, ...] = ()
    others: tuple[tuple[int, str], ...] | None = None

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are not known to be right with their numbers, counted from 1.

        Raises MisencodedError where one is no UTF-8.
        """
        if self.others is not None:
            yield from self.others
            return
        number = 0
        for block in _blocks(self.data or b""):
            yield from enumerate(block, number + 1)
            number += len(block)

    def is_tidy(self, number: int) -> bool:
        """Say whether the file holds so many lines and nothing around them; asked of whole ones."""
        data = self.data or b""
        is_plain = self.others is None and b"\r" not in data and not data.startswith(BOM_UTF8)
        return is_plain and data.endswith(b"\n") and data.count(b"\n") == number

    def misencoded(self, at: int) -> Problem:
        """Tell of a byte that is no UTF-8."""
        data = self.data or b""
        start = data.rfind(b"\n", 0, at) + 1
        column = len(data[start:at].decode("utf-8-sig", errors="replace")) + 1
        where = Place(LEDGER, data.count(b"\n", 0, at) + 1, column)
        return NOT_UTF8.broken(where, f"The byte 0x{data[at]:02X} is no UTF-8.", MEND)


def _blocks(data: bytes) -> Iterator[list[str]]:
    """Yield the lines of the file some at a time, without what an editor may put around them."""
    start = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    while start < len(data):
        end = data.find(b"\n", start + _BLOCK) + 1 or len(data)
        try:
            block = data[start:end].decode()
        except UnicodeDecodeError as failure:
            raise MisencodedError(start + failure.start) from failure
        if "\r" in block:
            block = block.replace("\r\n", "\n")
        yield block.removesuffix("\n").split("\n")
        start = end


def id_of(line: str) -> str:
    """Cut the id out of a line as the ledger writes it; of any other, something that is none."""
    return line[_ID : line.find('"', _ID)]


def read(root: Path, right: Collection[str] = ()) -> Text:
    """Read the ledger's lines from a newsroom; no file, or an empty one, has none.

    In a ledger in good order, the lines of the ids that are `right` are told apart.
    """
    try:
        data = (root / LEDGER).read_bytes()
    except FileNotFoundError:
        return Text()
    except OSError as failure:
        message = f"The ledger cannot be read: {failure.strerror}."
        hint = "Check its permissions; it is an ordinary file."
        return Text(problems=(UNREADABLE_FILE.broken(Place(LEDGER), message, hint),))
    return (part(data, right) if right else None) or Text(data)


def part(data: bytes, right: Collection[str]) -> Text | None:
    """Part the lines of some ids from all others; None where they have not one line each."""
    ids = frozenset(right)
    known: list[str] = []
    others: list[tuple[int, str]] = []
    try:
        for number, line in Text(data).lines:
            if id_of(line) in ids:
                known.append(line)
            elif line:
                others.append((number, line))
    except MisencodedError:
        return None
    return Text(data, right=tuple(known), others=tuple(others)) if len(known) == len(ids) else None
