"""Gather every renderer: a site in; all that it publishes out, in pieces that may be shared.

Loaded late: what only reads and checks a newsroom needs neither templates nor feed libraries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial

from dateline import delivery, pages, selection, usercache
from dateline.examination import examine, refuse_errors
from dateline.memory.scan import Identity
from dateline.model import Edition
from dateline.parts import Piece, digest, month_by_month
from dateline.reading import Reading, read_newsroom
from dateline.reports.baseline import Baseline
from dateline.selection import Standing
from dateline.settings import Newsroom
from dateline.site import Site
from dateline.templating import Templates, load_templates
from dateline.workers import cores


class Renderers:
    """The renderers of a newsroom; with `force`, templates that were compiled are forgotten."""

    def __init__(self, newsroom: Newsroom, *, force: bool = False) -> None:
        self._newsroom = newsroom
        self._cache = usercache.folder_of(newsroom.root, "templates")
        if force and self._cache:
            usercache.forget(self._cache)

    @cached_property
    def _templates(self) -> Mapping[str, Templates]:
        languages = {key: each.language for key, each in self._newsroom.languages.items()}
        return load_templates(languages, self._newsroom.root / "templates", self._cache)

    def prepare(self) -> None:
        """Load ahead what rendering needs, so that forked processes find it loaded."""
        if any(feed.formats for feed in self._newsroom.feeds):
            from dateline.feeds import rendering  # noqa: F401, PLC0415 -- loaded, not used
        if any(feed.digest for feed in self._newsroom.feeds):
            from dateline import digest  # noqa: F401, PLC0415 -- likewise

        for templates in self._templates.values():
            templates.prepare()

    def site(
        self,
        reading: Reading,
        standing: Iterable[Standing],
        now: datetime,
        *,
        drafts: bool = False,
    ) -> Site:
        """Give the newsroom as it stands at a moment."""
        return Site(
            newsroom=self._newsroom,
            archive=selection.public(standing, self._newsroom.languages, drafts=drafts),
            pages=tuple(page for page in reading.pages if drafts or not page.draft),
            now=now,
            templates=self._templates,
            assets=frozenset(reading.assets),
            prints=reading.prints,
        )


def pieces(
    site: Site,
    previewed: tuple[Edition, ...] | None = None,
    identities: Mapping[str, Identity | None] | None = None,
) -> list[Piece]:
    """Give everything that a site publishes, in pieces that may be rendered apart.

    `previewed` are the held editions that a few may see; None where there is no preview.
    `identities` tell which files of the newsroom are as they were.
    """
    frames = pages.make_frames(site)
    made = [pages.assets(site, identities or {}), pages.whole(site), delivery.piece(site)]
    for language, frame in frames.items():
        made.extend(_digests(site, frame))
        made.extend(month_by_month([*_feeds(site, language), *pages.pieces(site, frame)]))
    if previewed is not None:
        made.append(pages.previews(site, previewed))
    if site.newsroom.delivery.gzip:
        from dateline.delivery.compression import with_twins  # noqa: PLC0415 -- few ask for it

        return with_twins(made)
    return made


def open_site(
    newsroom: Newsroom,
    now: datetime,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    baseline: Baseline | None = None,
) -> Site:
    """Read a newsroom into a site.

    Raises ContentError where a problem that `baseline` does not excuse is in the way.
    """
    told = partial(progress, "reading") if progress else None
    reading = read_newsroom(newsroom, told, jobs=cores())
    found = examine(newsroom, reading, now)
    refuse_errors(found.problems, newsroom, baseline)
    return Renderers(newsroom).site(reading, found.standing, now)


def common(site: Site, software: str, sources: Iterable[bytes]) -> bytes:
    """Give a sum of what every page depends on: `software`, settings and templates, navigation."""
    told = hashlib.blake2b(software.encode())
    for source in sources:
        told.update(hashlib.blake2b(source).digest())
    standing = sorted((page.language, page.order, page.name, page.title) for page in site.pages)
    return digest(told.digest(), (tuple(standing), tuple(sorted(pages.NOTED & site.assets))))


def _feeds(site: Site, language: str) -> Iterator[Piece]:
    from dateline import feeds  # noqa: PLC0415 -- feedgen is loaded where it is needed

    yield from feeds.pieces(site, language)
    if language == site.newsroom.default_language:
        yield feeds.overview(site)


def _digests(site: Site, frame: pages.Frame) -> Iterator[Piece]:
    if any(feed.digest for feed in site.newsroom.feeds):
        from dateline.digest import pieces  # noqa: PLC0415 -- as for feeds

        yield from pieces(site, frame)
