"""Hand letters to a mail server as RFC 5321 wants it, and say truly what became of each.

The answer to the final dot decides. Before the dot nothing was sent, whatever happens; after it,
a connection that closes without an answer leaves the letter's fate unknown, and so it is told.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Protocol

from dateline.mail.connection import Line, UnreachableError
from dateline.mail.message import Letter
from dateline.mail.reply import Patience, Reply, Verdict, explained
from dateline.mail.server import Server

__all__ = ["Carrier", "Patience", "Reply", "SmtpCarrier", "Verdict"]


class Carrier(Protocol):
    """Takes letters somewhere; belongs to one thread."""

    def prepare(self) -> str:
        """See that letters can be taken; gives why not, in words, or nothing."""

    def carry(self, letter: Letter, may_send: Callable[[], bool]) -> Reply:
        """Take one letter; `may_send` is asked at the last moment before the final dot."""

    def close(self) -> None:
        """Say goodbye."""


class SmtpCarrier:
    """Carries letters over one connection at a time, to one server of a pool after the other."""

    def __init__(
        self,
        servers: tuple[Server, ...],
        *,
        patience: Patience | None = None,
        most: int = 100,
        helo: str = "",
        first: int = 0,
    ) -> None:
        """Begin with the server number `first`; leave a connection after `most` letters."""
        self._servers = servers
        self._patience = patience or Patience()
        self._most = most
        self._helo = helo
        self._next = first
        self._line: Line | None = None

    def prepare(self) -> str:
        """Connect where there is no connection, or it is worn."""
        if self._line is not None and self._line.carried >= self._most:
            self.close()
        try:
            self._line = self._line or self._connected()
        except UnreachableError as failure:
            return str(failure)
        return ""

    def carry(self, letter: Letter, may_send: Callable[[], bool]) -> Reply:
        """Take a letter, over a new connection where it needs one."""
        problem = self.prepare()
        if self._line is None:
            return Reply(Verdict.UNSENT, problem, unreachable=True)
        reply = self._line.carry(letter, may_send)
        if self._line.broken:
            self._line.drop()
            self._line = None
        return reply

    def close(self) -> None:
        """Say goodbye to the server, if one listens."""
        if self._line is not None:
            self._line.quit()
            self._line = None

    def _connected(self) -> Line:
        told = []
        for _ in self._servers:
            server = self._servers[self._next % len(self._servers)]
            self._next += 1
            try:
                return Line(server, self._patience, self._helo)
            except (OSError, smtplib.SMTPException, UnreachableError) as failure:
                told.append(f"{server}: {explained(failure)}")
        raise UnreachableError("; ".join(told))
