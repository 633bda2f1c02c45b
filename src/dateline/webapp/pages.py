"""Render the door's pages in each language, in the theme's look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.responses import HTMLResponse

from dateline.addresses import home, subscribe
from dateline.pages.frame import Link
from dateline.pages.subscribe import Form, make_form
from dateline.settings import Newsroom
from dateline.subscriptions import Choice
from dateline.templating import THEME, load_templates


@dataclass(frozen=True, slots=True)
class Tick:
    """A box of the preferences: its name, value, words, and whether it is ticked."""

    value: str
    title: str
    ticked: bool


class Pages:
    """The pages of the door."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        own = newsroom.root / "templates"
        languages = {key: each.language for key, each in newsroom.languages.items()}
        self._templates = load_templates(languages, own)
        css = own / "dateline.css"
        self.stylesheet = (css if css.is_file() else THEME / "dateline.css").read_bytes()
        self._form = lru_cache(maxsize=None)(lambda key: make_form(newsroom, key))

    def text(self, language: str, template: str, /, **values: Any) -> str:
        """Render a text, such as a letter's."""
        words = self._newsroom.languages[language].name
        return self._templates[language].render(template, newsroom_name=words, **values)

    def form(self, language: str) -> Form | None:
        """Give the form of a language; None where nothing is offered in it."""
        return self._form(language)

    def page(
        self,
        language: str,
        template: str,
        status: int = 200,
        switch: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """Give a page; `switch` holds its address in each language."""
        newsroom = self._newsroom
        settings = newsroom.languages[language]
        links = [
            Link(each.language.own_name, (switch or {}).get(key, ""), key == language, key)
            for key, each in newsroom.languages.items()
        ]
        text = self._templates[language].render(
            template,
            name=settings.name,
            home=newsroom.base_url + home(language),
            feeds=newsroom.base_url + subscribe(language),
            stylesheet=f"{newsroom.door.url}dateline.css",
            languages=links if switch else (),
            privacy=newsroom.door.privacy,
            **values,
        )
        return HTMLResponse(text, status, headers={"Content-Language": language})

    def message(self, language: str, status: int, which: str) -> HTMLResponse:
        """Give a page that says why nothing could be done."""
        gettext = self._newsroom.languages[language].language.words.gettext
        title, message = {
            "unknown": (
                gettext("This link is not whole"),
                gettext("Perhaps its end was cut off. Please open it again from the letter."),
            ),
            "stale": (
                gettext("This link is too old"),
                gettext("Please ask for the digest once more, and you get a new one."),
            ),
            "too-often": (
                gettext("That was too often"),
                gettext("Please wait a little, and try again."),
            ),
            "failed": (
                gettext("That did not work"),
                gettext("The fault is ours. Please try again in a minute."),
            ),
            "refused": (
                gettext("That could not be read"),
                gettext("Please go back, and try again."),
            ),
        }[which]
        return self.page(language, "door-message.html", status, title=title, message=message)

    def titles(self, language: str, choice: Choice) -> list[str]:
        """Give a choice in words: `Press releases (English)`."""
        feeds = {feed.id: feed for feed in self._newsroom.feeds}
        found = []
        for feed, key in choice.pairs:
            if feed in feeds and key in self._newsroom.languages:
                titles = feeds[feed].titles
                name = self._newsroom.languages[key].language.own_name
                found.append(f"{titles.get(language) or titles[key]} ({name})")
        return found

    def ticks(self, language: str, choice: Choice) -> tuple[list[Tick], list[Tick]]:
        """Give the boxes of feeds and of languages, with what was chosen ticked."""
        newsroom = self._newsroom
        feeds = {feed for feed, _ in choice.pairs}
        languages = {key for _, key in choice.pairs}
        offered = [feed for feed in newsroom.feeds if feed.digest]
        return [
            Tick(feed.id, feed.titles.get(language) or next(iter(feed.titles.values())),
                 feed.id in feeds)
            for feed in offered
        ], [
            Tick(key, each.language.own_name, key in languages)
            for key, each in newsroom.languages.items()
            if any(key in feed.languages for feed in offered)
        ]  # fmt: skip
