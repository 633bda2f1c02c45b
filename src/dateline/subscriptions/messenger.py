"""Say what sends a single letter, such as the one that asks for confirmation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: envelope, and its bytes (RFC 5322, CRLF) without a signature.

    `needs_utf8` says that the server must offer SMTPUTF8 (RFC 6531): an address is not ASCII.
    """

    sender: str
    recipient: str
    content: bytes
    needs_utf8: bool = False


class NotSentError(Exception):
    """A letter was not taken; `again` says whether to try later."""

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.again = again


class Messenger(Protocol):
    """What hands a letter to a mail server."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over; raises NotSentError. Called from one thread at a time."""


@dataclass
class FakeMessenger:
    """A messenger for tests and rehearsals: keeps the letters; refuses where told to."""

    letters: list[Letter] = field(default_factory=list)
    failures: list[NotSentError] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        """Keep a letter, or raise the next failure."""
        if self.failures:
            raise self.failures.pop(0)
        self.letters.append(letter)
