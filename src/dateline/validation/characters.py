"""Scan the characters of a text before any parser sees them.

YAML parsers take U+0085 and U+2028 for line ends and stop at the first control character;
our lines count LF and CRLF only. One illegal character anywhere kills a whole feed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

from dateline.problems import Place, Problem, error, warning
from dateline.validation.findings import Places
from dateline.validation.shape import Location

ILLEGAL_CHARACTER = error(
    "illegal-character",
    "XML 1.0 forbids the character: one of them anywhere makes a feed unreadable.",
    bad="title: Online course\\u0001 opens",
    good="title: Online course opens",
)
REPLACEMENT_CHARACTER = error(
    "replacement-character",
    "U+FFFD stands where a letter was lost in an earlier conversion.",
    bad="title: B\\ufffd Lao động",
    good="title: Bộ Lao động",
)
BIDI_OVERRIDE = error(
    "bidi-override",
    "The character turns the direction of text, so that readers see other words than are there.",
    bad="title: Course \\u202e snepo",
    good="title: Course opens",
)
LINE_SEPARATOR = error(
    "line-separator",
    "Some programs end a line here and others do not, so the file means two things.",
    bad="summary: One line\\u2028and another",
    good="summary: One line and another",
)
NOT_NFC = warning(
    "not-nfc",
    "The letters are written in pieces: searching and comparing them fails. They are joined.",
    bad="title: Tie\\u0302\\u0301ng Vie\\u0323\\u0302t",
    good="title: Tiếng Việt",
)
BYTE_ORDER_MARK = warning(
    "byte-order-mark",
    "Other tools stumble over the invisible mark at the start of the file.",
    where="file",
    bad="\\ufeff---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)

ZERO_WIDTH = warning(
    "zero-width-character",
    "The character cannot be seen: words that hold it are not found, nor cut where they should be.",
    bad="title: Online\\u200b course",
    good="title: Online course",
)

# One class of the basic plane, no alternatives: so the search stays in the engine's fast path.
# A carriage return is suspect because CRLF has become LF before the scan.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffd-\uffff]"
)
# Those, and what takes no room: one search for both.
_SCANNED = re.compile(f"{_SUSPECT.pattern[:-1]}\u200b-\u200f\u2060\ufeff]")
# What of ASCII stands in texts: the printed signs, tabs and line ends.
_PRINTED = bytes([*b"\t\n", *range(0x20, 0x7F)])
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_MOST = 20


def illegal_in_output(text: str) -> bool:
    """Say whether rendered text holds a character that no output may carry."""
    return _SUSPECT.search(text) is not None


def without_suspects(text: str) -> str:
    """Give text with each refused character replaced, so that the rest can still be read."""
    return _SUSPECT.sub(" ", text) if _SUSPECT.search(text) else text


def scan(text: str, path: str, data: bytes = b"") -> list[Problem]:
    """Give a problem for each character that must not stand in a source file.

    `data` is what the text is in UTF-8, where somebody has it.
    """
    # To normalise what is normal gives the text itself, in less time than to ask whether it is.
    if not _may_hold_suspects(text, data) and unicodedata.normalize("NFC", text) is text:
        return []
    return list(_scanned(text, path))


def _scanned(text: str, path: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield BYTE_ORDER_MARK.broken(
            Place(path), "The file starts with a byte order mark.", "Save it as UTF-8 without BOM."
        )
    found = (match for match in _SCANNED.finditer(text) if not _is_at_home(match, text))
    for match in islice(found, _MOST):
        yield _suspect(match[0], place_at(text, match.start(), path))
    if not unicodedata.is_normalized("NFC", text):
        yield _not_nfc(text, path)


def _may_hold_suspects(text: str, data: bytes) -> bool:
    """Say whether a text needs the scan: all suspects but one cannot be printed.

    To ask for that takes half as long as the search for them, and half of that in plain ASCII.
    """
    if text.isascii():
        return bool((data or text.encode()).translate(None, _PRINTED))
    return not text.replace("\n", " ").isprintable() or "\ufffd" in text


def place_at(text: str, index: int, path: str) -> Place:
    """Give the line and column of a character index in a file's text."""
    start = text.rfind("\n", 0, index) + 1
    bom = start == 0 and text.startswith("\ufeff")
    return Place(path, text.count("\n", 0, index) + 1, max(1, index - start + 1 - bom))


def _is_at_home(match: re.Match[str], text: str) -> bool:
    """Say whether a character without width does its work.

    So do joiners in the scripts and signs that need them, and marks of direction beside letters
    that run from right to left; the scan tells of a mark at the start by itself.
    """
    if match[0] not in _ZERO_WIDTH:
        return False
    index = match.start()
    if match[0] == "\ufeff":
        return index == 0
    around = text[max(0, index - 2) : index] + text[index + 1 : index + 3]
    if match[0] in "\u200e\u200f":
        return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in around)
    # Before U+0250 stand the Latin letters, and all that is typed with them.
    return match[0] in "\u200c\u200d" and any(
        c > "\u0590" for c in around if c < "\u1e00" or c > "\u206f"
    )


def _suspect(character: str, place: Place) -> Problem:
    code = f"U+{ord(character):04X}"
    remove = "Delete the character and type the text anew there."
    if character == "\ufffd":
        message = "A letter was lost here: U+FFFD, the replacement character."
        return REPLACEMENT_CHARACTER.broken(place, message, "Type the right letter.")
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        message = f"The invisible character {code} changes the direction of text."
        return BIDI_OVERRIDE.broken(place, message, remove)
    if character in "\u0085\u2028\u2029":
        message = f"The invisible line separator {code} stands here."
        return LINE_SEPARATOR.broken(place, message, "Replace it with an ordinary line end.")
    if character in _ZERO_WIDTH:
        message = f"The invisible character {code} stands here."
        return ZERO_WIDTH.broken(place, message, "Delete it; the text stays as it looks.")
    message = f"The character {code} may not stand in a published text."
    return ILLEGAL_CHARACTER.broken(place, message, remove)


def _not_nfc(text: str, path: str) -> Problem:
    normal = unicodedata.normalize("NFC", text)
    pairs = zip(text, normal, strict=False)
    index = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(text), len(normal)))
    message = "Letters here are written in pieces (not Unicode NFC)."
    hint = "Nothing is lost: Dateline joins them. Saving the file as NFC silences this."
    return NOT_NFC.broken(place_at(text, index, path), message, hint)


def normalised(value: Any) -> Any:
    """Give a value, and all that it holds, with its letters joined (Unicode NFC)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {key: normalised(item) for key, item in value.items()}
    return value


def illegal_values(value: Any, places: Places, at: Location = ()) -> list[Problem]:
    """Find the values with characters that no output may carry: escapes bring them past a scan."""
    if isinstance(value, str):
        if not illegal_in_output(value):
            return []
        message = "This value holds a character that may not be published."
        return [ILLEGAL_CHARACTER.broken(places.value(at), message, "Remove it, or its escape.")]
    items: Any = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    return [p for key, item in items for p in illegal_values(item, places, (*at, key))]
