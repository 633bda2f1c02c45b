"""Make what all pages of a language share: head, masthead, footer; rendered once.

A page adds what is its own: title, address, translations, and its place in the navigation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from markupsafe import Markup

from dateline import addresses, markup, plaintext
from dateline.delivery import page_policy
from dateline.escaping import as_markup
from dateline.feeds.discovery import FeedLink, discovery
from dateline.model import Artifact, Month
from dateline.pages.forms import Forms
from dateline.settings import Contact, LanguageSettings
from dateline.site import Site

_ICONS = {"icon": "assets/icon.svg", "touch_icon": "assets/icon-180.png", "logo": "assets/logo.svg"}
_CARD = "assets/card.png"
# The assets whose being there changes pages.
NOTED = frozenset({*_ICONS.values(), _CARD})


_NO_TRANSLATIONS: Mapping[str, str] = MappingProxyType({})


# A page makes several of them, and of a named tuple it does so in half the time of a dataclass.
class Link(NamedTuple):
    """A link that a template writes: words, address, and whether it is this page itself."""

    title: str
    href: str
    current: bool = False
    language: str = ""


class Day(NamedTuple):
    """A day as pages write it: in a sentence, in a list and for machines; and its month's page."""

    long: str
    listed: str
    machine: str
    month: Link


class Page(NamedTuple):
    """What one page says of itself; `path` is its address, `translations` paths by language.

    An `unlisted` page asks search engines to leave it out.
    """

    path: str
    title: str
    description: str = ""
    section: str = ""
    translations: Mapping[str, str] = _NO_TRANSLATIONS
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    jsonld: Markup | str = ""
    published: str = ""
    modified: str = ""
    unlisted: bool = False
    canonical: str = ""


