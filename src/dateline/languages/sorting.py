"""Sort names as a reader of their language expects.

Vietnamese follows ICU's `vi` order: the letters a ă â b c d đ e ê … first, over the whole
name; then the tones level, huyền, hỏi, ngã, sắc, nặng; then small before capital.
"""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=100)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]


def sort_key(text: str, language: str) -> SortKey:
    """Give the key that sorts text in a language; the text itself decides ties."""
    if language.partition("-")[0] == "vi":
        return _vietnamese_key(text)
    bare = [c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)]
    folded = tuple(ord(c) for c in "".join(bare).casefold())
    return folded, (), tuple(c.isupper() for c in bare), text


def _vietnamese_key(text: str) -> SortKey:
    letters: list[int] = []
    tones: list[int] = []
    capitals: list[bool] = []
    for character in unicodedata.normalize("NFC", text):
        letter, tone = _split_tone(character)
        small = letter.lower()
        letters.append(_RANK.get(small, ord(small[0]) + (1000 if ord(small[0]) > 127 else 0)))
        tones.append(tone)
        capitals.append(letter != small)
    return tuple(letters), tuple(tones), tuple(capitals), text


def _split_tone(character: str) -> tuple[str, int]:
    """Split a letter from its tone, keeping the marks that make letters (ă, ê, ơ)."""
    parts = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    letter = "".join(mark for mark in parts if mark not in _TONES)
    return unicodedata.normalize("NFC", letter), tone
