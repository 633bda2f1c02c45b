"""Say what browsers may do with a page: the Content-Security-Policy, and the headers beside it.

Depends on settings alone. A page carries its policy in itself, so that it holds on any server.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from dateline.settings import Newsroom

_YEAR = 31_536_000
_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def page_policy(newsroom: Newsroom) -> str:
    """Give the policy of a page (CSP Level 3): nothing runs or loads that is not named.

    Pictures may come from anywhere on the web: releases may show those of partners.
    """
    named = newsroom.delivery.sources
    directives = {
        "default-src": ("'none'",),
        "script-src": named.get("script", ("'none'",)),
        "style-src": ("'self'", *named.get("style", ())),
        "img-src": ("'self'", "https:", "http:"),
        "font-src": ("'self'", *named.get("font", ())),
        "media-src": ("'self'", *named.get("media", ())),
        "frame-src": named.get("frame", ()),
        "connect-src": named.get("connect", ()),
        "manifest-src": ("'self'",),
        "base-uri": ("'none'",),
        "form-action": _forms(newsroom),
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items() if values)


def page_header(newsroom: Newsroom) -> str:
    """Give the policy of a page as a header, which may say who frames it (CSP 6.4.2)."""
    return f"{page_policy(newsroom)}; frame-ancestors 'self'"


def file_header(newsroom: Newsroom | None = None) -> str:
    """Give the policy of what is no page: a picture, a letter's HTML, a document.

    None of its scripts run; styles do, for letters and drawings have them within. With a newsroom
    its scripts stay allowed, for servers that cannot tell pages from files.
    """
    scripts = newsroom.delivery.sources.get("script", ("'none'",)) if newsroom else ("'none'",)
    forms = _forms(newsroom) if newsroom else ("'none'",)
    return (
        f"script-src {' '.join(scripts)}; object-src 'self'; base-uri 'none'; "
        f"form-action {' '.join(forms)}; frame-ancestors 'self'"
    )


def _forms(newsroom: Newsroom) -> tuple[str, ...]:
    """Give where forms may send: to the door of subscriptions, and where the newsroom says."""
    named = newsroom.delivery.sources.get("form", ())
    if newsroom.door.url:
        door = _origin(newsroom.door.url)
        named = ("'self'" if door == _origin(newsroom.base_url) else door, *named)
    return tuple(dict.fromkeys(named)) or ("'none'",)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def common_headers(newsroom: Newsroom) -> dict[str, str]:
    """Give the headers of every answer."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": _FEATURES,
    }
    if newsroom.delivery.hsts:
        headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return headers
