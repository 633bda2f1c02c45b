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
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in letters.translate(_LETTERS) if not unicodedata.combining(c))
    return _GAPS.sub("-", letters).strip("-")
