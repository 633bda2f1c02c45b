"""Errand one, *publish*: read, select, render, write; told in one screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import checks, output, selection
from dateline.collector import collector_off
from dateline.errors import ContentError
from dateline.lock import locked
from dateline.model import State
from dateline.problems import Problem, Severity
from dateline.reading import Reading, read_newsroom
from dateline.settings import Newsroom
from dateline.workers import cores

if TYPE_CHECKING:
    from dateline.rendering import Renderers
    from dateline.site import Site

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
    state = newsroom.root / CACHE
    renderers = cache(partial(_open_renderers, newsroom, None if force else state / "templates"))
    with locked(state / "lock"), collector_off():
        reading = _read(newsroom, progress, jobs, meanwhile=lambda: renderers().prepare())
        problems = checks.run(reading, newsroom)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        standing = selection.standings(reading.editions, now, newsroom.default_language)
        site = renderers().site(reading, standing, now, drafts=drafts)
        published = output.publish(
            renderers().pieces(site),
            out,
            state,
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
    from dateline import rendering  # noqa: PLC0415 -- as for renderers

    return rendering.open_site(newsroom, now, newsroom.root / CACHE / "templates", progress)


def _jobs(wanted: int | None, editions: int) -> int:
    """Give the number of processes; a small newsroom is done before a second one has started."""
    if wanted is not None:
        return max(1, wanted)
    return cores() if editions >= _MANY else 1


def _read(
    newsroom: Newsroom,
    progress: Progress | None,
    jobs: int | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Reading:
    told = partial(progress, "reading") if progress else None
    return read_newsroom(newsroom, told, jobs=jobs or cores(), meanwhile=meanwhile)


def _open_renderers(newsroom: Newsroom, cache: Path | None) -> Renderers:
    """Load the renderers, which a newsroom with problems and a check have no use for."""
    from dateline.rendering import Renderers  # noqa: PLC0415

    return Renderers(newsroom, cache)
