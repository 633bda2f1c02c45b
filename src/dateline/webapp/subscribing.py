"""Answer who asks for the digest, and who confirms it."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dateline.pages.subscribe import Form
from dateline.subscriptions import consent
from dateline.subscriptions.consent import Answer, Asked
from dateline.subscriptions.tokens import Confirmation, ExpiredTokenError
from dateline.webapp.door import Door
from dateline.webapp.forms import (
    Refused,
    address_of,
    choice_of,
    is_trapped,
    read_form,
    read_json,
)


class Subscribing:
    """The pages of subscribing. Every address gets the same answer, known or not."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def subscribe(self, request: Request) -> Response:
        """Show the form, or take it in."""
        language, form = self._form(request)
        if request.method != "POST":
            return self._shown(language, form)
        values = await read_form(request)
        try:
            asked = Asked(
                address_of(values.get("address")),
                choice_of(values.getlist("feed"), values.getlist("language"), self._door.newsroom),
                language,
                form.wording,
            )
        except Refused as refused:
            return self._shown(language, form, refused.field, values.get("address"))
        if not is_trapped(values):
            await self.take(request, asked)
        return self._door.pages.page(language, "door-asked.html")

    async def api_subscribe(self, request: Request) -> Response:
        """Take in the same as JSON."""
        values = await read_json(request)
        language = values.get("language", self._door.newsroom.default_language)
        form = self._door.pages.form(language) if isinstance(language, str) else None
        if form is None:
            return _wrong("language")
        try:
            asked = Asked(
                address_of(values.get("address")),
                choice_of(
                    values.get("feeds"), values.get("languages", [language]), self._door.newsroom
                ),
                language,
                form.wording,
            )
        except Refused as refused:
            return _wrong(refused.field)
        await self.take(request, asked)
        return JSONResponse({"status": "accepted"}, 202)

    async def take(self, request: Request, asked: Asked) -> None:
        """Keep what was asked for; raises HTTPException 429 for a client that asks too often."""
        door = self._door
        now = door.clock()
        wait = door.limit.refuses(door.proxies.client(request), now)
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(wait)})
        kept = door.writer.submit(lambda connection: consent.ask(connection, asked, now))
        await asyncio.wrap_future(kept)
        door.wake()

    async def confirm(self, request: Request) -> Response:
        """Show what a link confirms, or confirm it: a GET by a mail scanner confirms nothing."""
        language, _ = self._form(request)
        door, token = self._door, request.path_params["token"]
        try:
            said = door.keys.read_confirmation_token(token, door.clock(), door.valid)
        except ExpiredTokenError:
            return self._door.pages.message(language, 410, "stale")
        if said is None:
            return self._door.pages.message(language, 404, "unknown")
        if request.method != "POST":
            switch = door.switch(f"{{}}/confirm/{token}")
            titles = door.pages.titles(language, said.choice)
            return door.pages.page(
                language, "door-confirm.html", switch=switch, wording=said.wording, titles=titles
            )
        return await self._confirmed(said, language)

    async def _confirmed(self, said: Confirmation, language: str) -> Response:
        door = self._door
        now = door.clock()
        done = door.writer.submit(lambda connection: consent.confirm(connection, said, now))
        answer = await asyncio.wrap_future(done)
        if answer in {Answer.DONE, Answer.NOTHING}:
            token = door.keys.unsubscribe_token(said.subscriber_id, said.generation)
            preferences = door.link(f"preferences/{token}?in={language}")
            return door.pages.page(language, "door-confirmed.html", preferences=preferences)
        # Suppressed, gone, or left since: no more is told than of a link that is too old.
        return self._door.pages.message(language, 410, "stale")

    def _form(self, request: Request) -> tuple[str, Form]:
        language = request.path_params["language"]
        form = self._door.pages.form(language) if language in self._languages else None
        if form is None:
            raise HTTPException(404)
        return language, form

    @property
    def _languages(self) -> Any:
        return self._door.newsroom.languages

    def _shown(self, language: str, form: Form, problem: str = "", address: Any = "") -> Response:
        shown = address[:320] if isinstance(address, str) else ""
        return self._door.pages.page(
            language,
            "door-subscribe.html",
            422 if problem else 200,
            self._door.switch("{}/subscribe"),
            form=form,
            problem=problem,
            address=shown,
        )


def _wrong(field: str) -> Response:
    problems = {
        "address": "This is no e-mail address that can be mailed.",
        "feeds": "Name one or more of the feeds on offer.",
        "languages": "Name one or more languages in which they are sent.",
        "language": "Name a language of this newsroom.",
    }
    return JSONResponse({"status": "refused", "field": field, "message": problems[field]}, 422)
