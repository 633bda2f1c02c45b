"""Write text as quoted-printable (RFC 2045 section 6.7): CRLF, lines of at most 76, all ASCII."""

from __future__ import annotations

import binascii

from dateline.digest.tools import TOKEN

_TOKEN = TOKEN.encode()
_OWN_LINE = b"=\r\n" + _TOKEN + b"=\r\n"


def quoted_printable(text: str) -> bytes:
    """Encode text; each place of a token has a line of its own.

    So a sender can put a token of up to 75 characters there and no line grows too long.
    """
    return encoded(text.encode())


def encoded(text: bytes) -> bytes:
    """Encode UTF-8, likewise: no line's encoding depends on another's."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if _TOKEN in text:
        return _OWN_LINE.join(map(_encode, text.split(_TOKEN)))
    return _encode(text)


def _encode(piece: bytes) -> bytes:
    return binascii.b2a_qp(piece).replace(b"\n", b"\r\n")
