"""What is timed: each scenario readies a site, untimed, for the one command that follows.

What a command should have done is looked for after it: a tool that did nothing is not quick.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.facts import mark_template
from benchmarks.peers import Tool
from benchmarks.stories import Corpus, Story, later


@dataclass(frozen=True, slots=True)
class Stand:
    """One tool with its site, its output, the corpus, and its oldest and newest story.

    The newest is the one edited.
    """

    tool: Tool
    site: Path
    output: Path
    corpus: Corpus
    oldest: Story
    newest: Story

    def build(self) -> list[str]:
        """Say how this stand's build is started."""
        return self.tool.build(self.site, self.output)

    def page(self, story: Story) -> str:
        """Give a story's English page; empty where there is none."""
        folder = self.output / "en" / f"{story.at:%Y/%m}" / story.slug
        try:
            return (folder / "index.html").read_text(encoding="utf-8")
        except OSError:
            return ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is readied for a turn, what is run, and what must be seen after it.

    `command` gives None where a tool has no such thing. `is_done` is asked after each run.
    """

    title: str
    ready: Callable[[Stand, int], None]
    command: Callable[[Stand], list[str] | None]
    is_done: Callable[[Stand, int], bool]


def cold(stand: Stand, _: int) -> None:
    """Leave neither output nor cache."""
    shutil.rmtree(stand.output, ignore_errors=True)
    stand.tool.forget(stand.site)


def leave(_stand: Stand, _: int) -> None:
    """Leave everything as the last build left it."""


def edit(stand: Stand, turn: int) -> None:
    """Add a paragraph to the newest release, which lists and feeds show too."""
    with stand.tool.source(stand.site, stand.newest).open("a", encoding="utf-8") as release:
        release.write(f"\nAdded later: {_mark('edit', turn)}.\n")


def add(stand: Stand, turn: int) -> None:
    """Write one more release, newer than all."""
    stand.tool.add(later(stand.corpus, turn), stand.site)


def change_template(stand: Stand, turn: int) -> None:
    """Change the frame of all pages."""
    mark_template(stand.tool.frame(stand.site), _mark("template", turn))


def _mark(scenario: str, turn: int) -> str:
    return f"{scenario} of turn {turn}"


def _is_there(stand: Stand, _: int) -> bool:
    return all(map(stand.page, (stand.oldest, stand.newest)))


def _is_edited(stand: Stand, turn: int) -> bool:
    return _mark("edit", turn) in stand.page(stand.newest)


def _is_added(stand: Stand, turn: int) -> bool:
    return bool(stand.page(later(stand.corpus, turn)))


def _is_restyled(stand: Stand, turn: int) -> bool:
    pages = map(stand.page, (stand.oldest, stand.newest))
    return all(_mark("template", turn) in page for page in pages)


def _check(stand: Stand) -> list[str] | None:
    """Check, where the tool has a check; the first tool builds, for the others to be held to."""
    if stand.tool.name == FIRST:
        return stand.build()
    return None if stand.tool.name not in CHECKED else stand.tool.check(stand.site)


def _help(stand: Stand) -> list[str] | None:
    return None if stand.tool.name not in (FIRST, *CHECKED) else stand.tool.help()


FIRST: Final = "hugo"
CHECKED: Final = ("dateline",)
SCENARIOS: Final[dict[str, Scenario]] = {
    "cold": Scenario("cold", cold, Stand.build, _is_there),
    "nothing": Scenario("nothing changed", leave, Stand.build, _is_there),
    "edit": Scenario("one release edited", edit, Stand.build, _is_edited),
    "add": Scenario("one release added", add, Stand.build, _is_added),
    "template": Scenario("template changed", change_template, Stand.build, _is_restyled),
    "check": Scenario("check, beside a cold build", cold, _check, lambda *_: True),
    "help": Scenario("--help", leave, _help, lambda *_: True),
}
