"""The tools that build the corpus, each behind the same small seam.

Another tool is one more module here with a class of this shape, and a line in `benchmarks.run`.
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
    def feeds(self) -> re.Pattern[str]:
        """Say which addresses in its output are RSS documents."""

    @property
    def env(self) -> Mapping[str, str]:
        """Say which environment variables it needs."""

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Write the corpus as this tool wants it."""

    def command(self, site: Path, output: Path) -> list[str]:
        """Say how a build is started."""

    def forget(self, site: Path) -> None:
        """Remove from a site whatever an earlier build left there, caches above all."""

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
