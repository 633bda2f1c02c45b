"""Gather every renderer: a site in; all that it publishes out, in pieces that may be shared.

Loaded late: what only reads and checks a newsroom needs neither templates nor feed libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from dateline import checks, pages, selection
from dateline.errors import ContentError
from dateline.model import Artifact
from dateline.problems import Severity
from dateline.reading import Reading, read_newsroom
from dateline.selection import Standing
from dateline.settings import Newsroom
from dateline.site import Site
from dateline.templating import Templates, load_templates
from dateline.workers import cores

Piece = Callable[[], Iterator[Artifact]]


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

    def pieces(self, site: Site) -> list[Piece]:
        """Give everything that a site publishes, in pieces that may be rendered apart."""
        frames = pages.make_frames(site)
        made: list[Piece] = [
            partial(pages.render_assets, site),
            partial(pages.render_whole, site),
        ]
        for language, frame in frames.items():
            made.append(partial(_render_feeds, site, language))
            if any(feed.digest for feed in site.newsroom.feeds):
                made.append(partial(_render_digests, site, frame))
            made.extend(pages.pieces(site, frame))
        return made


def open_site(
    newsroom: Newsroom,
    now: datetime,
    cache: Path | None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Site:
    """Read a newsroom that has no errors into a site; raises ContentError."""
    told = partial(progress, "reading") if progress else None
    reading = read_newsroom(newsroom, told, jobs=cores())
    problems = checks.run(reading, newsroom)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    standing = selection.standings(reading.editions, now, newsroom.default_language)
    return Renderers(newsroom, cache).site(reading, standing, now)


def _render_feeds(site: Site, language: str) -> Iterator[Artifact]:
    from dateline import feeds  # noqa: PLC0415 -- feedgen is loaded where it is needed

    yield from feeds.render(site, language)
    if language == site.newsroom.default_language:
        yield from feeds.render_list(site)


def _render_digests(site: Site, frame: pages.Frame) -> Iterator[Artifact]:
    from dateline import digest  # noqa: PLC0415 -- as for feeds

    yield from digest.render(site, frame)
