"""Answer for names on the loopback, as a name server of the tests' own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from tests.patience import PATIENCE


@contextmanager
def name_server(records: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
    """Serve TXT records by name over UDP; gives the port, and the names that were asked for."""
    asked: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                question, client = sock.recvfrom(65536)
                if not question:
                    return
                sock.sendto(_answer(question, records, asked), client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = sock.getsockname()[1]
        try:
            yield port, asked
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", ("127.0.0.1", port))
            thread.join(PATIENCE)


def _answer(question: bytes, records: Mapping[str, str], asked: list[str]) -> bytes:
    query = dns.message.from_wire(question)
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    (wanted,) = query.question
    name = wanted.name.to_text(omit_final_dot=True).lower()
    asked.append(name)
    if name not in records:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif dns.rdatatype.to_text(wanted.rdtype) == "TXT":
        text = records[name]
        pieces = [text[at : at + 255] for at in range(0, len(text), 255)]
        quoted = " ".join(f'"{piece}"' for piece in pieces)
        answer.answer.append(dns.rrset.from_text(wanted.name, 300, "IN", "TXT", quoted))
    return answer.to_wire(max_size=65535)
