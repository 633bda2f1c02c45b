"""Gather what every renderer is handed: the newsroom, what is public, and the moment.

A renderer takes a `Site` and gives artifacts; it touches neither disk nor clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from dateline import addresses, markup, prints, selection, volumes
from dateline.addresses import Addresses
from dateline.languages import sort_key
from dateline.model import Edition, Month, Notice, Print, StandingPage, Told
from dateline.monthly import Almanac, MonthNews
from dateline.parts import Needs
from dateline.prints import MonthPrint, Sums
from dateline.proofreading.datelines import typed_dateline
from dateline.selection import Archive
from dateline.settings import Contact, Feed, Newsroom, Topic
from dateline.templating import Templates
from dateline.volumes import Volume

# As many rendered bodies are kept as pages and feeds that are made together have need of: those of
# a hundred thousand releases would take the machine's memory.
_MOST_BODIES = 500


class _Body(NamedTuple):
    """A rendered body, plain where it is the same with links and with absolute URLs.

    With its `dateline` it begins with `start` in place of as many signs as are `replaced`;
    `opened` is all of it in UTF-8 where it is plain: its page and its feeds hold the same.
    """

    html: str
    is_plain: bool
    dateline: str
    start: str
    replaced: int
    opened: bytes


@dataclass(frozen=True)
class Site:
    """A newsroom at a moment, ready to be rendered."""

    newsroom: Newsroom
    archive: Archive
    pages: tuple[StandingPage, ...]
    now: datetime
    templates: Mapping[str, Templates]
    assets: frozenset[str] = frozenset()
    prints: Mapping[str, Print] = field(default_factory=dict)
    _bodies: dict[str, _Body] = field(default_factory=dict)

    @cached_property
    def at(self) -> Addresses:
        """Give the addresses of the newsroom."""
        return Addresses(self.newsroom)

    @cached_property
    def by_stem(self) -> Mapping[str, Mapping[str, Edition]]:
        """Give the public editions of each release by the stems that may name it."""
        found: dict[str, Mapping[str, Edition]] = {}
        for edition in self.archive.editions:
            found.setdefault(edition.stem, self.archive.translations(edition))
        return found

    @cached_property
    def _months(self) -> Mapping[str, frozenset[Month]]:
        return {key: frozenset(self.by_month(key)) for key in self.newsroom.languages}

    def listed(self, language: str) -> tuple[Edition, ...]:
        """Give the editions that a language's lists show, newest first."""
        if self.newsroom.list_untranslated:
            return selection.listed(self.archive, language, self.newsroom.default_language)
        return self.archive.of(language)

    def replacement(self, notice: Notice) -> Edition | None:
        """Give the public edition in place of a withdrawn one, in its language where there is."""
        editions = self.by_stem.get(notice.replaced_by, {})
        return editions.get(notice.language) or next(iter(editions.values()), None)

    def has_month(self, language: str, month: Month) -> bool:
        """Say whether a language has a page for a month."""
        return month in self._months[language]

    @cached_property
    def _years(self) -> Mapping[str, frozenset[int]]:
        return {
            key: frozenset(month.year for month in found) for key, found in self._months.items()
        }

    def has_year(self, language: str, year: int) -> bool:
        """Say whether a language has a page for a year."""
        return year in self._years[language]

    def standing_pages(self, language: str) -> tuple[StandingPage, ...]:
        """Give a language's standing pages, in the order of the navigation."""
        own = [page for page in self.pages if page.language == language]
        return tuple(sorted(own, key=lambda page: (page.order, page.name)))

    def topics(self, language: str) -> tuple[tuple[Topic, str], ...]:
        """Give every topic with its page's path, sorted as a reader of the language expects."""
        topics = self.newsroom.topics.values()
        ordered = sorted(topics, key=lambda topic: sort_key(topic.name(language), language))
        return tuple((topic, addresses.topic(language, topic.id)) for topic in ordered)

    @cached_property
    def _digest_months(self) -> dict[tuple[str, str], tuple[Month, ...]]:
        return {}

    def digest_months(self, feed: Feed, language: str) -> tuple[Month, ...]:
        """Give the closed months of which a feed has a digest, newest first."""
        if not feed.digest:
            return ()
        found = self._digest_months.get((feed.id, language))
        if found is None:
            open_month = self.newsroom.open_month(self.now)
            found = tuple([month for month in self.news(feed, language) if month < open_month])
            self._digest_months[feed.id, language] = found
        return found

    def face(self, edition: Edition) -> Needs:
        """Give what stands for all that an edition says outside its text, as a part needs it."""
        return prints.face(self.prints, edition)

    def whole(self, told: Told) -> Needs:
        """Give what stands for all that an edition, a correction or a notice says."""
        return prints.whole(self.prints, told)

    @cached_property
    def stories(self) -> Mapping[str, bytes]:
        """Give, by its key, what stands for all that each release's editions say of themselves."""
        return prints.stories(
            (volume, self._sums[key][month])
            for key in self.archive.by_language
            for month, volume in self.volumes(key).items()
        )

    @cached_property
    def _sums(self) -> Mapping[str, Mapping[Month, Sums]]:
        return {
            key: {
                month: prints.sums(self.prints, each) for month, each in self.volumes(key).items()
            }
            for key in self.archive.by_language
        }

    @cached_property
    def _month_prints(self) -> dict[str, dict[Month, MonthPrint]]:
        return {}

    def month_prints(self, language: str) -> Mapping[Month, MonthPrint]:
        """Give what stands for all that each month's releases of a language say."""
        found = self._month_prints.get(language)
        if found is None:
            found = self._month_prints[language] = {
                month: prints.month_print(volume, self._sums[language][month], self.stories)
                for month, volume in self.volumes(language).items()
            }
        return found

    def listed_face(self, language: str, month: Month) -> object:
        """Give what stands for all that a month's list of a language shows."""
        if not self.newsroom.list_untranslated:
            return self.month_prints(language)[month].face
        return tuple([self.prints[each.path].face for each in self.by_month(language)[month]])

    def listed_faces(self, language: str) -> Needs:
        """Give what stands for all that a language's lists show, but for their order."""
        keys = self.newsroom.languages if self.newsroom.list_untranslated else (language,)
        return tuple(
            [
                (*month, found.face)
                for key in keys
                for month, found in self.month_prints(key).items()
            ]
        )

    @cached_property
    def _by_month(self) -> dict[str, dict[Month, tuple[Edition, ...]]]:
        return {}

    def by_month(self, language: str) -> dict[Month, tuple[Edition, ...]]:
        """Give the editions that a language's lists show, by the month of their date."""
        if not self.newsroom.list_untranslated:
            return self.own_months(language)
        found = self._by_month.get(language)
        if found is None:
            found = self._by_month[language] = selection.by_month(self.listed(language))
        return found

    @cached_property
    def _own_months(self) -> dict[str, dict[Month, tuple[Edition, ...]]]:
        return {}

    def own_months(self, language: str) -> dict[Month, tuple[Edition, ...]]:
        """Give a language's public editions by the month of their date, newest month first."""
        found = self._own_months.get(language)
        if found is None:
            bound = self.volumes(language).items()
            found = self._own_months[language] = {month: each.editions for month, each in bound}
        return found

    @cached_property
    def _volumes(self) -> dict[str, dict[Month, Volume]]:
        return {}

    def volumes(self, language: str) -> Mapping[Month, Volume]:
        """Give a language's public editions by the month of their date, bound for all who ask."""
        found = self._volumes.get(language)
        if found is None:
            found = self._volumes[language] = volumes.bind(self.archive.of(language))
        return found

    @cached_property
    def _almanacs(self) -> dict[str, Almanac]:
        return {}

    def almanac(self, language: str) -> Almanac:
        """Give what happened in each month of a language."""
        found = self._almanacs.get(language)
        if found is None:
            found = self._almanacs[language] = Almanac(
                self.archive, self.at, language, self.volumes(language)
            )
        return found

    def news(self, feed: Feed, language: str) -> Mapping[Month, MonthNews]:
        """Give what happened in each month of a feed in a language, newest first."""
        return self.almanac(language).of(feed)

    def body(self, edition: Edition) -> str:
        """Give an edition's body as safe HTML, its addresses as written."""
        return self._body(edition).html

    def dateline(self, edition: Edition) -> str:
        """Give the dateline that an edition's body begins with, unless its writer typed one."""
        return self._body(edition).dateline

    def _body(self, edition: Edition) -> _Body:
        found = self._bodies.get(edition.path)
        if found is None:
            if len(self._bodies) >= _MOST_BODIES:
                for path in list(self._bodies)[: _MOST_BODIES // 2]:  # not those just asked for
                    del self._bodies[path]
            found = self._bodies[edition.path] = self._rendered(edition)
        return found

    def _rendered(self, edition: Edition) -> _Body:
        language = self.newsroom.languages[edition.language].language
        text = edition.body
        html, is_plain = markup.render(text)
        if not is_plain:
            html = markup.with_back_links(html, language.words.gettext("Back to the text"))
        dateline = language.dateline(edition.place, edition.day)
        typed = typed_dateline(text, edition.language, edition.day, edition.place)
        opening = markup.typed_opening(html, typed) if typed else markup.opening(html, dateline)
        opened = markup.opened(html, *opening) if is_plain else b""
        return _Body(html, is_plain, dateline, *opening, opened)

    def body_with_links(self, edition: Edition) -> str:
        """Give an edition's body with root-relative links, for its own page."""
        body, page = self._body(edition), addresses.release(edition)
        if body.is_plain:
            return body.html
        return markup.with_urls(body.html, lambda url: self.at.linked(url, page))

    def body_with_absolute_urls(self, edition: Edition) -> str:
        """Give an edition's body with absolute URLs, fragments too, for feeds and mail."""
        body, page = self._body(edition), addresses.release(edition)
        if body.is_plain:
            return body.html
        return markup.with_urls(body.html, lambda url: self.at.resolved(url, page), fragments=True)

    def with_dateline(self, edition: Edition, rendered: str) -> bytes:
        """Give a body with its dateline, unless its writer began with one that says the same."""
        body = self._body(edition)
        return body.opened if body.is_plain else markup.opened(rendered, body.start, body.replaced)

    def opening(self, edition: Edition) -> tuple[str, int]:
        """Give the start of a body with its dateline, and how many signs it replaces."""
        body = self._body(edition)
        return body.start, body.replaced

    def contacts(self, edition: Edition) -> tuple[Contact, ...]:
        """Give the contacts that an edition names, or the newsroom's default one."""
        newsroom = self.newsroom
        if edition.contacts:
            return tuple(newsroom.contacts[key] for key in edition.contacts)
        return (newsroom.default_contact,) if newsroom.default_contact else ()
