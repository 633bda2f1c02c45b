"""A mail server that behaves badly on purpose, and keeps a true log of what it took.

Run by itself: `python hostile.py PORTFILE LOG key=value ...`; threads of tests use `Hostile`.
Written from RFC 5321 with asyncio alone, so that it shares no code with what it tests.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PATIENCE = 120.0  # what is run by itself cannot ask tests/patience.py
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Manners:
    """How badly it behaves: chances from 0 to 1, delays in seconds."""

    drop_taken: float = 0.0  # takes the letter and closes without an answer
    drop_untaken: float = 0.0  # closes after the dot, letter thrown away
    drop_early: float = 0.0  # closes before DATA
    leave_every: int = 0  # says 421 each so many letters
    later: float = 0.0  # answers 451 to RCPT
    delay: float = 0.0  # the longest pause before an answer to the dot
    refuse: str = "refused"  # a part of addresses that get 550
    most: int = 0  # closes politely after so many letters on one connection
    features: tuple[str, ...] = ("8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
    seed: int = 0


@dataclass
class Hostile:
    """The server; `took` is what it accepted: recipient and Message-ID, in order."""

    manners: Manners = field(default_factory=Manners)
    log: Path | None = None
    took: list[tuple[str, str]] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    widest: int = 0
    keep: bool = True
    _count: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.manners.seed)
        self._file = self.log.open("a", encoding="utf-8") if self.log else None

    def _bad(self, chance: float) -> bool:
        return chance > 0 and self._chance.random() < chance

    def _take(self, recipient: str, sender: str, content: bytes) -> None:
        found = _MESSAGE_ID.search(content)
        message_id = found[1].decode() if found else ""
        if self._file:  # the log is what counts: written before anything is answered
            self._file.write(f"{message_id} {recipient}\n")
            self._file.flush()
        if self.keep:
            self.took.append((recipient, message_id))
            self.letters.append(content)
            self.senders.append(sender)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until one of the two has enough."""
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _talk(  # noqa: C901, PLR0912 -- a branch a verb
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")

        say("220 hostile.example.org ESMTP")
        sender, recipient, here = "", "", 0
        while line := (await reader.readline()).decode("utf-8", "replace").rstrip("\r\n"):
            verb = line.split(" ")[0].upper()
            address = line.partition("<")[2].partition(">")[0]
            if verb == "EHLO":
                lines = ["hostile.example.org", *self.manners.features]
                for feature in lines[:-1]:
                    say(f"250-{feature}")
                say(f"250 {lines[-1]}")
            elif verb == "MAIL":
                self._count += 1
                if self.manners.leave_every and self._count % self.manners.leave_every == 0:
                    say("421 4.3.2 leaving for now")
                    await writer.drain()
                    return
                sender = address
                say("250 2.1.0 sender taken")
            elif verb == "RCPT":
                if self._bad(self.manners.drop_early):
                    return
                if self.manners.refuse and self.manners.refuse in address:
                    say("550 5.1.1 no such user")
                elif self._bad(self.manners.later):
                    say("451 4.3.0 come again")
                else:
                    recipient = address
                    say("250 2.1.5 recipient taken")
            elif verb == "DATA":
                say("354 go ahead")
                content = await reader.readuntil(b"\r\n.\r\n")
                if self.manners.delay:
                    await asyncio.sleep(self._chance.random() * self.manners.delay)
                if self._bad(self.manners.drop_untaken):
                    return
                self._take(recipient, sender, content[:-3].replace(b"\r\n..", b"\r\n."))
                here += 1
                self.widest = max(self.widest, here)
                if self._bad(self.manners.drop_taken):
                    return
                say("250 2.0.0 taken")
            elif verb in {"RSET", "NOOP"}:
                say("250 2.0.0 done")
            elif verb == "QUIT":
                say("221 2.0.0 goodbye")
                await writer.drain()
                return
            else:
                say("502 5.5.2 what")
            await writer.drain()

    async def listen(self, ready: Callable[[int], None], stop: asyncio.Event) -> None:
        """Serve on a free port of the loopback until told to stop."""
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, limit=2**24)
        ready(server.sockets[0].getsockname()[1])
        await stop.wait()
        server.close()


@contextmanager
def running(server: Hostile) -> Iterator[int]:
    """Run a server in a thread; gives its port."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    port: list[int] = []
    up = threading.Event()

    def ready(number: int) -> None:
        port.append(number)
        up.set()

    async def main() -> None:
        await server.listen(ready, stop)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True)
    thread.start()
    assert up.wait(_PATIENCE)
    try:
        yield port[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(_PATIENCE)
        loop.close()


def main() -> None:
    """Serve until killed; the manners come as key=value."""
    port_file, log, *words = sys.argv[1:]
    manners = Manners()
    for key, _, value in (word.partition("=") for word in words):
        setattr(manners, key, type(getattr(manners, key))(value))

    def ready(port: int) -> None:
        partial = Path(port_file + ".new")
        partial.write_text(str(port), encoding="utf-8")
        partial.replace(port_file)

    server = Hostile(manners, Path(log), keep=False)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(server.listen(ready, asyncio.Event()))


if __name__ == "__main__":
    main()
