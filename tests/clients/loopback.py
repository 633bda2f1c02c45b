"""Serve feed documents on loopback, as a press office's web server would, for real clients.

Answers GET with the type that the document's name asks for, an ETag, and 304 where it matches.
Does not know what a feed is. The port is new each time, and clients know a feed by its address:
keep one server open as long as a client is to recognise a feed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

TYPES: Final = {
    ".rss.xml": "application/rss+xml",
    ".atom.xml": "application/atom+xml",
    ".feed.json": "application/feed+json",
    ".opml": "text/x-opml",
    ".xml": "application/xml",
    ".html": "text/html; charset=utf-8",
}


@dataclass
class Loopback:
    """A running server: change `documents` and the next request sees it; `requests` remembers."""

    origin: str
    documents: dict[str, bytes]
    requests: list[tuple[str, int]] = field(default_factory=list)  # path, status

    def url(self, name: str) -> str:
        """Give the address under which a client finds a document."""
        return f"{self.origin}/{name}"


@contextmanager
def serving(documents: Mapping[str, bytes]) -> Iterator[Loopback]:
    """Serve documents by name, such as `press.rss.xml`, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    place = Loopback(f"http://127.0.0.1:{server.server_port}", dict(documents))
    server.RequestHandlerClass = _handler(place)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(place: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].lstrip("/")
            body = place.documents.get(name)
            status = 404 if body is None else 200
            tag = f'"{sha256(body or b"").hexdigest()[:16]}"'
            if body is not None and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            place.requests.append((self.path, status))
            self._answer(status, body or b"", {"ETag": tag, "Content-Type": _type(name)})

        def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Keep quiet: `requests` remembers."""

    return Handler


def _type(name: str) -> str:
    found = [media for ending, media in TYPES.items() if name.endswith(ending)]
    return found[0] if found else "application/octet-stream"
