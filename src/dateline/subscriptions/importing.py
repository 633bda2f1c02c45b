"""Read lists of subscribers (CSV, RFC 4180): each line by itself, so that none spoils another.

A line that is not right is told with its number, and the rest is read. A field that runs over
several lines is not taken: no address and no name does, and an open quote would swallow the rest.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.errors import UsageError
from dateline.problems import did_you_mean
from dateline.subscriptions.addresses import (
    Address,
    InvalidAddressError,
    read_address,
    read_name,
)
from dateline.subscriptions.model import Choice, SubscriberState

_NAMES = {
    "address": "address",
    "email": "address",
    "e-mail": "address",
    "email address": "address",
    "e-mail address": "address",
    "name": "name",
    "feeds": "feeds",
    "feed": "feeds",
    "languages": "languages",
    "language": "language",
    "subscriptions": "subscriptions",
    "consent": "consent",
    "state": "state",
}
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16's, with which it begins
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# A spreadsheet would run a cell that begins so as a formula: `export` puts an apostrophe before.
FORMULAS = ("=", "+", "-", "@", "'")
_LONGEST = 10_000
_WRONG = re.compile("[\udc80-\udcff\ufffd]")


@dataclass(frozen=True, slots=True)
class Line:
    """A right line: who, what, and how we know that it was wanted; `language` may be empty."""

    number: int
    address: Address
    name: str
    choice: Choice
    language: str
    consent: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be taken, and why."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a line means that does not say otherwise, and what may be chosen: feeds' languages."""

    feeds: Sequence[str]
    languages: Sequence[str]
    consent: str
    offered: Mapping[str, Sequence[str]]


def read_list(
    content: bytes, defaults: Defaults, encoding: str = "utf-8"
) -> Iterator[Line | BadLine]:
    """Yield each line of a list after its heading, right or bad.

    Raises UsageError where the list has no column of addresses, or the encoding is unknown.
    """
    lines = _decoded(content, encoding)
    top = next((index for index, text in enumerate(lines) if text.strip()), None)
    if top is None:
        return
    delimiter = max(",;\t", key=lines[top].count)
    columns, heading = _columns(_fields(lines[top], delimiter) or [])
    for number, text in enumerate(lines, start=1):
        if number > top + heading and text.strip():
            yield _read(number, text, delimiter, columns, defaults)


def _decoded(content: bytes, encoding: str) -> list[str]:
    """Give the lines; a byte that is wrong in the encoding stays a mark in its line alone."""
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), encoding)
    try:
        # Encodings of more than a byte a letter know no mark but the replacement character.
        wide = codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
        text = content.decode(encoding, errors="replace" if wide else "surrogateescape")
    except (LookupError, UnicodeError) as failure:
        hint = "Say how the list was saved: --encoding windows-1258, for example."
        raise UsageError(f"The list cannot be read as {encoding}.", hint=hint) from failure
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _columns(heading: list[str]) -> tuple[list[str], int]:
    """Give what each column holds, and with which line the list begins."""
    known = [_NAMES.get(field.strip().casefold(), "") for field in heading]
    if "address" in known:
        return known, 1
    if heading and "@" in heading[0]:
        return ["address", "name"], 0
    hint = "Begin the list with a line of names: address,name,feeds,languages,consent."
    raise UsageError("The list has no column of addresses.", hint=hint)


def _read(
    number: int, text: str, delimiter: str, columns: list[str], defaults: Defaults
) -> Line | BadLine:
    if _WRONG.search(text):
        message = "It is not in the encoding of the list; save it as UTF-8, or say --encoding."
        return BadLine(number, message)
    fields = _fields(text, delimiter)
    if fields is None:
        return BadLine(number, "Its quotes do not match, or it is too long.")
    cells = {name: cell.strip() for name, cell in zip(columns, fields, strict=False) if name}
    try:
        return _line(number, cells, defaults)
    except InvalidAddressError as failure:
        return BadLine(number, f"`{cells.get('address', '')[:80]}` is no address: {failure}")
    except ValueError as failure:
        return BadLine(number, str(failure))


def _line(number: int, cells: dict[str, str], defaults: Defaults) -> Line:
    """Understand a line; raises ValueError saying what is wrong."""
    address = read_address(_bare(cells.get("address", "")))
    if cells.get("state") not in {None, "", SubscriberState.CONFIRMED.value}:
        raise ValueError(f"Its state is `{cells['state'][:20]}`, so it is left alone.")
    proof = cells.get("consent") or defaults.consent
    if not proof:
        raise ValueError("It does not say how consent was given: add a column, or --consent.")
    language = cells.get("language", "")
    if language and language not in {key for keys in defaults.offered.values() for key in keys}:
        raise ValueError(f"No digest is sent in the language `{language[:20]}`.")
    name = read_name(_bare(cells.get("name", "")))
    return Line(number, address, name, _choice(cells, defaults), language, read_name(proof))


def _choice(cells: dict[str, str], defaults: Defaults) -> Choice:
    if cells.get("subscriptions"):
        choice = _pairs(cells["subscriptions"])
    else:
        own = [cells["language"]] if cells.get("language") else defaults.languages
        choice = Choice.of(
            _words(cells.get("feeds", "")) or defaults.feeds,
            _words(cells.get("languages", "")) or own,
        )
    for feed, language in choice.pairs:
        if feed not in defaults.offered:
            hint = did_you_mean(feed, defaults.offered)
            raise ValueError(f"There is no feed `{feed[:40]}` with a digest. {hint}")
        if language not in defaults.offered[feed]:
            raise ValueError(f"The feed `{feed}` has no digest in `{language[:20]}`.")
    if not choice:
        raise ValueError("It names no feed or language: add columns, or --feed and --lang.")
    return choice


def _pairs(cell: str) -> Choice:
    try:
        return Choice.read(cell)
    except ValueError as failure:
        message = f"`{cell[:40]}` names no digests: write feed/language, press/en press/vi."
        raise ValueError(message) from failure


def _bare(cell: str) -> str:
    """Take off the apostrophe that `export` put before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULAS) else cell


def _words(cell: str) -> list[str]:
    return cell.replace(",", " ").replace(";", " ").split()


def _fields(text: str, delimiter: str) -> list[str] | None:
    if len(text) > _LONGEST:
        return None
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
