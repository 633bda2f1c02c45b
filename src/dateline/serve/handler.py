"""Answer one request of the preview: a file, the reload script, or the stream of events."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from dateline import __version__
from dateline.serve import overlay
from dateline.serve.files import content_type
from dateline.serve.preview import Preview

if TYPE_CHECKING:
    from dateline.serve.server import PreviewServer

_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_HEARTBEAT = 15.0
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; a file's bytes change on their way only where they are a page."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer with headers and body."""
        if not is_loopback(self.headers.get("Host", "")):
            # A page of another name that was pointed at this machine (DNS rebinding).
            text = "This preview answers to localhost and 127.0.0.1 alone.\n"
            self._send(HTTPStatus.MISDIRECTED_REQUEST, _TEXT, text.encode())
            return
        address = urlsplit(self.path)
        if address.path == overlay.EVENTS_PATH:
            self._stream(parse_qs(address.query).get("since", [""])[0])
        elif address.path == overlay.SCRIPT_PATH:
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", overlay.SCRIPT.encode())
        elif address.path == overlay.STYLE_PATH:
            self._send(HTTPStatus.OK, "text/css; charset=utf-8", overlay.STYLE.encode())
        elif not self._preview.has_pages:
            text = overlay.as_text(self._preview.notices)
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, _TEXT, text.encode(), {"Refresh": "1"})
        else:
            self._answer(self.path.partition("?")[0])

    def do_HEAD(self) -> None:
        """Answer with headers alone."""
        self.do_GET()

    @property
    def _preview(self) -> Preview:
        return self.server.preview

    def _answer(self, path: str) -> None:
        shown = self._preview.read(path)
        found, content = shown.found, shown.content
        if found.moved_to:
            self._send(HTTPStatus.FOUND, _TEXT, b"", {"Location": found.moved_to})
            return
        if found.file is None or content is None:
            missing = overlay.missing_page(path, self._preview.prefix)
            page = overlay.with_preview(missing, shown.version, shown.notices)
            self._send(HTTPStatus.NOT_FOUND, _HTML, page)
            return
        kind = content_type(found.file)
        if kind == _HTML:
            content = overlay.with_preview(content, shown.version, shown.notices)
        self._send(HTTPStatus.OK, kind, content)

    def _send(
        self, status: HTTPStatus, kind: str, body: bytes, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}
        headers |= {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _stream(self, version: str) -> None:
        """Send an event for each version other than the one that the page was made with."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 1000\n\n")
        while not self._preview.is_closed:
            changed = self._preview.wait_for_change(version, _HEARTBEAT)
            if changed:
                version = changed
                self.wfile.write(f"event: reload\ndata: {version}\n\n".encode())
            else:
                self.wfile.write(b": still here\n\n")  # fails where the browser went away

    def version_string(self) -> str:
        """Name the server in its answers."""
        return f"Dateline/{__version__}"

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002 -- its given name
        """Hand the line on a request to whoever wants to know."""
        self.server.log(format % values)


def is_loopback(host: str) -> bool:
    """Say whether a Host header names this machine by a loopback name."""
    name = host.strip().lower()
    if not name.endswith("]"):
        name = name.rpartition(":")[0] if ":" in name else name
    return name in _LOOPBACK or name.endswith(".localhost")
