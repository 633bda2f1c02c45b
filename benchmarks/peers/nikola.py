"""Nikola with the site in `peers/nikola-site/`, which stands beside this module."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.census import dateline
from benchmarks.facts import FEED_NAMES, NEWEST, SUFFIX, editions, write
from benchmarks.stories import Story, topics

_SITE: Final = Path(__file__).with_name("nikola-site")


@dataclass(frozen=True, slots=True)
class Nikola:
    """Nikola, which keeps a database of what each file was made from."""

    executable: Path
    name: str = "nikola"
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/(rss|topics/[^/]+)\.xml")
    newest: int = NEWEST
    exact: bool = True
    env: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> list[str]:
        """Give the command that tells its version."""
        return [str(self.executable), "version"]

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Copy the site, and write the topics, the page of feeds and the releases."""
        shutil.copytree(_SITE, site, ignore=shutil.ignore_patterns("__pycache__"))
        write(site / "topics.json", json.dumps(topics()))
        for language, suffix in SUFFIX.items():
            write(site / "pages" / f"feeds{suffix}", _feeds_page(language))
        for story in stories:
            self.add(story, site)

    def add(self, story: Story, site: Path) -> None:
        """Write a story's files."""
        stem = self.source(site, story).with_suffix("")
        for path, language, _ in editions(story, stem):
            write(path, _release(story, language))

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return site / "posts" / f"{story.at:%Y}" / f"{story.at:%m}" / f"{story.slug}.md"

    def frame(self, site: Path) -> Path:
        """Say which template holds the end of every page."""
        return site / "themes" / "press" / "templates" / "base.tmpl"

    def forget(self, site: Path) -> None:
        """Remove the database and the cache."""
        shutil.rmtree(site / "cache", ignore_errors=True)
        for left in site.glob(".doit.db*"):
            left.unlink()

    def build(self, site: Path, output: Path) -> list[str]:
        """Build from within the site."""
        return [
            "env",
            "-C",
            str(site),
            f"BENCH_OUTPUT={output}",
            str(self.executable),
            "build",
            "-q",
        ]

    def check(self, site: Path) -> list[str] | None:
        """Nikola checks its output, not its sources."""
        return None

    def help(self) -> list[str] | None:
        """Its help is not timed."""
        return None


def _release(story: Story, language: str) -> str:
    """Write a release file with metadata as Nikola has it, and the dateline in its text."""
    edition = story.editions[language]
    return (
        f"<!--\n.. title: {edition.title}\n.. slug: {story.slug}\n"
        f".. date: {story.at:%Y-%m-%d %H:%M:%S} UTC+07:00\n.. tags: {','.join(story.topics)}\n"
        f".. description: {edition.summary}\n.. type: text\n-->\n\n"
        f"{dateline(story, language)}\n\n{edition.body}"
    )


def _feeds_page(language: str) -> str:
    """Write the page that lists the feeds."""
    title = FEED_NAMES[language]
    links = [f"- [{title}](/{language}/rss.xml)"]
    for topic, names in topics().items():
        links.append(f"- [{names[language]}](/{language}/topics/{topic}.xml)")
    head = f"<!--\n.. title: {title}\n.. slug: feeds\n.. date: 2006-01-01 00:00:00 UTC+07:00\n-->\n"
    return head + "\n" + "\n".join(links) + "\n"
