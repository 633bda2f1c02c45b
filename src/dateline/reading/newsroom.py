"""Read every release and page of a newsroom in one run; a bad file never hides another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from dateline.memory.scan import Identity
from dateline.model import Edition, Print, StandingPage
from dateline.problems import Place, Problem, error
from dateline.reading import records
from dateline.reading.assets import walk_assets
from dateline.reading.body import SiteLink
from dateline.reading.files import (
    ReleaseName,
    SourceFile,
    guessed_name,
    is_misnamed,
    read_text,
    release_name,
    walk,
)
from dateline.reading.manuscripts import understand_all
from dateline.reading.notebook import Block, Notebook
from dateline.reading.pages import page_name, understand_page
from dateline.reading.walking import BAD_FILE_NAME
from dateline.settings import Newsroom
from dateline.workers import share

NO_RELEASES = error(
    "no-releases",
    "A newsroom without any release file is usually the wrong folder.",
    where="files",
    bad="releases/",
    good="releases/2024-02-01-course.md",
)
Progress = Callable[[int, int], None]
_BLOCK = 40
_MANY = 400
# The texts of more releases than these are read again when they are rendered: together they would
# take the machine's memory.
_MOST_BODIES = 30_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the editions and pages that are right, and all problems.

    `stems` and `files` count the broken ones too, so that one fault is not told twice; `links` are
    those within the newsroom, of broken files too. `broken` and `broken_pages` are what was
    understood of files that cannot be published: for checks, never for output.
    """

    editions: tuple[Edition, ...]
    pages: tuple[StandingPage, ...]
    problems: tuple[Problem, ...]
    stems: frozenset[str]
    assets: tuple[str, ...]
    files: int
    links: tuple[SiteLink, ...] = ()
    prints: Mapping[str, Print] = field(default_factory=dict)
    broken: tuple[Edition, ...] = ()
    broken_pages: tuple[StandingPage, ...] = ()

    @property
    def understood(self) -> tuple[Edition, ...]:
        """Give the editions and what was understood of broken ones, in the order of files."""
        if not self.broken:
            return self.editions
        return tuple(sorted((*self.editions, *self.broken), key=_as_walked))

    @property
    def understood_pages(self) -> tuple[StandingPage, ...]:
        """Give the pages and what was understood of broken ones, in the order of files."""
        return tuple(sorted((*self.pages, *self.broken_pages), key=_as_walked))


def read_newsroom(
    newsroom: Newsroom,
    progress: Progress | None = None,
    *,
    jobs: int = 1,
    meanwhile: Callable[[], object] | None = None,
    notebook: Notebook | None = None,
) -> Reading:
    """Read every file below `releases/` and `pages/`; reports files done and in all.

    Up to `jobs` processes share the releases where there are many; `meanwhile` is then done
    beside it. What `notebook` knows of files that have not changed is not read again, and what
    was read is noted.
    """
    problems: list[Problem] = []
    releases = _paths(newsroom, "releases", problems, notebook)
    pages = _paths(newsroom, "pages", problems, notebook)
    assets = _split_problems(walk_assets(newsroom.root), problems)
    if not releases and not any(p.place.path.startswith("releases") for p in problems):
        hint = "`dateline new TITLE` writes the first one."
        problems.append(NO_RELEASES.broken(Place("releases"), "There is no release here.", hint))
    new = notebook.changed(releases) if notebook else releases
    blocks = _read_releases(newsroom, new, progress, jobs, meanwhile, notebook)
    misnamed = _misnamed(problems)
    blocks.append(_read_block(newsroom, misnamed, None))
    read, prints = (notebook or Notebook(newsroom)).gather([*releases, *misnamed], blocks)
    problems += read.problems
    links = read.links
    broken_pages: list[StandingPage] = []
    standing = tuple(_read_pages(newsroom, pages, problems, links, broken_pages))
    return Reading(
        editions=tuple(read.editions.values()),
        pages=standing,
        problems=tuple(problems),
        stems=frozenset(read.stems),
        assets=tuple(assets),
        files=len(releases) + len(pages),
        links=tuple(links),
        prints=prints,
        broken=tuple(read.broken),
        broken_pages=tuple(broken_pages),
    )


