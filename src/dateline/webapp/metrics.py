"""Count what the door does, for Prometheus: numbers only, of nobody in particular."""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one door."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "dateline_door_requests", "Requests answered.", ["page", "status"],
            registry=self._registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "dateline_door_seconds", "How long an answer took.", registry=self._registry
        )
        self.mails = Counter(
            "dateline_door_confirmation_mails", "Confirmation mails, by what became of them.",
            ["outcome"], registry=self._registry,
        )  # fmt: skip
        self.waiting = Gauge(
            "dateline_door_requests_waiting", "Requests whose mail is not out.",
            registry=self._registry,
        )  # fmt: skip

    def response(self) -> Response:
        """Give the numbers in Prometheus's text format."""
        return Response(generate_latest(self._registry), media_type=_FORMAT)


class Counting:
    """Count each answer by the page's name: never by its address, which may hold a token."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, watch: Callable[[], float] = time.perf_counter
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and count it."""
        start = self._watch()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            if scope["type"] == "http":
                name = getattr(scope.get("endpoint"), "__name__", "none")
                self._metrics.requests.labels(name, str(status)).inc()
                self._metrics.seconds.observe(self._watch() - start)
