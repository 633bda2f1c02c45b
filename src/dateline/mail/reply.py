"""Say what became of a letter, in the mail server's words, and how long to wait for them."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from enum import Enum

_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")
_MAILBOX = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Verdict(Enum):
    """What became of a letter."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # the server said: later
    REFUSED = "refused"  # the server said: never to this recipient
    UNSENT = "unsent"  # nothing was handed over, and nothing was said of this letter
    UNKNOWN = "unknown"  # handed over, no answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a letter, and the server's words; `status` is RFC 3463's, `5.1.1`.

    `unreachable` says that there was not even a connection.
    """

    verdict: Verdict
    words: str
    status: str = ""
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds (RFC 5321 section 4.5.3.2)."""

    connect: float = 60
    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600


def status_of(words: bytes) -> str:
    """Give the enhanced status (RFC 3463) that an answer begins with, or nothing."""
    found = _ENHANCED.match(words.decode("ascii", "replace"))
    return found[0] if found else ""


def words_of(code: int, words: bytes) -> str:
    """Give an answer as one line of plain text."""
    return f"{code} {_plain(words.decode('utf-8', 'replace'))}".strip()


def without_addresses(words: str) -> str:
    """Give a server's words without the addresses that they repeat, however it spells them."""
    return _MAILBOX.sub("<recipient>", words)


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", text)[:300]


def explained(failure: Exception) -> str:
    """Say what failed without what was sent: exceptions of smtplib may quote it."""
    match failure:
        case smtplib.SMTPResponseException():
            error = failure.smtp_error
            return words_of(
                failure.smtp_code, error if isinstance(error, bytes) else error.encode()
            )
        case TimeoutError():
            return "no answer in time"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {_plain(failure.verify_message).rstrip('.')}"
        case ssl.SSLError():
            return f"TLS failed: {_plain(failure.reason or str(failure))}"
        case OSError():
            return _plain(failure.strerror or str(failure) or type(failure).__name__)
    return _plain(str(failure))
