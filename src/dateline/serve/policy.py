"""Loosen a page's own policy by what the preview adds to it, and by nothing else.

A page carries its Content-Security-Policy within it, so that the preview shows what readers
will see blocked. Policies add up, so the page's has to be changed where it stands.
"""

from __future__ import annotations

import html
import re

_POLICY = re.compile(
    rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)', re.IGNORECASE
)


def with_allowance(page: bytes, nonce: str) -> bytes:
    """Give a page whose policy allows the script of this nonce, our style sheet and our events."""

    def loosen(found: re.Match[bytes]) -> bytes:
        policy = html.unescape(found[2].decode(errors="replace"))
        loosened = html.escape(_loosened(policy, nonce))
        return found[1] + loosened.encode() + found[3]

    return _POLICY.sub(loosen, page, count=1)


def _loosened(policy: str, nonce: str) -> str:
    directives: dict[str, list[str]] = {}
    for words in filter(None, map(str.split, policy.split(";"))):
        directives.setdefault(words[0].lower(), words[1:])
    for name, source in (
        ("script-src", f"'nonce-{nonce}'"),
        ("style-src", "'self'"),
        ("connect-src", "'self'"),
    ):
        named = directives.get(name, directives.get("default-src"))
        if named is not None:  # without either, everything is allowed
            kept = [each for each in named if each != "'none'"]
            directives[name] = kept if source in kept else [*kept, source]
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
