"""Fold words of any Latin-script language to the ASCII that ids and addresses are made of."""

from __future__ import annotations

import re
import unicodedata


class _Letters(dict[int, int | str | None]):
    """What each letter becomes: marks go, all else stays; each is looked up but once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = found = None if unicodedata.combining(chr(code)) else code
        return found


# Letters of their own, not letters with a mark: NFKD alone would lose them.
_OWN = {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i"}
_LETTERS = _Letters({ord(letter): plain for letter, plain in _OWN.items()})
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
    # NFKD brings capitals out of signs such as № and ℃.
    return letters.casefold()
