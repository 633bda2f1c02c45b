"""Fold words of any Latin-script language to the ASCII that ids and addresses are made of."""

from __future__ import annotations

import re
import unicodedata

# Letters of their own, not letters with a mark: NFKD alone would lose them.
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i"}
)
_GAPS = re.compile(r"[^a-z0-9]+")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def fold(text: str) -> str:
    """Fold text to lower-case ASCII words joined by hyphens; empty where nothing is left."""
    if _PLAIN.match(text):
        return text
    return _GAPS.sub("-", bare(text)).strip("-")


def bare(text: str) -> str:
    """Give text without case, accents and the marks of tones; all else stays as it is."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    # NFKD brings capitals out of signs such as № and ℃.
    return letters.casefold()