def read_again(newsroom: Newsroom, paths: Sequence[str]) -> Block:
    """Read some release files by themselves, with the problems that each has alone."""
    return _read_block(newsroom, list(paths), None)


def _read_releases(
    newsroom: Newsroom,
    paths: list[str],
    progress: Progress | None,
    jobs: int,
    meanwhile: Callable[[], object] | None,
    notebook: Notebook | None,
) -> list[Block]:
    """Read release files in blocks, which processes share; gives the blocks in order."""
    identities = notebook.identities if notebook else None
    with_bodies = len(paths) <= _MOST_BODIES

    def work(number: int, starts: Iterator[int]) -> Iterator[tuple[int, Block]]:
        for start in starts:
            if progress and number == 0:
                progress(start, len(paths))
            block = _read_block(newsroom, paths[start : start + _BLOCK], identities)
            if number or not with_bodies:
                block = block.packed(with_bodies=with_bodies)
            yield start, block

    starts = range(0, len(paths), _BLOCK)
    found: list[tuple[int, Block]] = []
    for start, block in share(
        starts, work, jobs if len(paths) >= _MANY else 1, meanwhile=meanwhile
    ):
        if notebook:
            notebook.note(block)
        found.append((start, block))
    return [block for _, block in sorted(found, key=itemgetter(0))]


def _read_block(
    newsroom: Newsroom, paths: list[str], identities: Mapping[str, Identity | None] | None
) -> Block:
    """Read release files, and make records of those that can be published, given `identities`."""
    block = Block()
    found = understand_all(_open(newsroom, paths, block), newsroom)
    for each in found:
        block.problems += each.problems
        block.links += each.links
        block.broken += [each.broken] if each.broken else ()
        if each.edition:
            block.editions[each.source.path] = each.edition
    if identities is not None:
        zone = newsroom.timezone
        for each in found:
            told = each.problems, each.links
            if each.edition and (
                record := records.make(each.edition, each.source, *told, identities, zone)
            ):
                block.note(record)
    return block


def _open(
    newsroom: Newsroom, paths: list[str], block: Block
) -> list[tuple[SourceFile, ReleaseName]]:
    """Read files' names and texts; what nobody can read is told to the block."""
    root = str(newsroom.root)
    sources = [read_text(root, path) for path in paths]
    languages, default = newsroom.languages, newsroom.default_language
    found = []
    for path, source in zip(paths, sources, strict=True):
        name = release_name(path, languages, default)
        if isinstance(name, Problem):
            block.problems.extend([name] if path.endswith(".md") else ())  # else it was told
            name = guessed_name(path, languages, default)
        block.stems.add(name.stem)
        if isinstance(source, Problem):
            block.problems.append(source)
        else:
            found.append((source, name))
    return found


def _as_walked(source: Edition | StandingPage) -> list[str]:
    return source.path.split("/")


def _paths(
    newsroom: Newsroom, folder: str, problems: list[Problem], notebook: Notebook | None
) -> list[str]:
    known = notebook.listed(folder) if notebook else None
    return known if known is not None else _split_problems(walk(newsroom.root, folder), problems)


def _misnamed(problems: Iterable[Problem]) -> list[str]:
    """Give the release files that nothing ails but their ending: what they hold is checked too."""
    paths = (each.place.path for each in problems if each.code == BAD_FILE_NAME.code)
    return [path for path in paths if path.startswith("releases/") and is_misnamed(path)]


def _split_problems(found: Iterable[str | Problem], problems: list[Problem]) -> list[str]:
    paths = []
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
        else:
            paths.append(each)
    return paths


def _read_pages(
    newsroom: Newsroom,
    paths: list[str],
    problems: list[Problem],
    links: list[SiteLink],
    broken: list[StandingPage],
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
        elif page := understand_page(source, name, newsroom, problems, links, broken):
            pages.append(page)
    return pages
