"""Read the ledger's file into lines, of which those that are known to be right are not decoded."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from dateline.problems import Place, Problem
from dateline.reading.files import NOT_UTF8
from dateline.reading.walking import UNREADABLE_FILE

LEDGER = "published.jsonl"
MEND = "Restore the line from version control, or delete it if it was never right."
_ID = len('{"id":"')


@dataclass(frozen=True, slots=True)
class Text:
    """The ledger's lines as they stand in the file; `data` is None where there is no file.

    Lines that are known to be right are in `right`, encoded, and `numbers` tell the others' places.
    """

    data: bytes | None = None
    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    right: tuple[bytes, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def numbered(self) -> Iterable[tuple[int, str]]:
        """Give the lines with their numbers, counted from 1."""
        return zip(self.numbers or range(1, len(self.lines) + 1), self.lines, strict=True)


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
    return (part(data, right) if right else None) or _whole(data)


def part(data: bytes, right: Collection[str]) -> Text | None:
    """Part the lines of some ids from all others; None where they have not one line each."""
    ids = frozenset([id_.encode() for id_ in right])
    known: list[bytes] = []
    others: list[tuple[int, bytes]] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line[_ID : line.find(b'"', _ID)] in ids:
            known.append(line)
        elif line:
            others.append((number, line))
    if len(known) != len(ids):
        return None
    lines, numbers = tuple([line.decode() for _, line in others]), [number for number, _ in others]
    return Text(data, lines, right=tuple(known), numbers=tuple(numbers))


def _whole(data: bytes) -> Text:
    """Decode all lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        start = data.rfind(b"\n", 0, failure.start) + 1
        column = len(data[start : failure.start].decode(errors="replace")) + 1
        where = Place(LEDGER, data.count(b"\n", 0, failure.start) + 1, column)
        message = f"The byte 0x{data[failure.start]:02X} is no UTF-8."
        return Text(data, problems=(NOT_UTF8.broken(where, message, MEND),))
    return Text(data, tuple(text.replace("\r\n", "\n").split("\n")))
