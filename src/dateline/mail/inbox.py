"""Take in mail that came back: from a Maildir, from standard input, or over LMTP."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from dateline.errors import OutsideError, UsageError

Take = Callable[[bytes, tuple[str, ...]], None]


def read_maildir(folder: Path, take: Take) -> int:
    """Take every new mail of a Maildir, mark it as seen, and count them.

    A mail is marked after it was taken, so one that was interrupted is taken again. Raises
    UsageError where the folder is no Maildir.
    """
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        message = f"{folder} is no Maildir: it has no `new` and `cur`."
        raise UsageError(message, hint="Name the folder that holds them.")
    count = 0
    for path in _letters(folder / "new"):
        try:
            take(path.read_bytes(), ())
            path.rename(folder / "cur" / f"{path.name.partition(':')[0]}:2,S")
        except FileNotFoundError:  # another process took it
            continue
        count += 1
    return count


def _letters(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(".") and path.is_file():
            yield path


def serve_lmtp(path: Path, take: Take, stop: Event, ready: Callable[[], None]) -> None:
    """Take mail over LMTP (RFC 2033) on a socket, until told to stop.

    A mail that cannot be noted now is refused for now, so that the mail server keeps it.
    """
    try:
        if stat.S_ISSOCK(path.stat().st_mode):
            path.unlink()  # of one that was killed
    except FileNotFoundError:
        pass
    try:
        asyncio.run(_serve(path, _Handler(take), stop, ready))
    except OSError as failure:
        hint = "Check the folder and its permissions."
        raise OutsideError(f"Cannot listen on {path}: {failure.strerror}.", hint=hint) from failure


async def _serve(path: Path, handler: _Handler, stop: Event, ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_unix_server(
        lambda: LMTP(handler, enable_SMTPUTF8=True, ident="Dateline", loop=loop), str(path)
    )
    path.chmod(0o660)  # for its group too, the mail server's
    async with server:
        ready()
        await asyncio.to_thread(stop.wait)


class _Handler:
    """Answers the mail server; aiosmtpd gives one answer a mail, so one recipient each."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Take one recipient a mail."""
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        try:
            self._take(raw, tuple(envelope.rcpt_tos))
        except OutsideError:
            return "451 4.3.0 not now"
        return "250 2.0.0 OK"
