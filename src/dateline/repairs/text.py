"""Mend a source file's text: byte order mark, line ends, letters in pieces, tabs, dates.

Pure. What is mended means the same to a reader before and after.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dateline.problems import Problem
from dateline.reading.frontmatter import Split, split
from dateline.repairs.block import values_of, with_iso_dates, without_tabs

_LINE_END = re.compile(r"\r+\n")
BYTE_ORDER_MARK = "byte order mark"
LINE_ENDS = "line ends"
LETTERS = "letters in pieces"
TABS = "tabs"
DATES = "dates"


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended text, and the sorts of things that were mended in it."""

    text: str
    mended: tuple[str, ...] = ()


def repair(text: str) -> Repair:
    """Mend a text; it comes back as it is where nothing is wrong that is safe to mend."""
    mended = []
    bare = text.lstrip("\ufeff")
    if bare != text:
        mended.append(BYTE_ORDER_MARK)
    unix = _LINE_END.sub("\n", bare)
    if unix != bare:
        mended.append(LINE_ENDS)
    joined = _joined(unix)
    if joined != unix:
        mended.append(LETTERS)
    parts = split(joined, "")
    if isinstance(parts, Problem):
        return Repair(joined, tuple(mended))
    spaced = without_tabs(parts.block)
    if spaced != parts.block:
        mended.append(TABS)
    block = with_iso_dates(spaced)
    if block != spaced:
        mended.append(DATES)
    start = joined.index("\n") + 1
    whole = joined[:start] + block + joined[start + len(parts.block) :]
    return Repair(whole, tuple(mended))


def _joined(text: str) -> str:
    """Join letters, unless a joined one means something to YAML (U+1FEF becomes a backtick)."""
    if unicodedata.is_normalized("NFC", text):
        return text
    joined = unicodedata.normalize("NFC", text)
    before, after = split(text, ""), split(joined, "")
    if isinstance(before, Split) and isinstance(after, Split):
        was = unicodedata.normalize("NFC", repr(values_of(before.block)))
        return joined if was == repr(values_of(after.block)) else text
    return joined if type(before) is type(after) else text
