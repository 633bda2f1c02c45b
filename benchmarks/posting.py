"""Measure sending: letters prepared and signed a second, a million recipients into a local sink.

`python -m benchmarks.posting [--recipients N] [--sent N] [--postgresql ADDRESS]`
Each stage is told apart: subscribers written, edition frozen and queued, letters made and signed
(one core, no network), letters handed to a sink on the loopback, resumed after `kill -9` at the
beginning and half way, and the sender's memory over the whole.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

from dateline import send
from dateline.database import Database, open_database
from dateline.mail.dispatch import Rules
from dateline.mail.ledger import editions
from dateline.mail.message import Mould, Recipient
from dateline.mail.transport import Patience
from tests.mail.desk import RING, add_subscribers, equipment, freeze
from tests.mail.letters import DATE, IDENTITY, frozen, signer

LIMIT_MEMORY = 200
LIMIT_QUEUE = 60
LIMIT_RESUME = 5
LIMIT_LETTERS = 1500


def memory() -> float:
    """Give the most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory_now() -> float:
    """Give the memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def told(stage: str, words: str) -> None:
    """Print a stage's result."""
    print(f"{stage:<28} {words}", flush=True)


def letters(count: int = 4000) -> None:
    """Make and sign letters on one core; then each stage by itself."""
    for name, made in (("made, unsigned", None), ("made and signed", signer())):
        mould = Mould(frozen(), DATE, made)
        begun = time.process_time()
        size = 0
        for number in range(1, count + 1):
            recipient = Recipient(
                f"reader{number}@example.net",
                RING.unsubscribe_token(number, number),
                IDENTITY.message_id("press/en/2024-02", number),
                IDENTITY.return_path(number),
            )
            size += len(mould.letter(recipient).content)
        seconds = time.process_time() - begun
        told(name, f"{count / seconds:,.0f} letters a core-second, {size // count:,} bytes each")
    begun = time.process_time()
    for number in range(1000):
        signer().sign(b"%d" % number * 100)
    told("the RSA signature alone", f"{1000 / (time.process_time() - begun):,.0f} a core-second")


def sink(port: Any, taken: Any) -> None:
    """Take letters as fast as one can: a thread a connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.create_server(("127.0.0.1", 0), backlog=200)
    port.value = listener.getsockname()[1]

    def talk(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(b"220 sink\r\n")
        buffer, in_data = b"", False
        while chunk := _received(connection):
            buffer += chunk
            if in_data:
                if not buffer.endswith(b"\r\n.\r\n"):
                    continue
                buffer, in_data = b"", False
                with taken.get_lock():
                    taken.value += 1
                connection.sendall(b"250 2.0.0 taken\r\n")
                continue
            while b"\r\n" in buffer:
                line, _, buffer = buffer.partition(b"\r\n")
                in_data = line.upper() == b"DATA"
                connection.sendall(b"354 go\r\n" if in_data else b"250 ok\r\n")

    while True:
        connection, _ = listener.accept()
        threading.Thread(target=talk, args=(connection,), daemon=True).start()


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1 << 18)
    except ConnectionError:  # the sender was killed
        return b""


def deliver(address: str, port: int, folder: str, stop_after: int, report: Any) -> None:
    """Deliver in a process of its own, which is measured, and may be killed.

    `report` gets the memory after each so many letters, as `marks`.
    """
    begun = time.monotonic()
    database = open_database(address if "://" in address else Path(address))
    rules = Rules(batch=200)
    found = equipment(database, port, workers=4, rules=rules, patience=Patience())
    room = cast("Any", SimpleNamespace(sending=SimpleNamespace(keys=Path(folder))))
    with database.reading() as connection:
        chosen = editions.all_editions(connection)
    stop, step = Event(), max(1, stop_after // 10)
    marks: list[tuple[int, int]] = []

    def watch(_: str, done: int, __: int) -> None:
        if done >= len(marks) * step + 1:
            marks.append((done, round(memory_now())))
            report["marks"] = marks
            report["seconds"] = time.monotonic() - begun
            report["processor"] = time.process_time()
            report["sent"] = done
        report["memory"] = memory()
        if done >= stop_after:
            stop.set()

    send.deliver(found, room, chosen, name="bench", stop=stop, watch=watch)
    report["memory"] = memory()
    report["seconds"] = time.monotonic() - begun
    report["processor"] = time.process_time()


def fill(database: Database, recipients: int) -> None:
    """Write subscribers, and freeze an edition for them."""
    begun = time.monotonic()
    add_subscribers(database, recipients)
    told("subscribers written", f"{recipients:,} in {time.monotonic() - begun:.1f} s")
    begun = time.monotonic()
    freeze(database)
    seconds = time.monotonic() - begun
    told("edition frozen and queued", f"{seconds:.1f} s (allowed: {LIMIT_QUEUE})")


def main() -> int:
    """Measure, and exit 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=1_000_000)
    parser.add_argument("--sent", type=int, default=20_000, help="letters handed over at most")
    parser.add_argument("--postgresql", default="", help="the address of an empty database")
    words = parser.parse_args()
    letters()
    context = multiprocessing.get_context("spawn")
    port, taken = context.Value("i", 0), context.Value("q", 0)
    server = context.Process(target=sink, args=(port, taken), daemon=True)
    server.start()
    while not port.value:
        time.sleep(0.01)
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Manager() as manager:
        address = words.postgresql or str(Path(folder) / "mail.db")
        database = open_database(address if "://" in address else Path(address))
        fill(database, words.recipients)
        database.close()
        resumed, cost, begun = [], {}, time.monotonic()
        for until in (1000, words.sent // 2, words.sent):
            report, before = manager.dict(), taken.value
            process = context.Process(
                target=deliver, args=(address, port.value, folder, words.sent - before, report)
            )
            started = time.monotonic()
            process.start()
            while taken.value == before and process.is_alive():
                time.sleep(0.005)
            resumed.append(time.monotonic() - started)
            while process.is_alive() and (until == words.sent or taken.value < until):
                time.sleep(0.05)
            if process.is_alive():
                os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            cost = dict(report)
            told(f"until {until:,}", f"first letter after {resumed[-1]:.1f} s; "
                 f"memory {cost['memory']:.0f} MB at most; {_marks(cost)}")  # fmt: skip
        seconds, sent = time.monotonic() - begun, taken.value
        counted = told_states(address)
    slowest = max(resumed[1:])
    told("resumed after kill -9", f"{slowest:.1f} s to the first letter (allowed: {LIMIT_RESUME})")
    told("handed over", f"{sent:,} letters in {seconds:,.0f} s: {sent / seconds:,.0f} a second, "
         "4 threads, the sink on the same machine")  # fmt: skip
    told("the ledger says", counted)
    told("memory", f"{cost['memory']:.0f} MB at most (allowed: {LIMIT_MEMORY})")
    return int(slowest > LIMIT_RESUME or cost["memory"] > LIMIT_MEMORY)


def _marks(cost: dict[str, Any]) -> str:
    return ", ".join(f"{size} MB after {done:,}" for done, size in cost.get("marks", []))


def told_states(address: str) -> str:
    """Say how many deliveries stand in each state."""
    database = open_database(address if "://" in address else Path(address))
    with database.reading() as connection:
        (edition,) = editions.all_editions(connection)
        counts = editions.report(connection, edition).counts
    database.close()
    return ", ".join(f"{count:,} {state.value}" for state, count in counts.items() if count)


if __name__ == "__main__":
    sys.exit(main())
