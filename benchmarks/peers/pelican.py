"""Pelican with the site in `peers/pelican-site/`, which stands beside this module."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.facts import NEWEST, editions, write
from benchmarks.stories import Edition, Story, topics

_SITE: Final = Path(__file__).with_name("pelican-site")


@dataclass(frozen=True, slots=True)
class Pelican:
    """Pelican, which keeps what it read in a cache, and writes every page in every build."""

    executable: Path
    name: str = "pelican"
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/feeds/[^/]+\.xml")
    newest: int = NEWEST
    exact: bool = True
    env: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> list[str]:
        """Give the command that tells its version."""
        return [str(self.executable), "--version"]

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Copy the site, and write the topics and the releases."""
        shutil.copytree(_SITE, site, ignore=shutil.ignore_patterns("__pycache__"))
        write(site / "topics.json", json.dumps(topics()))
        write(site / "content" / "robots.txt", "User-agent: *\nAllow: /\n")
        for story in stories:
            self.add(story, site)

    def add(self, story: Story, site: Path) -> None:
        """Write a story's files."""
        stem = self.source(site, story).with_suffix("")
        for path, language, edition in editions(story, stem):
            write(path, _release(story, language, edition))

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return site / "content" / "releases" / f"{story.at:%Y}" / f"{story.stem}.md"

    def frame(self, site: Path) -> Path:
        """Say which template holds the end of every page."""
        return site / "theme" / "templates" / "base.html"

    def forget(self, site: Path) -> None:
        """Remove the cache."""
        shutil.rmtree(site / "cache", ignore_errors=True)

    def build(self, site: Path, output: Path) -> list[str]:
        """Build with the site's settings."""
        settings = ["--settings", str(site / "pelicanconf.py"), "--output", str(output)]
        return [str(self.executable), *settings, "--quiet"]

    def check(self, site: Path) -> list[str] | None:
        """Pelican checks nothing apart from building."""
        return None

    def help(self) -> list[str] | None:
        """Its help is not timed."""
        return None


def _release(story: Story, language: str, edition: Edition) -> str:
    """Write a release file with the lines of metadata that Pelican reads."""
    return (
        f"Title: {edition.title}\nDate: {story.at:%Y-%m-%d %H:%M:%S}\nLang: {language}\n"
        f"Slug: {story.slug}\nSummary: {edition.summary}\nPlace: {edition.place}\n"
        f"Tags: {', '.join(story.topics)}\n\n{edition.body}"
    )
