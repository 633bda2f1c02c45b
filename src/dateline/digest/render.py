"""Render the digests of all closed months: web view, HTML, text and letter, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from operator import is_

from dateline import addresses
from dateline.digest.compose import compose_month
from dateline.digest.entries import Entries
from dateline.digest.letter import encode_letter
from dateline.digest.model import Digest
from dateline.digest.shelf import Shelf
from dateline.model import Artifact, Month
from dateline.monthly import MonthNews
from dateline.pages.frame import Frame
from dateline.parts import Block, Needs, Part
from dateline.site import Site


def pieces(site: Site, frame: Frame) -> Iterator[Block]:
    """Yield a language's digests of closed months, those of all feeds in a month together."""
    entries = Entries(site, frame.language.key)  # a release is told of in several feeds
    feeds = [feed for feed in site.newsroom.feeds if feed.digest]
    shelves = [Shelf.of(site, frame, feed) for feed in feeds]
    for month in site.almanac(frame.language.key).months:
        found = [shelf for shelf in shelves if month in shelf.closed]
        if found:
            yield Block(
                f"{frame.language.key} digests {month}",
                tuple([shelf.address(month) for shelf in found]),
                partial(_needs_of_all, site, found, month),
                partial(_parts, entries, found, month),
            )


def _parts(entries: Entries, shelves: Sequence[Shelf], month: Month) -> list[Part]:
    return [
        Part(
            shelf.address(month),
            partial(_needs, entries.site, shelf, month),
            partial(_render, entries, shelf, month),
        )
        for shelf in shelves
    ]


def _needs_of_all(site: Site, shelves: Sequence[Shelf], month: Month) -> Needs:
    """Give all that happened in a month, and what of it leads to other digests of each feed."""
    language = shelves[0].language
    news = site.almanac(language).months[month]
    beside = tuple([(shelf.feed.id, *_beside(shelf, month)) for shelf in shelves])
    own = site.own_months(language).get(month, ())
    if own and len(own) == len(news.editions) and all(map(is_, own, news.editions)):
        # Nothing was held into another month, as mostly: their sum is made already.
        others = replace(news, editions=())
        return site.month_prints(language)[month].face, *_told(site, others), beside
    return *_told(site, news), beside


def _needs(site: Site, shelf: Shelf, month: Month) -> Needs:
    return *_told(site, shelf.news[month]), *_beside(shelf, month)


def _told(site: Site, news: MonthNews) -> Needs:
    return (
        tuple([site.face(edition) for edition in news.editions]),
        tuple([site.whole(told) for told in news.corrections]),
        tuple([site.whole(gone) for gone in news.withdrawals]),
    )


def _beside(shelf: Shelf, month: Month) -> Needs:
    # Slices of named tuples are plain ones, as sums want them.
    return shelf.languages(month), *(each and each[:] for each in shelf.neighbours(month))


def _render(entries: Entries, shelf: Shelf, month: Month) -> Iterator[Artifact]:
    news = shelf.news[month]
    digest = compose_month(entries, shelf.mailing, month, news, forms=shelf.forms)
    yield from artifacts(digest, entries.site)
    yield shelf.render_page(digest)


def artifacts(digest: Digest, site: Site) -> Iterator[Artifact]:
    """Yield a digest's HTML, text and letter."""
    folder = addresses.digest(digest.language, digest.feed.id, digest.month)
    yield Artifact(f"{folder}digest.html", digest.as_html.utf8)
    yield Artifact(f"{folder}digest.txt", digest.as_text.utf8)
    yield Artifact(f"{folder}digest.eml", encode_letter(digest, site.newsroom.mail))
