"""Eleventy with the site in `peers/eleventy-site/`, which stands beside this module."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.facts import NEWEST, editions, markdown, write
from benchmarks.stories import Story, topics

_SITE: Final = Path(__file__).with_name("eleventy-site")


@dataclass(frozen=True, slots=True)
class Eleventy:
    """Eleventy, installed by npm into a `folder`. It keeps nothing from build to build."""

    folder: Path
    name: str = "eleventy"
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/feeds/[^/]+\.xml")
    newest: int = NEWEST
    exact: bool = True
    env: dict[str, str] = field(default_factory=lambda: {"NODE_ENV": "production"})

    @property
    def version(self) -> list[str]:
        """Give the command that tells its version."""
        return [str(self.folder / "node_modules" / ".bin" / "eleventy"), "--version"]

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Copy the site, and write the topics and the releases."""
        shutil.copytree(_SITE, site, ignore=shutil.ignore_patterns("lists", "releases.*"))
        shutil.copytree(_SITE / "lists", site / "content" / "lists")
        write(site / "package.json", '{ "type": "module" }\n')
        names = json.dumps(topics(), ensure_ascii=False)
        write(site / "lib" / "topics.js", f"export default {names};\n")
        data = (_SITE / "releases.11tydata.js").read_text(encoding="utf-8")
        write(site / "content" / "releases" / "releases.11tydata.js", data)
        for story in stories:
            self.add(story, site)

    def add(self, story: Story, site: Path) -> None:
        """Write a story's files."""
        stem = self.source(site, story).with_suffix("")
        for path, _, edition in editions(story, stem):
            write(path, markdown(story, edition))

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return (
            site / "content" / "releases" / f"{story.at:%Y}" / f"{story.at:%m}" / f"{story.slug}.md"
        )

    def frame(self, site: Path) -> Path:
        """Say which template holds the end of every page."""
        return site / "includes" / "base.11ty.js"

    def forget(self, site: Path) -> None:
        """Eleventy keeps nothing."""

    def build(self, site: Path, output: Path) -> list[str]:
        """Build from within the site, which Eleventy takes for its project."""
        places = ["--input=content", f"--output={os.path.relpath(output, site)}"]
        program = self.folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
        return ["env", "-C", str(site), "node", str(program), *places, "--quiet"]

    def check(self, site: Path) -> list[str] | None:
        """Eleventy checks nothing apart from building."""
        return None

    def help(self) -> list[str] | None:
        """Its help is not timed."""
        return None