class Frame:
    """The shared parts of one language's pages."""

    def __init__(self, site: Site, language: LanguageSettings, assets: frozenset[str]) -> None:
        self.site = site
        self.language = language
        self.templates = site.templates[language.key]
        self._mastheads: dict[str, Markup] = {}
        self._contact_lines: dict[str, Markup] = {}
        self._months: dict[Month, Link] = {}
        self._days: dict[date, Day] = {}
        self._topics: dict[str, Link] = {}
        self._together: dict[tuple[str, ...], tuple[Link, ...]] = {}
        self.lines: dict[str, Any] = {}
        self.whole_months: dict[Month, Any] = {}
        self.forms = Forms(self)
        self.icons = {
            name: site.at.link(path) if path in assets else "" for name, path in _ICONS.items()
        }
        self._card = site.at.absolute(_CARD) if _CARD in assets else ""

    def render(self, template: str, page: Page, /, **values: Any) -> Artifact:
        """Render a page of this language into its index.html."""
        return self.rendered(template, page, self.handed(page, values))

    def handed(self, page: Page, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give all that a page's template is handed: its own values, and those of every page."""
        return {
            **values,
            "page": page,
            "frame": self,
            "canonical": self.site.at.absolute(page.canonical or page.path),
            "alternates": self._alternates(page),
            "languages": self._language_links(page),
            "masthead": self._masthead(page.section),
            "card": page.image or self._card,
        }

    def rendered(self, template: str, page: Page, handed: Mapping[str, Any]) -> Artifact:
        """Render a page of this language from all that its template is handed."""
        # As they are: to write out twenty names for a call copies them twice.
        text = self.templates.filled(template, handed)
        return Artifact(f"{page.path}index.html", text.encode())

    def part(self, template: str, /, **values: Any) -> Markup:
        """Render a part that pages take in."""
        values["frame"] = self
        return as_markup(self.templates.filled(template, values))

    def contact_line(self, contact: Contact) -> Markup:
        """Give a contact's line, rendered once."""
        found = self._contact_lines.get(contact.id)
        if found is None:
            line = self.part("contact-line.html", contact=contact)
            found = self._contact_lines[contact.id] = line
        return found

    def month(self, month: Month) -> Link:
        """Give the link of a month's page, made once."""
        found = self._months.get(month)
        if found is None:
            heading = self.language.language.month_heading(month)
            href = self.site.at.link(addresses.month(self.language.key, month))
            found = self._months[month] = Link(heading, href)
        return found

    def day(self, day: date) -> Day:
        """Give a day's words, made once: releases of a day are many, and each is on four pages."""
        found = self._days.get(day)
        if found is None:
            language, month = self.language.language, self.month(Month.of(day))
            long, listed = language.long_date(day), language.list_date(day)
            found = self._days[day] = Day(long, listed, day.isoformat(), month)
        return found

    def topics(self, topics: tuple[str, ...]) -> tuple[Link, ...]:
        """Give the links of some topics' pages, made once for all who are about these."""
        found = self._together.get(topics)
        if found is None:
            found = self._together[topics] = tuple([self.topic(topic) for topic in topics])
        return found

    def topic(self, topic: str) -> Link:
        """Give the link of a topic's page, made once."""
        found = self._topics.get(topic)
        if found is None:
            name = self.site.newsroom.topics[topic].name(self.language.key)
            href = self.site.at.link(addresses.topic(self.language.key, topic))
            found = self._topics[topic] = Link(name, href)
        return found

    @property
    def name(self) -> str:
        """Give the newsroom's name in this language."""
        return self.language.name

    @property
    def home(self) -> str:
        """Give the link of the press-release list."""
        return self.site.at.link(addresses.home(self.language.key))

    @property
    def subscribe(self) -> str:
        """Give the link of the subscribe page."""
        return self.site.at.link(addresses.subscribe(self.language.key))

    @property
    def stylesheet(self) -> str:
        """Give the link of the theme's style sheet."""
        return self.site.at.link("assets/dateline.css")

    @cached_property
    def feeds(self) -> tuple[FeedLink, ...]:
        """Give the feeds for autodiscovery, this language's first."""
        return discovery(self.site, self.language.key)

    @property
    def policy(self) -> str:
        """Give the Content-Security-Policy of the pages."""
        return page_policy(self.site.newsroom)

    @cached_property
    def head(self) -> Markup:
        """Give the part of every head that is the same."""
        return self.part("head.html")

    @cached_property
    def footer(self) -> Markup:
        """Give the footer."""
        return self.part("footer.html", navigation=self.navigation(""), contact=self.contact)

    @cached_property
    def boilerplate(self) -> Markup:
        """Give the text about the newsroom that ends every release."""
        return Markup(markup.to_html(self.language.boilerplate))  # noqa: S704 -- markup made it safe

    @cached_property
    def boilerplate_text(self) -> str:
        """Give the text about the newsroom as plain text."""
        return plaintext.to_text(str(self.boilerplate))

    @cached_property
    def publisher(self) -> Mapping[str, str]:
        """Give the newsroom as machines read of it (schema.org's Organization)."""
        url = self.site.newsroom.base_url
        return {"@type": "Organization", "name": self.name, "url": url}

    @property
    def contact(self) -> Contact | None:
        """Give the newsroom's default contact, or None."""
        return self.site.newsroom.default_contact

    def navigation(self, section: str) -> tuple[Link, ...]:
        """Give the main navigation, with the section that is being shown marked."""
        words = self.language.language.words
        links = [
            Link(words.gettext("Press releases"), self.home, current=section == "releases"),
            Link(words.gettext("Subscribe"), self.subscribe, current=section == "feeds"),
        ]
        for page in self.site.standing_pages(self.language.key):
            href = self.site.at.link(addresses.standing(self.language.key, page.name))
            links.append(Link(page.title, href, current=section == page.name))
        return tuple(links)

    def _masthead(self, section: str) -> Markup:
        found = self._mastheads.get(section)
        if found is None:
            masthead = self.part("masthead.html", navigation=self.navigation(section))
            found = self._mastheads[section] = masthead
        return found

    def _alternates(self, page: Page) -> tuple[tuple[str, str], ...]:
        """Give mutual hreflang links, the page itself included, and x-default last."""
        if len(page.translations) < 2 or page.unlisted:
            return ()
        absolute = self.site.at.absolute
        found = {key: absolute(path) for key, path in page.translations.items()}
        default = found.get(self.site.newsroom.default_language)
        if default:
            found["x-default"] = default
        return tuple(found.items())

    def _language_links(self, page: Page) -> tuple[Link, ...]:
        """Give the language switch: this page in each language, else that language's list."""
        link, paths = self.site.at.link, page.translations
        return tuple([
            Link(title, link(paths[key]) if key in paths else href, current, key)
            for title, href, current, key in self._homes
        ])  # fmt: skip

    @cached_property
    def _homes(self) -> tuple[Link, ...]:
        """Give the list of each language."""
        return tuple(
            Link(
                settings.language.own_name,
                self.site.at.link(addresses.home(key)),
                current=key == self.language.key,
                language=key,
            )
            for key, settings in self.site.newsroom.languages.items()
        )
