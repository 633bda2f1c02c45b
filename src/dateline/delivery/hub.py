"""Ask a WebSub hub over the network; the one place that does.

`Hub` is the seam that `ping` needs. `FakeHub` stands in for it in tests.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from dateline import __version__

_PATIENCE = 15.0
_ENOUGH = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What a hub said: its status, and the first words where it gave a reason."""

    status: int
    words: str = ""


class HubUnreachableError(Exception):
    """No answer came: no network, no such host, a certificate that does not hold, or silence."""


class Hub(Protocol):
    """Posts a form to an address and gives the answer; raises HubUnreachableError."""

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """Post a form."""


class HttpHub:
    """A hub on the network; certificates are checked, redirects are told and not followed."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        # Not `build_opener`: its file, ftp and data handlers have no business here, and its
        # redirects turn a POST into a GET.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
        ):
            self._opener.add_handler(handler)

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """Post a form; raises HubUnreachableError."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"Dateline/{__version__}",
        }
        try:
            request = urllib.request.Request(url, urlencode(form).encode(), headers)  # noqa: S310 -- the settings promise http or https
            with self._opener.open(request, timeout=self._patience) as answer:
                return Answer(answer.status, _words(answer))
        except urllib.error.URLError as failure:
            raise HubUnreachableError(str(failure.reason)) from failure
        except (OSError, http.client.HTTPException, ValueError) as failure:
            raise HubUnreachableError(str(failure) or type(failure).__name__) from failure


def _words(answer: http.client.HTTPResponse) -> str:
    """Give what a hub says of its refusal: where it moved to, or its first words."""
    moved = answer.headers.get("Location")
    if moved and 300 <= answer.status < 400:
        return f"it has moved to {moved[:_ENOUGH]}"
    if answer.status < 300 or not answer.headers.get_content_type().startswith("text/plain"):
        return ""
    return " ".join(answer.read(_ENOUGH).decode(errors="replace").split())


@dataclass
class FakeHub:
    """A hub in memory: answers as told, address by address, and remembers what it heard."""

    answers: Mapping[str, Answer | HubUnreachableError] = field(default_factory=dict)
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """Remember a form, and answer for the feed that it names: well, unless told otherwise."""
        self.heard.append((url, dict(form)))
        answer = self.answers.get(form.get("hub.url", ""), Answer(204))
        if isinstance(answer, HubUnreachableError):
            raise answer
        return answer
