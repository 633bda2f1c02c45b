"""Sort names as a reader of their language expects.

Vietnamese follows ICU's `vi` order: signs, digits, then the letters a ă â b c d đ e ê …, over
the whole name; then the tones level, huyền, hỏi, ngã, sắc, nặng; then small before capital.
"""

from __future__ import annotations

import unicodedata

_SIGNS = " _-–—―,;:!¡?¿.…·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•`´^¨°©®+±÷×<=>¬|¦~$£¥₫€"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {character: rank for rank, character in enumerate(f"{_SIGNS}0123456789{_ALPHABET}")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_FOREIGN = 6
# Letters of other languages stand with those that they are made of.
_SPELT = {"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l"}

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
    for character in unicodedata.normalize("NFC", text.replace("\u00a0", " ")):
        small = character.lower()
        for letter, tone in _spelt(small):
            letters.append(_RANK.get(letter, 1000 + ord(letter)))
            tones.append(tone)
            capitals.append(character != small)
    return tuple(letters), tuple(tones), tuple(capitals), text


def _spelt(small: str) -> list[tuple[str, int]]:
    """Split a small letter from its tone, keeping the marks that make letters (ă, ê, ơ)."""
    if small in _RANK:
        return [(small, 0)]
    if small in _SPELT:
        return [(letter, _FOREIGN) for letter in _SPELT[small]]
    parts = unicodedata.normalize("NFD", small)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(m for m in parts if m not in _TONES))
    if letter in _RANK:
        return [(letter, tone)]
    return [(parts[0], _FOREIGN if len(parts) > 1 else 0)]
