"""Stand before every answer: headers, origins, failures in words, counts without persons."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Tokens stand in addresses: no cache keeps a page, and no other site is told its address.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-site",
    "Permissions-Policy": "interest-cohort=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_YEAR = "max-age=31536000"


class SecurityHeaders:
    """Put the headers on every answer, and take none that is there already."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self._app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": _YEAR} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Origins:
    """Refuse forms of other sites.

    The door knows no cookies, so that a foreign form could do nothing in a visitor's name; but
    it could make a visitor's browser ask for strangers. A mail program's one-click POST names no
    origin (RFC 8058 section 3.1), and is not held up.
    """

    def __init__(self, app: ASGIApp, urls: Iterable[str]) -> None:
        self._app = app
        self._own = frozenset(map(origin_of, urls))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http" and scope["method"] == "POST" and self._is_foreign(scope):
            refusal = PlainTextResponse("This form does not come from this newsroom.\n", 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Request(scope).headers
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "cross-site"
        # A page that names no referrer, as ours, sends `null` with its own form (Fetch, 3.2).
        if origin == "null":
            return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "same-site"}
        return origin.lower() not in self._own


def origin_of(url: str) -> str:
    """Give the origin of an address: `https://press.example.org`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
