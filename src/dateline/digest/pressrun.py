"""Make a month's digests of all feeds in one run, a step of all after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import is_

from dateline import addresses
from dateline.digest.compose import Issue, compose_all
from dateline.digest.entries import Entries
from dateline.digest.letter import encode_letter
from dateline.digest.model import Digest
from dateline.digest.shelf import Shelf
from dateline.digest.webview import Webviews
from dateline.model import Artifact, Month
from dateline.monthly import MonthNews
from dateline.parts import Block, Needs, Part
from dateline.site import Site


def block(entries: Entries, webviews: Webviews, shelves: Sequence[Shelf], month: Month) -> Block:
    """Give a month's digests of all feeds that have one."""
    return Block(
        f"{entries.language} digests {month}",
        lambda: (shelf.address(month) for shelf in shelves),
        partial(_needs_of_all, entries, shelves, month),
        lambda: PressRun(entries, webviews, shelves, month).parts(),
    )


class PressRun:
    """A month's digests of all feeds of a language, as parts that may be made one by one."""

    def __init__(
        self, entries: Entries, webviews: Webviews, shelves: Sequence[Shelf], month: Month
    ) -> None:
        self._entries = entries
        self._webviews = webviews
        self._shelves = shelves
        self._month = month
        self._ahead: dict[Shelf, list[Artifact]] = {}
        self._is_sifted = False

    def parts(self) -> list[Part]:
        """Give each feed's digest as a part."""
        return [
            Part(
                shelf.address(self._month), partial(self._needs, shelf), partial(self._made, shelf)
            )
            for shelf in self._shelves
        ]

    def _needs(self, shelf: Shelf) -> Needs:
        self._is_sifted = True
        news = shelf.news[self._month]
        return *_told(self._entries, news, self._month), *_beside(shelf, self._month)

    def _made(self, shelf: Shelf) -> list[Artifact]:
        """Make a digest.

        Who asks for the first before what it needs is about to ask for all: they are composed
        together, then all letters written, then all pages. Each step finds its code in the
        processor's caches.
        """
        if shelf is self._shelves[0] and not self._is_sifted:
            self._ahead = dict(zip(self._shelves, self._printed(self._shelves), strict=True))
        ahead = self._ahead.pop(shelf, None)
        return ahead or self._printed([shelf])[0]

    def _printed(self, shelves: Sequence[Shelf]) -> list[list[Artifact]]:
        digests = self._composed(shelves)
        both = [*zip(shelves, digests, strict=True)]
        letters = [shelf.letterhead.letter(digest) for shelf, digest in both]
        pages = self._webviews.render([shelf.view(digest) for shelf, digest in both])
        return [
            [*_files(digest, shelf.address(self._month), letter), page]
            for (shelf, digest), letter, page in zip(both, letters, pages, strict=True)
        ]

    def _composed(self, shelves: Sequence[Shelf]) -> list[Digest]:
        month = self._month
        issues = [
            Issue(shelf.mailing, month, shelf.news[month], forms=shelf.forms) for shelf in shelves
        ]
        return compose_all(self._entries, issues)


def artifacts(digest: Digest, site: Site) -> Iterator[Artifact]:
    """Yield a digest's HTML, text and letter."""
    folder = addresses.digest(digest.language, digest.feed.id, digest.month)
    return _files(digest, folder, encode_letter(digest, site.newsroom.mail))


def _files(digest: Digest, folder: str, letter: bytes) -> Iterator[Artifact]:
    yield Artifact(f"{folder}digest.html", digest.as_html.utf8)
    yield Artifact(f"{folder}digest.txt", digest.as_text.utf8)
    yield Artifact(f"{folder}digest.eml", letter)


def _needs_of_all(entries: Entries, shelves: Sequence[Shelf], month: Month) -> Needs:
    """Give all that happened in a month, and what of it leads to other digests of each feed."""
    site, language = entries.site, entries.language
    news = site.almanac(language).months[month]
    beside = tuple([(shelf.feed.id, *_beside(shelf, month)) for shelf in shelves])
    return *_told(entries, news, month), beside


def _told(entries: Entries, news: MonthNews, month: Month) -> Needs:
    """Give all that happened in a month, or what of it concerns a feed."""
    site, language = entries.site, entries.language
    own = site.own_months(language).get(month, ())
    is_whole = own and len(own) == len(news.editions) and all(map(is_, own, news.editions))
    return (
        # Where nothing was held into another month, as mostly, the sum of all is made already.
        site.month_prints(language)[month].face if is_whole else entries.faces(news.editions),
        tuple(map(site.whole, news.corrections)),
        tuple(map(site.whole, news.withdrawals)),
    )


def _beside(shelf: Shelf, month: Month) -> Needs:
    # Slices of named tuples are plain ones, as sums want them.
    return shelf.languages(month), *(each and each[:] for each in shelf.neighbours(month))
