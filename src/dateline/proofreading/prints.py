"""Rules of single characters in prose: what a conversion damaged, and gaps that are too wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from dateline.patterns import finder
from dateline.problems import warning
from dateline.proofreading.finding import Finding
from dateline.proofreading.masking import prose

MOJIBAKE = warning(
    "mojibake",
    "UTF-8 was once read as another encoding: readers see two or three signs for one letter.",
    where="text",
    bad="Bá»\\u2122 Lao Ä‘á»™ng opens a course.",
    good="Bộ Lao động opens a course.",
)
DOUBLE_SPACE = warning(
    "double-space",
    "Two spaces within a line are a slip of the thumb, or a word that was lost.",
    where="text",
    bad="The course  opens today.",
    good="The course opens today.",
)
# What the bytes 80 to BF of UTF-8 look like in Windows-1252, and in Latin-1.
_HIGH = (
    "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018"
    "\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
# One of these stands in every damage below, and single letters are found soonest.
_SIGNS = "ÃÂÄÅÆ»º¸¹€‚"
_DAMAGED = re.compile(rf"[ÃÂÄÅÆ][\xa1-\xbf{_HIGH}]|(?:á[º»¸¹]|â[€‚])[\xa1-\xbf{_HIGH}]")
# What may follow a capital letter in right text: closing quotes, dashes, dots, and signs.
_NATURAL = frozenset("\u2019\u201d\u201c\u2026\u2013\u2014\u203a\u2022\u2122\xbb\xae\xb2\xb3\xb9")
GAP = "  "
_GAP = re.compile(r"(?<=[^\s|])(?<! [-*+])(?<!\n[-*+])  +(?=[^\s|])")
_MARKER = re.compile(r"\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]*\]:|#{1,6}|:)?\Z")
_MOST = 20
_NEAR = 2000  # how far a line is looked back at: more would take the square of its length


def mojibake(text: str) -> Iterable[Finding]:
    """Give the first letters that an earlier conversion turned into several signs."""
    return _mojibake(text) if may_be_damaged(text) else ()


def may_be_damaged(text: str) -> bool:
    """Say whether a text holds one of the signs that letters are turned into."""
    return not text.isascii() and any(map(text.__contains__, _SIGNS))


def _mojibake(text: str) -> Iterator[Finding]:
    for match in _DAMAGED.finditer(text):
        letter = _letter(match[0])
        if letter and not _is_natural(match, text):
            message = f"`{match[0]}` was probably `{letter}` before a wrong conversion."
            hint = "Take the text from its source anew, as UTF-8."
            yield Finding(MOJIBAKE, match.start(), message, hint)
            return


def _letter(signs: str) -> str:
    """Give the letter whose UTF-8 bytes look like these signs, empty where there is none."""
    letter = signs.encode("cp1252").decode(errors="replace")
    return letter if letter < "\u0250" or "\u1e00" <= letter < "\u20c0" else ""


def _is_natural(match: re.Match[str], text: str) -> bool:
    """Say whether right text may hold these signs: «… quá»… or “XÃ”."""
    signs = match[0]
    if len(signs) == 2:
        return signs[1] in _NATURAL
    return signs[1] == "»" and "«" in text[max(0, match.start() - 500) : match.start()]


def double_spaces(text: str) -> Iterable[Finding]:
    """Give the wide gaps between two words; tables, lists and code may have them."""
    return _double_spaces(text) if finder(GAP)(text) and _GAP.search(text) else ()


def _double_spaces(text: str) -> Iterator[Finding]:
    text = prose(text)
    found = (match.start() for match in _GAP.finditer(text) if not _is_layout(text, match.start()))
    for start in islice(found, _MOST):
        yield Finding(DOUBLE_SPACE, start, "Two spaces stand here.", "Delete one.")


def _is_layout(text: str, gap: int) -> bool:
    """Say whether a gap stands in a table, or after the marker of a list or heading."""
    nearest = max(0, gap - _NEAR)
    line = text[max(nearest, text.rfind("\n", nearest, gap) + 1) : gap]
    return "|" in line or _MARKER.match(line) is not None
