"""Encode header texts that are not plain ASCII, as RFC 2047 wants it.

CPython's `email` damages them: it loses spaces in Vietnamese (3.10 to 3.12), glues encoded
words together (python/cpython#144156) and makes them longer than 75 (python/cpython#78206).
Here: base64 words only, each of whole characters, at most 75 long, one on each line.
"""

from __future__ import annotations

import base64
import re

_WIDTH = 76
_EMPTY_WORD = len("=?utf-8?B??=")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")


def one_line(text: str) -> str:
    """Give text without line breaks and controls, so that no value can start a header."""
    return text if text.isprintable() else _CONTROLS.sub(" ", text)


def unstructured(name: str, text: str) -> str:
    """Give a header field of free text, such as a subject, folded, without its last line break."""
    text = one_line(text)
    column = len(name) + 2
    if not _is_plain(text, _WIDTH - column):
        return f"{name}: {_folded_words(text, column)}"
    if column + len(text) <= _WIDTH:
        return f"{name}: {text}"
    lines = [f"{name}:"]
    for word in text.split(" "):
        if len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append("")
        lines[-1] += " " + word
    return "\r\n".join(lines)


def named(name: str, display: str, bracketed: str) -> str:
    """Give a header field of a display name and an address in angle brackets, folded.

    A short name is one encoded word: CPython's parser puts spaces between two of them.
    """
    field = f"{name}: {phrase(display)}"
    if len(field.partition("\r\n")[0]) > _WIDTH:
        field = f"{name}:\r\n {phrase(display)}"
    last_line = field.rpartition("\r\n")[2]
    fits = len(last_line) + 1 + len(bracketed) <= _WIDTH
    return f"{field} {bracketed}" if fits else f"{field}\r\n {bracketed}"


def phrase(text: str) -> str:
    """Give a display name as it stands in a header (RFC 5322 section 3.2.5)."""
    text = one_line(text).strip()
    if not _is_plain(text, _WIDTH):
        return _folded_words(text, 1)
    if _ATOMS.match(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shorten(text: str, limit: int = 45) -> str:
    """Cut a display name to what every mail program shows: whole words, `limit` bytes of UTF-8."""
    words = one_line(text).split()
    while len(words) > 1 and len(" ".join(words).encode()) > limit:
        words.pop()
    return " ".join(words).encode()[:limit].decode(errors="ignore")


def _is_plain(text: str, longest: int) -> bool:
    """Say whether text may stand as it is: readers must get back each space and no more."""
    if not text.isascii() or "=?" in text:
        return False
    words = text.split(" ")
    return all(words) and max(map(len, words)) <= longest


def _folded_words(text: str, column: int) -> str:
    words, rest = [], text.encode(errors="replace")
    room = _room(column)
    while len(rest) > room:
        while rest[room] & 0b1100_0000 == 0b1000_0000:  # amid a character (RFC 3629 section 3)
            room -= 1
        words.append(_word(rest[:room]))
        rest, room = rest[room:], _room(1)
    return "\r\n ".join([*words, _word(rest)])


def _room(column: int) -> int:
    """Give the bytes that an encoded word holds which starts at a column of its line."""
    return (_WIDTH - column - _EMPTY_WORD) // 4 * 3


def _word(chunk: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(chunk).decode()}?="
