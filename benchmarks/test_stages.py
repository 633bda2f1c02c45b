"""Time the stages of a build apart: `python -m pytest benchmarks/test_stages.py`.

Each handles the same 200 stories in one process, so that the numbers stand beside each other.
Not among the timed tests: nothing here fails for being slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from benchmarks.facts import markdown
from benchmarks.peers.dateline import Dateline
from benchmarks.stories import NOW, Corpus, stories
from dateline import digest, feeds, markup, output
from dateline.model import Artifact
from dateline.pages import make_frames
from dateline.pages import pieces as page_pieces
from dateline.parts import Part, artifacts
from dateline.reading import read_newsroom
from dateline.reading.block import read_block
from dateline.reading.frontmatter import Split, split
from dateline.rendering import open_site
from dateline.settings import load_newsroom
from dateline.site import Site

CORPUS = Corpus(200)


class Benchmark(Protocol):
    """What pytest-benchmark hands to a test."""

    def __call__(self, function: Callable[..., object], *arguments: object) -> object:
        """Run a function until its time is known."""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a newsroom with everything that Dateline does by default."""
    root = tmp_path_factory.mktemp("stages") / "newsroom"
    Dateline(Path(), full=True).lay_out(stories(CORPUS), root)
    return root


def fresh_site(newsroom: Path) -> Site:
    """Open the newsroom as a site that has rendered nothing yet: a site remembers what it made."""
    return open_site(load_newsroom(newsroom), NOW)


def exhaust(made: Iterable[object]) -> None:
    """Make everything that is yielded, and keep nothing."""
    for _ in made:
        pass


def test_front_matter(benchmark: Benchmark) -> None:
    """Files are split, and their YAML read."""
    texts = [markdown(story, each) for story in stories(CORPUS) for each in story.editions.values()]

    def read() -> None:
        for text in texts:
            parts = split(text, "releases/a.md")
            assert isinstance(parts, Split)
            read_block("releases/a.md", parts)

    benchmark(read)


def test_markdown(benchmark: Benchmark) -> None:
    """Bodies become safe HTML."""
    bodies = [each.body for story in stories(CORPUS) for each in story.editions.values()]

    benchmark(lambda: exhaust(map(markup.to_html, bodies)))


def test_reading(benchmark: Benchmark, newsroom: Path) -> None:
    """Files become releases: found, read, validated, proofread."""
    loaded = load_newsroom(newsroom)

    benchmark(read_newsroom, loaded)


@pytest.mark.parametrize("what", ["pages", "feeds", "digests"])
def test_rendering(benchmark: Benchmark, newsroom: Path, what: str) -> None:
    """A site becomes pages, feeds or digests; opening it anew is part of each round's time."""

    def render() -> None:
        site = fresh_site(newsroom)
        for language, frame in make_frames(site).items():
            if what == "pages":
                made = page_pieces(site, frame)
            elif what == "feeds":
                made = feeds.pieces(site, language)
            else:
                made = digest.pieces(site, frame)
            exhaust(artifacts(made))

    benchmark(render)


def test_opening(benchmark: Benchmark, newsroom: Path) -> None:
    """What the stages of rendering have in common: to be taken off their times."""
    benchmark(fresh_site, newsroom)


def test_writing(benchmark: Benchmark, newsroom: Path, tmp_path: Path) -> None:
    """Pages that are rendered already are staged and moved into a new folder."""
    site = fresh_site(newsroom)
    made: list[Artifact] = []
    for frame in make_frames(site).values():
        made += artifacts(page_pieces(site, frame))
    pages = [(Part("pages", None, lambda: made),)]
    turn = count()

    def write() -> None:
        folder = tmp_path / str(next(turn))
        output.publish(pages, folder / "public", folder / "state")

    benchmark(write)
