"""Gather every renderer: a site in; all that it publishes out, in pieces that may be shared.

Loaded late: what only reads and checks a newsroom needs neither templates nor feed libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from dateline import delivery, pages, selection
from dateline.examination import examine, refuse_errors
from dateline.model import Artifact, Edition
from dateline.reading import Reading, read_newsroom
from dateline.reports.baseline import Baseline
from dateline.selection import Standing
from dateline.settings import Newsroom
from dateline.site import Site
from dateline.templating import Templates, load_templates
from dateline.workers import cores

Piece = Callable[[], Iterable[Artifact]]


class Renderers:
    """The renderers of a newsroom; compiled templates are kept in `cache`."""

    def __init__(self, newsroom: Newsroom, cache: Path | None) -> None:
        self._newsroom = newsroom
        self._cache = cache

    @cached_property
    def _templates(self) -> Mapping[str, Templates]:
        languages = {key: each.language for key, each in self._newsroom.languages.items()}
        return load_templates(languages, self._newsroom.root / "templates", self._cache)

    def prepare(self) -> None:
        """Load ahead what rendering needs, so that forked processes find it loaded."""
        if any(feed.formats for feed in self._newsroom.feeds):
            from dateline.feeds import rendering  # noqa: F401, PLC0415 -- loaded, not used

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
        )


def pieces(site: Site, previewed: tuple[Edition, ...] | None = None) -> list[Piece]:
    """Give everything that a site publishes, in pieces that may be rendered apart.

    `previewed` are the held editions that a few may see; None where there is no preview.
    """
    frames = pages.make_frames(site)
    made: list[Piece] = [
        partial(pages.render_assets, site),
        partial(pages.render_whole, site),
        partial(delivery.render, site),
    ]
    for language, frame in frames.items():
        made.append(partial(_render_feeds, site, language))
        if any(feed.digest for feed in site.newsroom.feeds):
            made.append(partial(_render_digests, site, frame))
        made.extend(pages.pieces(site, frame))
    if previewed is not None:
        made.append(partial(pages.render_previews, site, previewed))
    if site.newsroom.delivery.gzip:
        from dateline.delivery.compression import with_twins  # noqa: PLC0415 -- few ask for it

        return with_twins(made)
    return made


def open_site(
    newsroom: Newsroom,
    now: datetime,
    cache: Path | None,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    baseline: Baseline | None = None,
) -> Site:
    """Read a newsroom into a site; compiled templates are kept in `cache`.

    Raises ContentError where a problem that `baseline` does not excuse is in the way.
    """
    told = partial(progress, "reading") if progress else None
    reading = read_newsroom(newsroom, told, jobs=cores())
    found = examine(newsroom, reading, now)
    refuse_errors(found.problems, newsroom, baseline)
    return Renderers(newsroom, cache).site(reading, found.standing, now)


def _render_feeds(site: Site, language: str) -> Iterator[Artifact]:
    from dateline import feeds  # noqa: PLC0415 -- feedgen is loaded where it is needed

    yield from feeds.render(site, language)
    if language == site.newsroom.default_language:
        yield from feeds.render_list(site)


def _render_digests(site: Site, frame: pages.Frame) -> Iterator[Artifact]:
    from dateline import digest  # noqa: PLC0415 -- as for feeds

    yield from digest.render(site, frame)
