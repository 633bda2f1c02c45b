"""Read every release and page of a newsroom in one run; a bad file never hides another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dateline.model import Edition, StandingPage
from dateline.problems import Place, Problem, error
from dateline.reading.assets import walk_assets
from dateline.reading.files import read_text, release_name, walk
from dateline.reading.pages import page_name, understand_page
from dateline.reading.release import understand
from dateline.settings import Newsroom

NO_RELEASES = error(
    "no-releases",
    "A newsroom without any release file is usually the wrong folder.",
    bad="an empty releases/",
    good="releases/2024-02-01-course.md",
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the editions and pages that are right, and all problems.

    `stems` and `files` count the broken ones too, so that one fault is not told twice.
    """

    editions: tuple[Edition, ...]
    pages: tuple[StandingPage, ...]
    problems: tuple[Problem, ...]
    stems: frozenset[str]
    assets: tuple[str, ...]
    files: int


def read_newsroom(newsroom: Newsroom, progress: Progress | None = None) -> Reading:
    """Read every file below `releases/` and `pages/`; reports files done and in all."""
    problems: list[Problem] = []
    releases = _paths(newsroom, "releases", problems)
    pages = _paths(newsroom, "pages", problems)
    assets = _split_problems(walk_assets(newsroom.root), problems)
    if not releases and not any(p.place.path.startswith("releases") for p in problems):
        hint = "`dateline new TITLE` writes the first one."
        problems.append(NO_RELEASES.broken(Place("releases"), "There is no release here.", hint))
    editions: list[Edition] = []
    stems: set[str] = set()
    for done, path in enumerate(releases):
        if progress and done % 100 == 0:
            progress(done, len(releases))
        name = release_name(path, newsroom.languages, newsroom.default_language)
        if isinstance(name, Problem):
            problems.append(name)
            continue
        stems.add(name.stem)
        source = read_text(newsroom.root, path)
        if isinstance(source, Problem):
            problems.append(source)
        elif edition := understand(source, name, newsroom, problems):
            editions.append(edition)
    return Reading(
        editions=tuple(editions),
        pages=tuple(_read_pages(newsroom, pages, problems)),
        problems=tuple(problems),
        stems=frozenset(stems),
        assets=tuple(assets),
        files=len(releases) + len(pages),
    )


def _paths(newsroom: Newsroom, folder: str, problems: list[Problem]) -> list[str]:
    return _split_problems(walk(newsroom.root, folder), problems)


def _split_problems(found: Iterable[str | Problem], problems: list[Problem]) -> list[str]:
    paths = []
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
        else:
            paths.append(each)
    return paths


def _read_pages(
    newsroom: Newsroom, paths: list[str], problems: list[Problem]
) -> list[StandingPage]:
    pages = []
    for path in paths:
        name = page_name(path, newsroom)
        if isinstance(name, Problem):
            problems.append(name)
            continue
        source = read_text(newsroom.root, path)
        if isinstance(source, Problem):
            problems.append(source)
        elif page := understand_page(source, *name, problems):
            pages.append(page)
    return pages
