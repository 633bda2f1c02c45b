"""An old address leads to one release, and stands where nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dateline import addresses, redirects
from dateline.checks.identity import DUPLICATE_ADDRESS
from dateline.checks.roll import Roll
from dateline.model import Edition, StandingPage
from dateline.problems import Problem, error
from dateline.reading.locate import place_of
from dateline.settings import Newsroom

ALIAS_LOOP = error(
    "alias-loop",
    "An address that leads to itself leads nowhere: its page would stand in the release's place.",
    bad="slug: course\naliases: [/en/2024/02/course/]",
    good="slug: course\naliases: [/en/2024/02/kurs/]",
)
_OWN = "the site uses that address itself"
# Names that servers or the site read at its root, besides those of its folders.
_ROOT = re.compile(
    r"index\.html|robots\.txt|feeds\.opml|sitemap(?:-\d+)?\.xml|_[^/]*|assets|"
    rf"{re.escape(redirects.NGINX)}|{re.escape(redirects.APACHE)}"
)
_SECTIONS = re.compile(r"(?:feeds|topics|digests)(?:/.*)?|\d{4}(?:/\d{2})?|index\.html", re.ASCII)


def clashing_aliases(
    roll: Roll, pages: Iterable[StandingPage], newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield the old addresses that lead to two releases, to themselves, or where something is."""
    moved = roll.having("aliases")
    if not moved:
        return
    taken = _Taken(roll.editions, pages, newsroom)
    for edition in moved:
        own = addresses.comparable(addresses.release(edition))
        for index, alias in enumerate(edition.aliases):
            if edition.unsure and not edition.knows("aliases", index):
                continue
            if addresses.comparable(alias) == own and edition.knows("slug"):
                where = place_of(newsroom.root, edition.path, ("aliases", index))
                message = f"`{alias}` is this release's own address."
                yield ALIAS_LOOP.broken(where, message, "Remove it.")
            elif owner := taken.owner(alias, edition):
                where = place_of(newsroom.root, edition.path, ("aliases", index))
                hint = "Remove it here, or there." if owner != _OWN else "Remove it."
                yield DUPLICATE_ADDRESS.broken(where, f"`{alias}` is taken: {owner}.", hint)


class _Taken:
    """Knows what stands at each address, and which addresses are files that hold nothing below."""

    def __init__(
        self, editions: Iterable[Edition], pages: Iterable[StandingPage], newsroom: Newsroom
    ) -> None:
        self._languages = {key.lower() for key in newsroom.languages}
        self._there: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for edition in editions:
            self._add(edition)
        for page in pages:
            place = addresses.comparable(addresses.standing(page.language, page.name))
            self._there.setdefault(place, page.path)

    def _add(self, edition: Edition) -> None:
        for index, alias in enumerate(edition.aliases):
            is_file = not addresses.alias(alias).endswith("/index.html")
            if is_file and edition.knows("aliases", index):
                self._files.setdefault(addresses.comparable(alias), edition.path)
        if edition.knows("slug"):
            self._add_page(edition)

    def _add_page(self, edition: Edition) -> None:
        self._there.setdefault(addresses.comparable(addresses.release(edition)), edition.path)
        files = [addresses.text_twin(edition)]
        files += [addresses.file(edition, file) for file in edition.files]
        for place in map(addresses.comparable, files):
            self._there.setdefault(place, edition.path)
            self._files.setdefault(place, edition.path)
            for folder in _above(place):
                self._folders.setdefault(folder, edition.path)

    def owner(self, alias: str, edition: Edition) -> str:
        """Say what stands where an edition's alias leads from; empty where nothing does."""
        place = addresses.comparable(alias)
        if self._is_own(place):
            return _OWN
        if place in self._there:
            return self._there[place]
        first = self._aliases.setdefault(place, edition.path)
        if first != edition.path:
            return first
        for folder in _above(place):
            if folder in self._files:
                return f"`/{folder}` is a file of {self._files[folder]}"
        if place in self._files and place in self._folders:
            return f"files of {self._folders[place]} stand below"
        return ""

    def _is_own(self, place: str) -> bool:
        first, _, rest = place.partition("/")
        if first in self._languages:
            return not rest or _SECTIONS.fullmatch(rest) is not None
        return first in {"", "assets"} or _ROOT.fullmatch(place) is not None


def _above(place: str) -> list[str]:
    """Give the folders above a place, the nearest last."""
    return [place[:index] for index, character in enumerate(place) if character == "/"]
