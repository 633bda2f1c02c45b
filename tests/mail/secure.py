"""A mail server with STARTTLS and AUTH, by aiosmtpd, certified by an authority of the tests' own.

Its name, `mail.example.org`, leads to the loopback while it runs.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.patience import PATIENCE

NAME = "mail.example.org"
PASSWORD = "hunter2 được"


@dataclass
class Box:
    """Keeps what came, and over which TLS."""

    letters: list[bytes] = field(default_factory=list)
    ciphers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter."""
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        self.ciphers.append(session.ssl["cipher"][1] if session.ssl else "none")
        return "250 2.0.0 taken"


def _judge(_: SMTP, __: Session, ___: Envelope, ____: str, given: Any) -> AuthResult:
    good = isinstance(given, LoginPassword) and given.login == b"press"
    return AuthResult(success=good and given.password == PASSWORD.encode(), handled=False)


def trust(authority: trustme.CA, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let this process trust an authority beside none, and find the server's name."""
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
    patch.setenv("SSL_CERT_DIR", str(folder / "none"))
    ask = socket.getaddrinfo

    def answer(host: Any, *rest: Any, **named: Any) -> Any:
        return ask("127.0.0.1" if host == NAME else host, *rest, **named)

    patch.setattr(socket, "getaddrinfo", answer)


@contextmanager
def secure(certificate: trustme.LeafCert) -> Iterator[tuple[Box, int]]:
    """Run the server in a thread; gives what it keeps, and its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    box = Box()
    transports: list[asyncio.BaseTransport] = []

    class Remembering(SMTP):
        """Remembers the sockets under TLS: aiosmtpd forgets those whose handshake failed."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            transports.append(transport)
            super().connection_made(transport)

    def factory() -> SMTP:
        return Remembering(
            box,
            hostname=NAME,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=_judge,
            enable_SMTPUTF8=True,
        )

    with _looped(lambda loop: loop.create_server(factory, "127.0.0.1", 0), transports) as port:
        yield box, port


@contextmanager
def _looped(
    serve: Callable[[asyncio.AbstractEventLoop], Any], transports: list[asyncio.BaseTransport]
) -> Iterator[int]:
    loop, up, port = asyncio.new_event_loop(), threading.Event(), [0]

    async def main() -> None:
        server = await serve(loop)
        port[0] = server.sockets[0].getsockname()[1]
        up.set()
        await stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for transport in transports:
            transport.close()
        await asyncio.sleep(0.05)  # they close one turn of the loop later

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True)
    thread.start()
    assert up.wait(PATIENCE)
    try:
        yield port[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        loop.close()
