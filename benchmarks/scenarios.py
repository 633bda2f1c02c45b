"""What is timed: each scenario readies a site, untimed, for the one build that follows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.peers import Tool
from benchmarks.stories import Story


@dataclass(frozen=True, slots=True)
class Stand:
    """One tool with its site, its output and the newest story, which is the one edited."""

    tool: Tool
    site: Path
    output: Path
    newest: Story

    def command(self) -> list[str]:
        """Say how this stand's build is started."""
        return self.tool.command(self.site, self.output)

    def page(self) -> Path:
        """Say where the newest story's English page is."""
        return self.output / "en" / f"{self.newest.at:%Y/%m}" / self.newest.slug / "index.html"


def cold(stand: Stand, _: str) -> None:
    """Leave neither output nor cache."""
    shutil.rmtree(stand.output, ignore_errors=True)
    stand.tool.forget(stand.site)


def nothing_changed(_stand: Stand, _: str) -> None:
    """Leave everything as the last build left it."""


def one_edit(stand: Stand, mark: str) -> None:
    """Add a paragraph with this mark to the newest release, which lists and feeds show too."""
    with stand.tool.source(stand.site, stand.newest).open("a", encoding="utf-8") as release:
        release.write(f"\nAdded later: {mark}.\n")


Scenario = Callable[[Stand, str], None]
SCENARIOS: Final[dict[str, Scenario]] = {
    "cold": cold,
    "nothing-changed": nothing_changed,
    "one-edit": one_edit,
}
