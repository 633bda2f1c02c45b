"""Hand letters to a mail server as RFC 5321 wants it, and say truly what became of each.

The answer to the final dot decides. Before the dot nothing was sent, whatever happens; after it,
a connection that closes without an answer leaves the letter's fate unknown, and so it is told.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Protocol

from dateline.errors import OutsideError
from dateline.mail.connection import Line, UnreachableError, is_lasting
from dateline.mail.message import Letter
from dateline.mail.reply import Patience, Reply, Verdict, explained
from dateline.mail.server import Server

__all__ = ["Carrier", "Patience", "Reply", "SmtpCarrier", "Verdict"]


class Carrier(Protocol):
    """Takes letters somewhere; belongs to one thread."""

    def prepare(self) -> str:
        """See that letters can be taken; gives why not, in words, or nothing.

        Raises OutsideError where waiting mends nothing.
        """

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
        try:
            self._connect()
        except UnreachableError as failure:
            if failure.lasting:
                hint = "Nothing is lost: mend it, or [mail.smtp] in dateline.toml, and start again."
                raise OutsideError(f"No letter can be sent: {failure}.", hint=hint) from failure
            return str(failure)
        return ""

    def _connect(self) -> Line:
        if self._line is not None and self._line.carried >= self._most:
            self.close()
        if self._line is None:
            self._line = self._connected()
        return self._line

    def carry(self, letter: Letter, may_send: Callable[[], bool]) -> Reply:
        """Take a letter, over a new connection where it needs one."""
        try:
            line = self._connect()
        except UnreachableError as failure:
            return Reply(Verdict.UNSENT, str(failure), unreachable=True)
        reply = line.carry(letter, may_send)
        if line.broken:
            line.drop()
            self._line = None
        return reply

    def close(self) -> None:
        """Say goodbye to the server, if one listens."""
        if self._line is not None:
            self._line.quit()
            self._line = None

    def _connected(self) -> Line:
        told, lasting = [], True
        for _ in self._servers:
            server = self._servers[self._next % len(self._servers)]
            self._next += 1
            try:
                return Line(server, self._patience, self._helo)
            except (OSError, smtplib.SMTPException, UnreachableError) as failure:
                told.append(f"{server}: {explained(failure)}")
                lasting = lasting and is_lasting(failure)
        raise UnreachableError("; ".join(told), lasting=lasting)
