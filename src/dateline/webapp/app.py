"""Put the door together: pages, guards, the writer and the postman, for one newsroom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.settings import Newsroom
from dateline.subscriptions.messenger import Messenger
from dateline.subscriptions.tokens import KeyRing
from dateline.webapp.clients import ClientLimit, Proxies
from dateline.webapp.door import Clock, Door
from dateline.webapp.guard import Origins, SecurityHeaders
from dateline.webapp.leaving import Leaving
from dateline.webapp.metrics import Counting, Metrics
from dateline.webapp.openapi import describe
from dateline.webapp.pages import Pages
from dateline.webapp.postman import Postman
from dateline.webapp.subscribing import Subscribing
from dateline.webapp.writer import Writer

_HOUR = timedelta(hours=1)
_FORM = ["GET", "POST"]


def make_app(
    newsroom: Newsroom, database: Database, keys: KeyRing, messenger: Messenger, clock: Clock
) -> Starlette:
    """Make the door's application (ASGI); its threads start and end with it."""
    settings = newsroom.door
    door = Door(
        newsroom,
        database,
        keys,
        clock,
        Writer(database),
        Pages(newsroom),
        Proxies(settings.trusted_proxies, settings.client_header),
        ClientLimit(settings.per_client, _HOUR),
        Metrics(),
    )
    postman = Postman(door, messenger)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        door.writer.start()
        postman.start()
        try:
            yield
        finally:
            postman.stop()
            door.writer.stop()

    return Starlette(
        routes=_routes(door),
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders, https=settings.url.startswith("https:")),
            Middleware(Counting, metrics=door.metrics),
            Middleware(Origins, urls=(settings.url, newsroom.base_url)),
        ],
        exception_handlers={
            HTTPException: _Failures(door).refused,
            OutsideError: _Failures(door).failed,
            Exception: _Failures(door).failed,
        },
    )


def _routes(door: Door) -> list[Route]:
    subscribing = Subscribing(door)
    leaving = Leaving(door, subscribing)
    service = _Service(door)
    at = urlsplit(door.newsroom.door.url).path
    return [
        Route(f"{at}{{language}}/subscribe", subscribing.subscribe, methods=_FORM),
        Route(f"{at}{{language}}/confirm/{{token}}", subscribing.confirm, methods=_FORM),
        Route(f"{at}unsubscribe/{{token}}", leaving.unsubscribe, methods=_FORM),
        Route(f"{at}preferences/{{token}}", leaving.preferences, methods=_FORM),
        Route(f"{at}resubscribe/{{token}}", leaving.resubscribe, methods=["POST"]),
        Route(f"{at}api/subscriptions", subscribing.api_subscribe, methods=["POST"]),
        Route(f"{at}openapi.json", service.openapi),
        Route(f"{at}dateline.css", service.stylesheet),
        Route("/health", service.health),
        Route("/metrics", service.metrics),
    ]


class _Service:
    """What machines ask for."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def openapi(self, _: Request) -> Response:
        """Describe the JSON form (OpenAPI 3.1)."""
        return JSONResponse(describe(self._door.newsroom))

    async def stylesheet(self, _: Request) -> Response:
        """Give the theme's style sheet."""
        keep = {"Cache-Control": "public, max-age=3600"}
        return Response(self._door.pages.stylesheet, media_type="text/css", headers=keep)

    async def health(self, _: Request) -> Response:
        """Say whether the door can do its work: the database answers."""
        await self._door.read(lambda connection: connection.execute(text("SELECT 1")).all())
        return PlainTextResponse("ok\n")

    async def metrics(self, request: Request) -> Response:
        """Give the numbers to who asks from a trusted machine itself, and to nobody else."""
        if not self._door.proxies.is_near(request):
            raise HTTPException(404)
        return self._door.metrics.response()


class _Failures:
    """Say what could not be done: in the reader's language, or as JSON, never how it failed."""

    _WHICH = {429: "too-often", 404: "unknown", 503: "failed"}  # noqa: RUF012 -- a constant

    def __init__(self, door: Door) -> None:
        self._door = door

    async def refused(self, request: Request, failure: Exception) -> Response:
        """Answer a request that was wrong."""
        code = failure.status_code if isinstance(failure, HTTPException) else 500
        headers = getattr(failure, "headers", None) or {}
        return self._answer(request, code, self._WHICH.get(code, "refused"), headers)

    async def failed(self, request: Request, _: Exception) -> Response:
        """Answer when the database failed: nothing was done, and to try again is right."""
        return self._answer(request, 503, "failed", {"Retry-After": "60"})

    def _answer(self, request: Request, code: int, which: str, headers: dict[str, str]) -> Response:
        path = request.url.path
        if path.endswith("/api/subscriptions"):
            response: Response = JSONResponse({"status": which}, code)
        elif path in {"/health", "/metrics"}:
            response = PlainTextResponse(f"{which}\n", code)
        else:
            newsroom = self._door.newsroom
            wanted = str(request.path_params.get("language", request.query_params.get("in", "")))
            known = wanted in newsroom.languages
            language = wanted if known else newsroom.default_language
            response = self._door.pages.message(language, code, which)
        response.headers.update(headers)
        return response
