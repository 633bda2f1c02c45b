"""Write text as quoted-printable (RFC 2045 section 6.7): CRLF, lines of at most 76, all ASCII."""

from __future__ import annotations

import binascii

from dateline.digest.tools import TOKEN

_TOKEN = TOKEN.encode()
_OWN_LINE = b"=\r\n" + _TOKEN + b"=\r\n"
_SOFT_BREAK = b"=\n"


def quoted_printable(text: str) -> bytes:
    """Encode text; each place of a token has a line of its own.

    So a sender can put a token of up to 75 characters there and no line grows too long.
    """
    return encoded(text.encode())


def encoded(text: bytes) -> bytes:
    """Encode UTF-8, likewise: no line's encoding depends on another's."""
    if is_plain(text):
        return finished(written(text))
    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _OWN_LINE.join([finished(written(piece)) for piece in text.split(_TOKEN)])


def is_plain(text: bytes) -> bool:
    """Say whether text has one kind of line end, and no token: it is encoded as it is written."""
    return b"\r" not in text and (b"_" not in text or _TOKEN not in text)


# Encodes plain text; its lines end as they did, for all to be finished at once.
written = binascii.b2a_qp


def finished(lines: bytes) -> bytes:
    """End lines that were written as mail does."""
    return lines.replace(b"\n", b"\r\n")


def begun(text: bytes) -> tuple[bytes, bytes]:
    """Write what stands before something unknown: what is settled, and what waits for it.

    `settled + written(waiting + unknown)` is what `written` gives of the whole.
    """
    lines, newline, start = text.rpartition(b"\n")
    settled = written(lines + newline)
    # Where a line is broken is told by what it holds and by the next sign; a text's last sign may
    # be written otherwise.
    whole, soft_break, _ = written(start[:-1] + b"x").rpartition(_SOFT_BREAK)
    kept = whole + soft_break
    return settled + kept, start[len(binascii.a2b_qp(kept)) :]
