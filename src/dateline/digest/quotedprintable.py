"""Write text as quoted-printable (RFC 2045 section 6.7): CRLF, lines of at most 76, all ASCII."""

from __future__ import annotations

import binascii

from dateline.digest.tools import TOKEN

_TOKEN = TOKEN.encode()
_OWN_LINE = b"=\r\n" + _TOKEN + b"=\r\n"
_SOFT_BREAK = b"=\r\n"


def quoted_printable(text: str) -> bytes:
    """Encode text; each place of a token has a line of its own.

    So a sender can put a token of up to 75 characters there and no line grows too long.
    """
    return encoded(text.encode())


def encoded(text: bytes) -> bytes:
    """Encode UTF-8, likewise: no line's encoding depends on another's."""
    if is_plain(text):
        return encoded_plain(text)
    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _OWN_LINE.join(map(encoded_plain, text.split(_TOKEN)))


def is_plain(text: bytes) -> bool:
    """Say whether text has one kind of line end, and no token."""
    return b"\r" not in text and (b"_" not in text or _TOKEN not in text)


def encoded_plain(text: bytes) -> bytes:
    """Encode such text."""
    return binascii.b2a_qp(text).replace(b"\n", b"\r\n")


def begun(text: bytes) -> tuple[bytes, bytes]:
    """Encode what stands before something unknown: what is settled, and what waits for it.

    `settled + encoded_plain(waiting + unknown)` is what `encoded_plain` gives of the whole.
    """
    lines, newline, start = text.rpartition(b"\n")
    settled = encoded_plain(lines + newline)
    # Where a line is broken is told by what it holds and by the next sign; a text's last sign may
    # be written otherwise.
    whole, soft_break, _ = encoded_plain(start[:-1] + b"x").rpartition(_SOFT_BREAK)
    kept = whole + soft_break
    return settled + kept, start[len(binascii.a2b_qp(kept)) :]
