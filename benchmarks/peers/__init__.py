"""The tools that build the corpus, each behind the same small seam.

Another tool is one more module here with a class of this shape, and a line in `benchmarks.tools`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from benchmarks.stories import Story


class Tool(Protocol):
    """A site generator, as the runner needs it."""

    @property
    def name(self) -> str:
        """Name it in the table."""

    @property
    def version(self) -> list[str]:
        """Give the command that tells its version."""

    @property
    def feeds(self) -> re.Pattern[str]:
        """Say which addresses in its output are RSS documents."""

    @property
    def newest(self) -> int:
        """Say how many releases each of these holds."""

    @property
    def exact(self) -> bool:
        """Say whether it does the same work as the others, or more."""

    @property
    def env(self) -> Mapping[str, str]:
        """Say which environment variables it needs."""

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Write the site and the corpus as this tool wants them."""

    def add(self, story: Story, site: Path) -> None:
        """Write one story's files."""

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""

    def frame(self, site: Path) -> Path:
        """Say which template holds the end of every page."""

    def forget(self, site: Path) -> None:
        """Remove from a site whatever an earlier build left there, caches above all."""

    def build(self, site: Path, output: Path) -> list[str]:
        """Say how a build is started."""

    def check(self, site: Path) -> list[str] | None:
        """Say how a check without a build is started, where there is one."""

    def help(self) -> list[str] | None:
        """Say how help is asked for, where that is timed."""
