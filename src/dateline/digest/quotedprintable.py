"""Write text as quoted-printable (RFC 2045 section 6.7): CRLF, lines of at most 76, all ASCII."""

from __future__ import annotations

import binascii
from functools import lru_cache

from dateline.digest.tools import TOKEN

_TOKEN = TOKEN.encode()
_OWN_LINE = b"=\r\n" + _TOKEN + b"=\r\n"
# As many as a month's letters of a score of feeds have between them.
_LINES = 4_000


@lru_cache(maxsize=2)  # the HTML is measured first and sent next
def quoted_printable(text: str) -> bytes:
    """Encode text; each place of a token has a line of its own.

    So a sender can put a token of up to 75 characters there and no line grows too long.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return _OWN_LINE.join(map(_encode, utf8(lines).split(_TOKEN)))


@lru_cache(maxsize=4)  # a letter's texts are measured, published and sent
def utf8(text: str) -> bytes:
    """Encode text as UTF-8."""
    return text.encode()


def _encode(piece: bytes) -> bytes:
    return b"".join(map(_encode_line, piece.splitlines(keepends=True)))


@lru_cache(maxsize=_LINES)
def _encode_line(line: bytes) -> bytes:
    """Encode a line with its end: no line's encoding depends on another's.

    Most lines stand in letter after letter: those of the frame in all of a feed, those of a
    release in the letters of all releases and of its topics.
    """
    return binascii.b2a_qp(line).replace(b"\n", b"\r\n")
