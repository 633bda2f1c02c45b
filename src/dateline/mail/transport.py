"""Hand letters to a mail server as RFC 5321 wants it, and say truly what became of each.

The answer to the final dot decides. Before the dot nothing was sent, whatever happens; after it,
a connection that closes without an answer leaves the letter's fate unknown, and so it is told.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from dateline.mail.message import Letter
from dateline.mail.server import Server

_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")
_LEAVING = 421
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_MOST_LINES = 200


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


class Carrier(Protocol):
    """Takes letters somewhere; belongs to one thread."""

    def prepare(self) -> str:
        """See that letters can be taken; gives why not, in words, or nothing."""

    def carry(self, letter: Letter, may_send: Callable[[], bool]) -> Reply:
        """Take one letter; `may_send` is asked at the last moment before the final dot."""

    def close(self) -> None:
        """Say goodbye."""


class UnreachableError(Exception):
    """No server could be spoken to; the words say why, and hold no secret."""


class SmtpCarrier:
    """Carries letters over one connection at a time, to one server of a pool after the other."""

    def __init__(
        self,
        servers: tuple[Server, ...],
        *,
        patience: Patience = Patience(),
        most: int = 100,
        helo: str = "",
        first: int = 0,
    ) -> None:
        """Begin with the server number `first`; leave a connection after `most` letters."""
        self._servers = servers
        self._patience = patience
        self._most = most
        self._helo = helo
        self._next = first
        self._line: _Line | None = None

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

    def _connected(self) -> _Line:
        told = []
        for _ in self._servers:
            server = self._servers[self._next % len(self._servers)]
            self._next += 1
            try:
                return _Line(server, self._patience, self._helo)
            except (OSError, smtplib.SMTPException, UnreachableError) as failure:
                told.append(f"{server}: {_explained(failure)}")
        raise UnreachableError("; ".join(told))


class _Client(smtplib.SMTP):
    """The standard client, but that it does not listen for ever to a server that never ends."""

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = _socket(self).makefile("rb")
        lines: list[bytes] = []
        while len(lines) < _MOST_LINES:
            line = self.file.readline(8193)
            if not line.endswith(b"\n") or not line[:3].isdigit():
                self.close()
                raise smtplib.SMTPServerDisconnected("the connection closed without an answer")
            lines.append(line[4:].strip(b" \t\r\n"))
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        self.close()
        raise smtplib.SMTPServerDisconnected("the server's answer does not end")


class _Line:
    """One connection; `broken` once it can carry nothing more."""

    def __init__(self, server: Server, patience: Patience, helo: str) -> None:
        self._patience = patience
        self.broken = False
        self.carried = 0
        self._smtp = _Client(local_hostname=helo or None, timeout=patience.connect)
        try:
            self._open(server)
        except BaseException:
            self._smtp.close()
            raise

    def _open(self, server: Server) -> None:
        smtp = self._smtp
        context = ssl.create_default_context()
        smtp._host = server.host  # type: ignore[attr-defined]
        sock = socket.create_connection((server.host, server.port), self._patience.connect)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot goes alone
        smtp.sock = sock
        if server.security == "tls":
            smtp.sock = context.wrap_socket(sock, server_hostname=server.host)
        smtp.sock.settimeout(self._patience.command)
        code, words = smtp.getreply()
        if code != 220:
            raise UnreachableError(_words(code, words))
        smtp.ehlo_or_helo_if_needed()
        self._secure(server, context)
        if server.user:
            self._log_in(server)

    def _secure(self, server: Server, context: ssl.SSLContext) -> None:
        if server.security != "starttls":
            return
        if not self._smtp.has_extn("starttls"):
            raise UnreachableError("the server offers no STARTTLS")
        if server.is_near:  # nobody stands in between, and its certificate is rarely for this name
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        self._smtp.starttls(context=context)
        self._smtp.ehlo()

    def _log_in(self, server: Server) -> None:
        if not isinstance(self._smtp.sock, ssl.SSLSocket) and not server.is_near:
            raise UnreachableError("a password is not sent over an open connection")
        offered = self._smtp.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:  # RFC 4616: UTF-8, which smtplib cannot
            text = f"\0{server.user}\0{server.password.value}".encode()
            code, _ = self._smtp.docmd("AUTH", "PLAIN " + base64.b64encode(text).decode())
        else:
            code, _ = self._smtp.login(server.user, server.password.value)
        if code not in {235, 503}:
            raise UnreachableError(f"the server does not let {server.user} in: {code}")

    def carry(self, letter: Letter, may_send: Callable[[], bool]) -> Reply:
        """Go through one mail transaction."""
        self.carried += 1
        try:
            refused = self._announced(letter)
            if refused:
                return refused
            self._send_body(letter)
        except (OSError, smtplib.SMTPException) as failure:
            self.broken = True
            return Reply(Verdict.UNSENT, _explained(failure))
        if not may_send():
            # The letter lacks its dot, so the server throws it away (RFC 5321 section 4.1.1.4).
            self.broken = True
            return Reply(Verdict.UNSENT, "stopped before the final dot")
        return self._dotted()

    def _announced(self, letter: Letter) -> Reply | None:
        """Send MAIL, RCPT and DATA; gives the reply that ended it."""
        options = ["smtputf8"] if letter.international else []
        if options and not self._smtp.has_extn("smtputf8"):
            problem = "The mail server takes no international addresses (SMTPUTF8)."
            return Reply(Verdict.REFUSED, problem, "5.6.7")
        self._wait(self._patience.command)
        for code, words in (
            self._smtp.mail(letter.sender, options),
            self._smtp.rcpt(letter.recipient),
        ):
            if code // 100 != 2:
                return self._refused(code, words)
        self._wait(self._patience.data)
        code, words = self._smtp.docmd("DATA")
        return None if code == 354 else self._refused(code, words)

    def _send_body(self, letter: Letter) -> None:
        """Send all but the final dot (RFC 5321 section 4.5.2: a dot that begins a line is two)."""
        self._wait(self._patience.block)
        content = letter.content.replace(b"\r\n.", b"\r\n..")
        _socket(self._smtp).sendall(content)

    def _dotted(self) -> Reply:
        """Send the final dot; from here on only the server knows."""
        self._wait(self._patience.dot)
        try:
            _socket(self._smtp).sendall(b".\r\n")
            code, words = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as failure:
            self.broken = True
            return Reply(Verdict.UNKNOWN, _explained(failure))
        if code // 100 == 2:
            return Reply(Verdict.ACCEPTED, _words(code, words), _status(words))
        return self._refused(code, words)

    def _refused(self, code: int, words: bytes) -> Reply:
        """Judge an answer that is no yes, and make the connection ready for the next letter."""
        status = _status(words)
        said = _words(code, words)
        if code == _LEAVING or code // 100 not in {4, 5}:
            self.broken = True
            return Reply(Verdict.UNSENT, said, status)
        self._reset()
        if code // 100 == 4 or status[:4] in {"5.3.", "5.5.", "5.7."} or code in {530, 535}:
            # Said of us and our letter, not of the recipient: to be mended, then sent.
            return Reply(Verdict.DEFERRED, said, status)
        return Reply(Verdict.REFUSED, said, status)

    def _reset(self) -> None:
        try:
            code, _ = self._smtp.rset()
            self.broken = code != 250
        except (OSError, smtplib.SMTPException):
            self.broken = True

    def _wait(self, seconds: float) -> None:
        _socket(self._smtp).settimeout(seconds)

    def quit(self) -> None:
        """Say QUIT without waiting long for a farewell."""
        with suppress(OSError, smtplib.SMTPException):
            self._wait(2)
            self._smtp.quit()
        self._smtp.close()

    def drop(self) -> None:
        """Close without a word."""
        self._smtp.close()


def _socket(client: smtplib.SMTP) -> socket.socket:
    """Give the socket of a client; raises SMTPServerDisconnected where it has none."""
    if client.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return client.sock


def _status(words: bytes) -> str:
    found = _ENHANCED.match(words.decode("ascii", "replace"))
    return found[0] if found else ""


def _words(code: int, words: bytes) -> str:
    return f"{code} {_plain(words.decode('utf-8', 'replace'))}".strip()


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", text)[:300]


def _explained(failure: Exception) -> str:
    """Say what failed without what was sent: exceptions of smtplib may quote it."""
    match failure:
        case smtplib.SMTPResponseException():
            error = failure.smtp_error
            return _words(failure.smtp_code, error if isinstance(error, bytes) else error.encode())
        case TimeoutError():
            return "no answer in time"
        case ssl.SSLError():
            return f"TLS failed: {_plain(failure.reason or str(failure))}"
        case OSError():
            return _plain(failure.strerror or str(failure) or type(failure).__name__)
    return _plain(str(failure))
