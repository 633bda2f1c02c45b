"""Listen on loopback, a thread for each request."""

from __future__ import annotations

import errno
import os
import socketserver
import sys
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any

from dateline.errors import OutsideError
from dateline.serve.handler import Handler
from dateline.serve.preview import Preview

HOST = "127.0.0.1"


class PreviewServer(ThreadingHTTPServer):
    """Serves a preview; `log` takes a line for each request.

    Raises OutsideError where the port cannot be had; port 0 takes any free one.
    """

    allow_reuse_address = os.name != "nt"  # there it would let two servers share a port
    daemon_threads = True

    def __init__(self, preview: Preview, port: int, log: Callable[[str], None]) -> None:
        self.preview = preview
        self.log = log
        try:
            super().__init__((HOST, port), Handler)
        except OSError as failure:
            hint = "Name another with --port, or take any free one with --port 0."
            taken = failure.errno == errno.EADDRINUSE
            why = "is in use" if taken else f"cannot be used: {failure.strerror}"
            raise OutsideError(f"Port {port} {why}.", hint=hint) from failure

    @property
    def address(self) -> str:
        """Give the address of the preview's front page."""
        return f"http://{HOST}:{self.server_port}{self.preview.prefix}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        """Let go of all who wait, and stop."""
        self.preview.close()
        self.shutdown()
        self.server_close()

    def server_bind(self) -> None:
        """Take the port without asking the network what this machine is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that went away; tell of anything else."""
        failure = sys.exception()
        if not isinstance(failure, (ConnectionError, TimeoutError)):
            self.log(f"{type(failure).__name__}: {failure}")
