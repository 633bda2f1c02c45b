"""Answer who leaves, at one click (RFC 8058) or in two steps, and who changes the choice."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dateline.subscriptions import Choice, SubscriberState, consent, store
from dateline.subscriptions.addresses import Address
from dateline.subscriptions.consent import Asked
from dateline.webapp.door import Door, Holder
from dateline.webapp.forms import Refused, choice_of, read_body, read_form
from dateline.webapp.subscribing import Subscribing


class Leaving:
    """The pages that a token in a letter opens. It shows nobody's address."""

    def __init__(self, door: Door, subscribing: Subscribing) -> None:
        self._door = door
        self._subscribing = subscribing

    async def unsubscribe(self, request: Request) -> Response:
        """Show the question, or unsubscribe: only a POST does, as often as it comes.

        A mail program's one-click POST gets plain text, without a cookie or a redirect (RFC 8058
        section 3.1); a person's gets a page.
        """
        holder = await self._holder(request)
        token = request.path_params["token"]
        if request.method != "POST":
            if holder is None:
                return self._nobody(request)
            language = self._language(request, holder)
            page = "unsubscribed" if holder.state is SubscriberState.UNSUBSCRIBED else "unsubscribe"
            return self._page(f"door-{page}.html", f"unsubscribe/{token}", language, token)
        by_person = b"confirm" in await read_body(request)
        if holder is None:
            return self._nobody(request) if by_person else PlainTextResponse("Unknown.\n", 404)
        now, how = self._door.clock(), "two-step" if by_person else "one-click"
        await asyncio.wrap_future(
            self._door.writer.submit(
                lambda connection: store.unsubscribe(connection, holder.id, how, now)
            )
        )
        if not by_person:
            return PlainTextResponse("Unsubscribed.\n")
        language = self._language(request, holder)
        return self._page("door-unsubscribed.html", f"unsubscribe/{token}", language, token)

    async def resubscribe(self, request: Request) -> Response:
        """Ask, by a letter, who left by mistake: whoever else holds the link subscribes nobody."""
        holder = await self._holder(request)
        if holder is None:
            return self._nobody(request)
        language = self._language(request, holder)
        form = self._door.pages.form(language)
        if form is None or not holder.choice:
            return self._nobody(request)
        address = Address(holder.address, holder.canonical)
        asked = Asked(address, holder.choice, language, form.wording)
        await self._subscribing.take(request, asked)
        return self._door.pages.page(language, "door-asked.html")

    async def preferences(self, request: Request) -> Response:
        """Show what a subscriber gets, or take in another choice."""
        holder = await self._holder(request)
        if holder is None:
            return self._nobody(request)
        language, token = self._language(request, holder), request.path_params["token"]
        if holder.state is not SubscriberState.CONFIRMED:
            return self._page("door-unsubscribed.html", f"preferences/{token}", language, token)
        choice, saved, problem = holder.choice, False, False
        if request.method == "POST":
            form = await read_form(request)
            try:
                choice = choice_of(
                    form.getlist("feed"), form.getlist("language"), self._door.newsroom
                )
            except Refused:
                problem = True
            else:
                saved = True
                await self._change(holder, choice, language)
        feeds, languages = self._door.pages.ticks(language, choice)
        return self._door.pages.page(
            language,
            "door-preferences.html",
            422 if problem else 200,
            self._switch(f"preferences/{token}"),
            saved=saved,
            problem=problem,
            feed_ticks=feeds,
            language_ticks=languages,
            unsubscribe=self._door.link(f"unsubscribe/{token}?in={language}"),
        )

    async def _change(self, holder: Holder, choice: Choice, language: str) -> None:
        now = self._door.clock()

        def change(connection: Connection) -> None:
            consent.change(connection, holder.id, choice, language, now)

        await asyncio.wrap_future(self._door.writer.submit(change))

    async def _holder(self, request: Request) -> Holder | None:
        return await self._door.holder(request.path_params["token"])

    def _page(self, template: str, path: str, language: str, token: str) -> Response:
        return self._door.pages.page(
            language,
            template,
            switch=self._switch(path),
            preferences=self._door.link(f"preferences/{token}?in={language}"),
            resubscribe=self._door.link(f"resubscribe/{token}?in={language}"),
        )

    def _switch(self, path: str) -> dict[str, str]:
        return {key: self._door.link(f"{path}?in={key}") for key in self._door.newsroom.languages}

    def _language(self, request: Request, holder: Holder | None) -> str:
        languages = self._door.newsroom.languages
        wanted = request.query_params.get("in", holder.language if holder else "")
        return wanted if wanted in languages else self._door.newsroom.default_language

    def _nobody(self, request: Request) -> Response:
        """Answer a token that is forged, cut short or void, all alike."""
        return self._door.pages.message(self._language(request, None), 404, "unknown")
