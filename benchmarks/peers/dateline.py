"""Dateline, as a command and no more; the contract (sections 1 to 6) is all that is known of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.layouts import as_newsroom
from benchmarks.stories import NOW, Story


@dataclass(frozen=True, slots=True)
class Dateline:
    """Dateline doing the peers' work or, with `full`, all that it offers."""

    executable: Path
    full: bool = False
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/feeds/[^/]+\.rss\.xml")
    env: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name it in the table."""
        return "dateline-full" if self.full else "dateline"

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Write a newsroom."""
        as_newsroom(stories, site, full=self.full)

    def command(self, site: Path, output: Path) -> list[str]:
        """Build as of the corpus's own moment."""
        options = ["-C", str(site), "--out", str(output), "--now", NOW.isoformat()]
        return [str(self.executable), "build", *options]

    def forget(self, site: Path) -> None:
        """Remove the cache and the ledger, as if no build had been here."""
        shutil.rmtree(site / ".dateline", ignore_errors=True)
        (site / "published.jsonl").unlink(missing_ok=True)

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return site / "releases" / f"{story.at:%Y}" / f"{story.stem}.md"
