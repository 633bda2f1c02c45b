"""Keep a port of the loopback for a server that has to be told its number."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port() -> Iterator[int]:
    """Give a port on which nobody listens, and which the system hands to nobody else meanwhile.

    A number that is let go of before its server starts is another test's by then. It is bound, so
    that nobody gets it who does not name it, and nobody listens: who connects is refused, and who
    sets SO_REUSEADDR, as servers do, may listen there (Linux's socket(7)).
    """
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        yield keeper.getsockname()[1]
