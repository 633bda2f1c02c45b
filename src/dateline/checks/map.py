"""Know every address that a build makes, whatever the moment: what links may lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from dateline import addresses, redirects
from dateline.checks.sure import knowing
from dateline.languages import fold
from dateline.model import Edition, Month, StandingPage
from dateline.problems import Problem, Severity
from dateline.reading import Reading
from dateline.reading.files import guessed_name, read_text, release_name
from dateline.reading.pages import page_name
from dateline.settings import Newsroom

_OF_SITE = frozenset(
    {"", "sitemap.xml", "robots.txt", "feeds.opml", "assets/dateline.css", redirects.HOSTS,
     redirects.NGINX, redirects.APACHE, "_headers"}
)  # fmt: skip
_SLUG = re.compile(r"^slug:[ \t]*(.+)$", re.MULTILINE)
_HOLDING_FILES = ("body", "notes", "image", "attachments")


@dataclass(frozen=True)
class Map:
    """The addresses of a newsroom, and what stands at those that a person wrote."""

    reading: Reading
    newsroom: Newsroom

    def path_of(self, url: str, from_file: str) -> str | None:
        """Give the path below the site's root that a link leads to; None where it leads out."""
        url = url.partition("#")[0].partition("?")[0]
        base = urlsplit(self.newsroom.base_url)
        if url.startswith("/") and not url.startswith("//"):
            return _normal(url[1:])
        try:
            parts = urlsplit(url)
        except ValueError:  # `https://[` is no address at all
            return None
        if parts.netloc:
            if parts.netloc.lower() != base.netloc or not f"{parts.path}/".startswith(base.path):
                return None
            return _normal(parts.path[len(base.path) :])
        if parts.scheme:
            return None
        page = self.page_of(from_file)
        return None if page is None else _normal(urljoin(f"/{page}", url)[1:])

    def page_of(self, file: str) -> str | None:
        """Give the address of the page that a source file becomes, if it could be read."""
        return self._pages_by_file.get(file)

    def source_at(self, file: str) -> Edition | StandingPage | None:
        """Give what was understood of a source file."""
        return self._sources.get(file)

    def leads_somewhere(self, path: str) -> bool:
        """Say whether something stands, or may stand, at a path."""
        folder = path if path.endswith("/") or not path else f"{path}/"
        return path in self.known or folder in self.known or self._is_in_doubt(folder)

    def written_at(self, path: str) -> Edition | StandingPage | None:
        """Give the release or page whose own page stands at a path."""
        return self._written.get(path if path.endswith("/") else f"{path}/")

    @cached_property
    def known(self) -> frozenset[str]:
        """Give every path; those of pages end in `/`."""
        found = set(_OF_SITE)
        found.update(self.reading.assets)
        found.update(self._written)
        for language in self.newsroom.languages:
            found.update(self._of_language(language))
        for edition in self.reading.understood:
            if edition.knows("slug"):
                found.add(addresses.text_twin(edition))
                found.update(addresses.file(edition, file) for file in edition.files)
            for alias in edition.aliases:
                path = _normal(alias[1:])
                found.update((path, path.rstrip("/") + "/"))
        return frozenset(found)

    @cached_property
    def _written(self) -> dict[str, Edition | StandingPage]:
        found: dict[str, Edition | StandingPage] = {}
        for page in self.reading.understood_pages:
            found[addresses.standing(page.language, page.name)] = page
        for edition in (*knowing(self.reading.broken, "slug"), *self.reading.editions):
            found[addresses.release(edition)] = edition
        return found

    @cached_property
    def _sources(self) -> dict[str, Edition | StandingPage]:
        pages = {page.path: page for page in self.reading.understood_pages}
        return {**pages, **{edition.path: edition for edition in self.reading.understood}}

    @cached_property
    def _pages_by_file(self) -> dict[str, str]:
        return {each.path: address for address, each in self._written.items()}

    def _of_language(self, language: str) -> Iterator[str]:
        yield addresses.home(language)
        yield addresses.subscribe(language)
        for topic in self.newsroom.topics:
            yield addresses.topic(language, topic)
        months = self._months(language)
        for month in months:
            yield addresses.year(language, month.year)
            yield addresses.month(language, month)
        for feed in self.newsroom.feeds:
            for form in feed.formats:
                yield addresses.feed(language, feed.id, form)
            for month in months:
                yield addresses.feed_archive(language, feed.id, month)
                folder = addresses.digest(language, feed.id, month)
                yield folder
                yield from (f"{folder}digest.{form}" for form in ("html", "txt", "eml"))

    def _months(self, language: str) -> set[Month]:
        """Give the months in which a language's releases are dated, or become public."""
        everybody = self.newsroom.list_untranslated
        listed = [e for e in self.reading.understood if everybody or e.language == language]
        local_day = self.newsroom.local_day
        opened = {Month.of(local_day(edition.public_from)) for edition in listed}
        return opened | {edition.month for edition in listed}

    def _is_in_doubt(self, path: str) -> bool:
        """Say whether a broken file may stand there, or bring about its year's and month's page."""
        release = "/".join(path.split("/")[:4]) + "/"
        slug = release.rpartition("/")[0].rpartition("/")[2]
        in_doubt = self._in_doubt
        return not in_doubt.isdisjoint((path, release)) or f"*/{slug}/" in in_doubt

    @cached_property
    def _in_doubt(self) -> set[str]:
        """Give the folders of which nobody can say what they hold; `*` is any month."""
        wrong = {p.place.path for p in self.reading.problems if p.severity is Severity.ERROR}
        found: set[str] = set()
        for edition in (*self.reading.editions, *self.reading.broken):
            if edition.path in wrong:
                wrong.remove(edition.path)
                found.update(self._of_broken(edition))
        pages = {page.path for page in self.reading.understood_pages}
        for path in wrong - pages:
            if path.startswith("pages/"):
                name = page_name(path, self.newsroom)
                if not isinstance(name, Problem):
                    found.add(addresses.standing(name[1], name[0]))
            elif path.startswith("releases/"):
                found.update(self._of_unread(path))
        return found

    def _of_broken(self, edition: Edition) -> Iterator[str]:
        """Yield where a broken release may stand, and its folder, where its files are unknown."""
        address = addresses.release(edition)
        if edition.knows("slug"):
            if not edition.unsure or not all(map(edition.knows, _HOLDING_FILES)):
                yield address
            return
        yield from self._of_unread(edition.path)
        yield address

    def _of_unread(self, path: str) -> Iterator[str]:
        newsroom = self.newsroom
        languages = newsroom.languages
        name = release_name(path, languages, newsroom.default_language)
        source = read_text(newsroom.root, path)
        own = None if isinstance(source, Problem) else _SLUG.search(source.text)
        if isinstance(name, Problem):
            guess = guessed_name(path, languages, newsroom.default_language)
            yield f"*/{guess.slug}/"
            return
        year, month, _ = name.day.split("-")
        for language in languages if newsroom.list_untranslated else (name.language,):
            yield f"{language}/{year}/"
            yield f"{language}/{year}/{month}/"
        for slug in (name.slug, fold(own[1]) if own else ""):
            yield f"{name.language}/{year}/{month}/{slug}/"


def _normal(path: str) -> str:
    """Give a path below the root without percent signs, `..` and `index.html`."""
    path = urljoin("/", f"/{unquote(path)}").lstrip("/")
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
