"""Real handshakes: certificates checked, passwords under TLS only, nothing without it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from dateline.errors import OutsideError
from dateline.mail.server import Secret, Server
from dateline.mail.transport import SmtpCarrier, Verdict
from tests.mail.desk import SHORT
from tests.mail.letters import letter
from tests.mail.secure import NAME, PASSWORD, secure, trust
from tests.patience import PATIENCE


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Give an authority that this test's process trusts, and no other."""
    made = trustme.CA()
    trust(made, tmp_path, monkeypatch)
    return made


def always() -> bool:
    """Let every letter be sent."""
    return True


def carrier(port: int, *, security: str = "starttls", password: str = PASSWORD) -> SmtpCarrier:
    """Carry to the server by its name."""
    server = Server(NAME, port, security, "press", Secret(password))
    return SmtpCarrier((server,), patience=SHORT)


def refused(made: SmtpCarrier) -> str:
    """Give why nothing can be sent: at once, for waiting would mend nothing."""
    with pytest.raises(OutsideError) as caught:
        made.prepare()
    assert "[mail.smtp]" in caught.value.hint
    reply = made.carry(letter(), always)
    assert (reply.verdict, reply.unreachable) == (Verdict.UNSENT, True)
    assert PASSWORD not in caught.value.message + reply.words
    assert reply.words in caught.value.message
    return caught.value.message


def test_handshake(authority: trustme.CA) -> None:
    """With a certificate for its name, letters go under TLS, after a password that is not ASCII."""
    with secure(authority.issue_cert(NAME)) as (box, port):
        made = carrier(port)
        assert made.prepare() == ""
        assert made.carry(letter(1), always).verdict is Verdict.ACCEPTED
        assert made.carry(letter(2), always).verdict is Verdict.ACCEPTED
        made.close()

    assert [each.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r") for each in box.letters] == [
        letter(1).content,
        letter(2).content,
    ]
    assert set(box.ciphers) <= {"TLSv1.2", "TLSv1.3"}


@pytest.mark.parametrize(
    "kind,problem",
    [
        ("another name", "Hostname mismatch, certificate is not valid for 'mail.example.org'"),
        ("another authority", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"),
    ],
)
def test_wrong_certificate(authority: trustme.CA, kind: str, problem: str) -> None:
    """A certificate that proves nothing is refused, with the reason; the server gets no word."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    certificate = {
        "another name": lambda: authority.issue_cert("mail.example.net"),
        "another authority": lambda: trustme.CA().issue_cert(NAME),
        "expired": lambda: authority.issue_cert(NAME, not_after=yesterday),
    }[kind]()
    with secure(certificate) as (box, port):
        words = refused(carrier(port))

    assert words.startswith(f"No letter can be sent: {NAME}:{port}: its certificate is not trusted")
    assert problem in words
    assert box.letters == []


def test_wrong_password(authority: trustme.CA) -> None:
    """A password that is wrong is told at once, without it."""
    with secure(authority.issue_cert(NAME)) as (box, port):
        words = refused(carrier(port, password="wrong"))

    assert words.endswith("the server does not let press in: 535.")
    assert box.letters == []


@contextmanager
def between(port: int, *, put: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Stand between: take STARTTLS out of what is offered, or `put` words of one's own after 220.

    Gives the port, and what the client said.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def changed(said: bytes) -> bytes:
        if put:
            return said + put if said.startswith(b"220 Ready") else said
        return said.replace(b"STARTTLS", b"XXXXXXXX")

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while said := source.recv(65536):
                sink.sendall(changed(said))
            sink.shutdown(socket.SHUT_WR)

    def serve(client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", port)) as server:
            back = threading.Thread(target=pump, args=(server, client), daemon=True)
            back.start()
            while line := client.recv(65536):
                heard.append(line)
                server.sendall(line)
            server.shutdown(socket.SHUT_WR)
            back.join(PATIENCE)

    def guarded() -> None:
        for _ in range(2):
            with suppress(OSError):
                serve(listener.accept()[0])

    thread = threading.Thread(target=guarded, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(PATIENCE)


def test_stripped(authority: trustme.CA) -> None:
    """Who takes STARTTLS out of the server's offer gets neither password nor letter."""
    with (
        secure(authority.issue_cert(NAME)) as (box, port),
        between(port, put=b"") as (other, heard),
    ):
        words = refused(carrier(other))

    assert words.endswith("the server offers no STARTTLS.")
    assert box.letters == []
    assert [line[:4].upper() for line in heard if line] == [
        b"EHLO",
        b"EHLO",
    ]  # of `prepare` and of `carry`


def test_injected(authority: trustme.CA) -> None:
    """Words put in before the handshake are not taken for the server's (CVE-2011-0411)."""
    planted = b"250-evil.example\r\n250 AUTH LOGIN\r\n"
    with (
        secure(authority.issue_cert(NAME)) as (box, port),
        between(port, put=planted) as (other, _),
    ):
        made = carrier(other)
        words = made.prepare()
        reply = made.carry(letter(), always)
        made.close()

    assert (words == "") == bool(box.letters) == (reply.verdict is Verdict.ACCEPTED)
    assert "evil" not in words + reply.words


def test_implicit(authority: trustme.CA) -> None:
    """Under `tls` the handshake comes first, and is checked as well."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(NAME).configure_cert(context)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:  # the client hangs up: what is tested
                connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    words = refused(carrier(listener.getsockname()[1], security="tls"))
    thread.join(PATIENCE)
    listener.close()

    assert "its certificate is not trusted" in words
