"""Errand one, *publish*: read, select, render, write; told in one screen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from dateline import checks, delivery, output, pages, selection
from dateline.errors import ContentError
from dateline.lock import locked
from dateline.model import Artifact, State
from dateline.problems import Problem, Severity
from dateline.reading import Reading, read_newsroom
from dateline.selection import Standing
from dateline.settings import Newsroom
from dateline.site import Site
from dateline.templating import load_templates
from dateline.workers import cores

CACHE = ".dateline"
_MANY = 200
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Held:
    """A release file that may not be seen yet; `until` is None where only a person can tell."""

    path: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did; `releases` counts public stories, whatever their languages."""

    written: int
    unchanged: int
    removed: int
    releases: int
    held: tuple[Held, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, sorted by place."""

    problems: tuple[Problem, ...]
    files: int


def check(newsroom: Newsroom, progress: Progress | None = None) -> Checked:
    """Read a newsroom and give every problem in it."""
    reading = _read(newsroom, progress)
    return Checked(checks.run(reading, newsroom), reading.files)


def build(  # noqa: PLR0913 -- each is a word of the command
    newsroom: Newsroom,
    now: datetime,
    *,
    out: Path,
    drafts: bool = False,
    force: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Publish what is public at `now` into `out`; `force` forgets the cache.

    `jobs` is the number of processes, by default one for each core where there is much to do.

    Raises ContentError, OutputRefusedError, TemplateError or OutsideError; then the last output
    is as it was.
    """
    output.refuse_unsafe(out, newsroom.root)
    cache = newsroom.root / CACHE
    with locked(cache / "lock"), _collector_off():
        reading = _read(newsroom, progress, jobs)
        problems = checks.run(reading, newsroom)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        standing = selection.standings(reading.editions, now, newsroom.default_language)
        site = _site(newsroom, reading, standing, now, drafts=drafts, force=force)
        published = output.publish(
            _delivered(site),
            out,
            cache,
            jobs=_jobs(jobs, len(reading.editions)),
            progress=progress and partial(progress, "rendering"),
        )
    return Report(
        written=published.written,
        unchanged=published.unchanged,
        removed=published.removed,
        releases=len(site.archive.by_key),
        held=tuple(
            Held(each.edition.path, each.until)
            for each in standing
            if each.state is State.HELD or (each.state is State.DRAFT and not drafts)
        ),
        warnings=problems,
    )


def open_site(newsroom: Newsroom, now: datetime, progress: Progress | None = None) -> Site:
    """Read a newsroom that has no errors into a site, for those who publish none.

    Raises ContentError.
    """
    reading = _read(newsroom, progress)
    problems = checks.run(reading, newsroom)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    standing = selection.standings(reading.editions, now, newsroom.default_language)
    return _site(newsroom, reading, standing, now, drafts=False, force=False)


def pieces(site: Site) -> list[Callable[[], Iterator[Artifact]]]:
    """Give everything that a site publishes, in pieces that may be rendered apart."""
    frames = pages.make_frames(site)
    made: list[Callable[[], Iterator[Artifact]]] = [
        partial(pages.render_assets, site),
        partial(pages.render_whole, site),
        partial(delivery.render, site),
    ]
    for language, frame in frames.items():
        made.append(partial(_render_feeds, site, language))
        if any(feed.digest for feed in site.newsroom.feeds):
            made.append(partial(_render_digests, site, frame))
        made.extend(pages.pieces(site, frame))
    return made


def _delivered(site: Site) -> Sequence[output.Piece]:
    """Give what is published, each file with its compressed twin where the newsroom wants them."""
    made = pieces(site)
    if not site.newsroom.delivery.gzip:
        return made
    from dateline.delivery.compression import with_twins  # noqa: PLC0415 -- few ask for it

    return with_twins(made)


def _render_feeds(site: Site, language: str) -> Iterator[Artifact]:
    """Render feeds; their libraries are loaded by the process that does it, and by no other."""
    from dateline import feeds  # noqa: PLC0415

    yield from feeds.render(site, language)
    if language == site.newsroom.default_language:
        yield from feeds.render_list(site)


def _render_digests(site: Site, frame: pages.Frame) -> Iterator[Artifact]:
    from dateline import digest  # noqa: PLC0415 -- as for feeds

    yield from digest.render(site, frame)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Spare a build the search for garbage: it makes no cycles worth the name, and ends soon."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _jobs(wanted: int | None, editions: int) -> int:
    """Give the number of processes; a small newsroom is done before a second one has started."""
    if wanted is not None:
        return max(1, wanted)
    return cores() if editions >= _MANY else 1


def _read(newsroom: Newsroom, progress: Progress | None, jobs: int | None = None) -> Reading:
    told = partial(progress, "reading") if progress else None
    return read_newsroom(newsroom, told, jobs=jobs or cores())


def _site(
    newsroom: Newsroom,
    reading: Reading,
    standing: tuple[Standing, ...],
    now: datetime,
    *,
    drafts: bool,
    force: bool,
) -> Site:
    languages = {key: each.language for key, each in newsroom.languages.items()}
    cache = None if force else newsroom.root / CACHE / "templates"
    return Site(
        newsroom=newsroom,
        archive=selection.public(standing, newsroom.languages, drafts=drafts),
        pages=tuple(page for page in reading.pages if drafts or not page.draft),
        now=now,
        templates=load_templates(languages, newsroom.root / "templates", cache),
        assets=frozenset(reading.assets),
    )
