"""The preview's benchmark listens as a browser does, and takes no stale page for a quick one."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.preview import PreviewError, Served, idle_share, reload_time, serving
from tests.cli import running

COURSE = "releases/2024/2024-02-01-course.md"
PAGE = "/en/2024/02/course/"


@pytest.fixture
def served(small: Path) -> Iterator[Served]:
    """Serve the small newsroom."""
    with serving([sys.executable, "-m", "dateline"], small) as served:
        yield served


def save(small: Path, words: str, *, shown: str = "") -> str:
    """Change a title to words, and promise them, or others, on the page."""
    file = small / COURSE
    text = file.read_text(encoding="utf-8")
    running.save(file, re.sub("title: .*", f"title: {words}", text, count=1))
    return shown or words


def test_saved_words_are_in_the_first_page_fetched(small: Path, served: Served) -> None:
    """On the release's own page and on the list, once a reload was told, and again after that."""
    for turn in range(2):
        for path in (PAGE, "/en/"):
            words = f"Title {turn} of {path.count('/')}"

            spent = reload_time(served, path, lambda words=words: save(small, words))  # type: ignore[misc]

            assert 0 < spent < 60


def test_page_without_the_words_is_a_failure(small: Path, served: Served) -> None:
    """What was reloaded too early counts as broken, however quick."""
    with pytest.raises(PreviewError, match="was reloaded without 'Others'"):
        reload_time(served, PAGE, lambda: save(small, "Words", shown="Others"))


def test_idle_share(served: Served) -> None:
    """The share of a core is read from the system, for a while in which nothing happens."""
    assert 0 <= idle_share(served.process, 0.5) < 1
