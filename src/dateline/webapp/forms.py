"""Read what was sent to the door: forms of both encodings, and JSON; never much of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dateline.settings import Newsroom
from dateline.subscriptions import Choice
from dateline.subscriptions.addresses import Address, InvalidAddressError, read_address

MOST_BYTES = 16_384
_TRAP = "website"  # no person sees this field; a program that fills in everything fills it too
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Refused(Exception):  # noqa: N818 -- an answer to the sender, not a failure of ours
    """A field is wrong; `field` names it, and the page has the words for it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


async def read_body(request: Request) -> bytes:
    """Read the body; raises HTTPException 413 where it is longer than any form of ours."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    return body


async def read_form(request: Request) -> FormData:
    """Read a form of either encoding (RFC 8058 section 3.2 asks for both).

    Raises HTTPException: 413 too long, 415 no form, 400 not readable.
    """
    sort = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sort not in _FORMS:
        raise HTTPException(415)
    body = await read_body(request)
    again = Request(request.scope, _replaying(body))
    try:
        return await again.form(max_files=0, max_fields=200)
    except (HTTPException, ValueError, LookupError, RecursionError) as failure:
        raise HTTPException(400) from failure


async def read_json(request: Request) -> Mapping[str, Any]:
    """Read a JSON object. Raises HTTPException: 413 too long, 415 not JSON, 400 not readable."""
    sort = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sort != "application/json":
        raise HTTPException(415)
    try:
        found = json.loads(await read_body(request))
    except (ValueError, RecursionError) as failure:
        raise HTTPException(400) from failure
    if not isinstance(found, dict):
        raise HTTPException(400)
    return found


def address_of(value: Any) -> Address:
    """Read the address. Raises Refused."""
    try:
        return read_address(value if isinstance(value, str) else "")
    except InvalidAddressError as failure:
        raise Refused("address") from failure


def choice_of(feeds: Any, languages: Any, newsroom: Newsroom) -> Choice:
    """Read which of the offered feeds and languages were chosen. Raises Refused."""
    offered = {(f.id, key) for f in newsroom.feeds if f.digest for key in f.languages}
    feeds, languages = _texts(feeds, "feeds"), _texts(languages, "languages")
    if not feeds or any(feed not in {each for each, _ in offered} for feed in feeds):
        raise Refused("feeds")
    if not languages or any(key not in newsroom.languages for key in languages):
        raise Refused("languages")
    pairs = [pair for pair in Choice.of(feeds, languages).pairs if pair in offered]
    if not pairs:
        raise Refused("languages")
    return Choice(tuple(pairs))


def is_trapped(form: Mapping[str, Any]) -> bool:
    """Say whether the field that no person sees was filled in."""
    return bool(form.get(_TRAP))


def _texts(values: Any, field: str) -> list[str]:
    if not isinstance(values, Iterable) or isinstance(values, (str, bytes, Mapping)):
        raise Refused(field)
    found = list(values)
    if not all(isinstance(each, str) for each in found):
        raise Refused(field)
    return found


def _replaying(body: bytes) -> Any:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
