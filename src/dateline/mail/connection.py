"""Speak to one mail server, one mail transaction after the other (RFC 5321)."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from dateline.mail.message import Letter
from dateline.mail.reply import Patience, Reply, Verdict, explained, status_of, words_of
from dateline.mail.server import Server

_LEAVING = 421
_MOST_LINES = 200


class UnreachableError(Exception):
    """No server could be spoken to; the words say why, and hold no secret.

    `lasting` says that waiting mends nothing: somebody must see to the settings or the server.
    """

    def __init__(self, words: str, *, lasting: bool = False) -> None:
        super().__init__(words)
        self.lasting = lasting


def is_lasting(failure: Exception) -> bool:
    """Say whether a failure to connect is one that waiting does not mend."""
    return isinstance(failure, ssl.SSLCertVerificationError) or getattr(failure, "lasting", False)


def _context(server: Server) -> ssl.SSLContext:
    """Give what checks the server's certificate, by the system's authorities or SSL_CERT_FILE.

    On this machine nobody stands in between, and a certificate is rarely for that name.
    """
    if not server.is_near:
        return ssl.create_default_context()  # reads all authorities, which takes a while
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


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


class Line:
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
        smtp._host = server.host  # type: ignore[attr-defined]
        sock = socket.create_connection((server.host, server.port), self._patience.connect)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot goes alone
        smtp.sock = sock
        if server.security == "tls":
            smtp.sock = _context(server).wrap_socket(sock, server_hostname=server.host)
        smtp.sock.settimeout(self._patience.command)
        code, words = smtp.getreply()
        if code != 220:
            raise UnreachableError(words_of(code, words))
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            self._secure(server)
        if server.user:
            self._log_in(server)

    def _secure(self, server: Server) -> None:
        if not self._smtp.has_extn("starttls"):
            raise UnreachableError("the server offers no STARTTLS", lasting=True)
        self._smtp.starttls(context=_context(server))
        self._smtp.ehlo()

    def _log_in(self, server: Server) -> None:
        if not isinstance(self._smtp.sock, ssl.SSLSocket) and not server.is_near:
            problem = "a password is not sent over an open connection"
            raise UnreachableError(problem, lasting=True)
        offered = self._smtp.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:  # RFC 4616: UTF-8, which smtplib cannot
            text = f"\0{server.user}\0{server.password.value}".encode()
            code, _ = self._smtp.docmd("AUTH", "PLAIN " + base64.b64encode(text).decode())
        else:
            code = self._logged_in(server)
        if code not in {235, 503}:
            problem = f"the server does not let {server.user} in: {code}"
            raise UnreachableError(problem, lasting=code // 100 == 5)

    def _logged_in(self, server: Server) -> int:
        """Log in by what else is offered, and give the server's answer."""
        try:
            return self._smtp.login(server.user, server.password.value)[0]
        except smtplib.SMTPAuthenticationError as failure:
            return failure.smtp_code
        except smtplib.SMTPNotSupportedError as failure:
            raise UnreachableError(explained(failure).rstrip("."), lasting=True) from failure

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
            return Reply(Verdict.UNSENT, explained(failure))
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
            return Reply(Verdict.UNKNOWN, explained(failure))
        if code // 100 == 2:
            return Reply(Verdict.ACCEPTED, words_of(code, words), status_of(words))
        return self._refused(code, words)

    def _refused(self, code: int, words: bytes) -> Reply:
        """Judge an answer that is no yes, and make the connection ready for the next letter."""
        status = status_of(words)
        said = words_of(code, words)
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
