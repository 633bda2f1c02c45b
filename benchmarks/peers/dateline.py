"""Dateline, as a command and no more; the contract (sections 1 to 6) is all that is known of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.facts import FEED_NAMES, NEWEST, editions, markdown, write
from benchmarks.prose import LANGUAGES
from benchmarks.stories import NOW, Story, topics
from dateline.usercache import folder_of

_SITE: Final = Path(__file__).with_name("dateline-site")
# What the peers do: one RSS document with the newest, no archive, no digest, no text twins.
_NO_TWINS: Final = "plain_text = false\n"
_PLAIN_FEED: Final = f"""\
items = {NEWEST}
history = false
content = "full"
formats = ["rss"]
digest = "none"
"""


@dataclass(frozen=True, slots=True)
class Dateline:
    """Dateline doing the peers' work with a theme like theirs or, if `full`, all it does unasked.

    `jobs` is the number of processes, by default Dateline's own choice.
    """

    executable: Path
    full: bool = False
    jobs: int | None = None
    feeds: re.Pattern[str] = re.compile(r"[a-z]{2}/feeds/[^/]+\.rss\.xml")
    env: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name it in the table."""
        return "dateline" + ("-full" if self.full else "") + (f"-{self.jobs}" if self.jobs else "")

    @property
    def version(self) -> list[str]:
        """Give the command that tells its version."""
        return [str(self.executable), "--version"]

    @property
    def newest(self) -> int:
        """Say how many releases each feed holds; by default Dateline gives more."""
        return NEWEST

    @property
    def exact(self) -> bool:
        """Say whether it does the peers' work and no more."""
        return not self.full

    def lay_out(self, stories: Iterable[Story], site: Path) -> None:
        """Write a newsroom; unless `full`, with the theme and the switches of the peers' work."""
        settings = (_SITE / "dateline.toml").read_text(encoding="utf-8")
        head = "" if self.full else _NO_TWINS
        write(site / "dateline.toml", head + settings + "".join(map(_topic, topics())))
        if not self.full:
            shutil.copytree(_SITE / "templates", site / "templates")
            write(site / "templates" / "topic-links.html", _topic_links())
        rest = "" if self.full else _PLAIN_FEED
        write(site / "feeds" / "all.toml", _feed(FEED_NAMES) + rest)
        for topic, names in topics().items():
            write(site / "feeds" / f"{topic}.toml", _feed(names, topic) + rest)
        for story in stories:
            self.add(story, site)

    def add(self, story: Story, site: Path) -> None:
        """Write a story's files into its year."""
        stem = site / "releases" / f"{story.at:%Y}" / story.stem
        for path, _, edition in editions(story, stem):
            write(path, markdown(story, edition))

    def source(self, site: Path, story: Story) -> Path:
        """Say which file holds a story's English edition."""
        return site / "releases" / f"{story.at:%Y}" / f"{story.stem}.md"

    def frame(self, site: Path) -> Path:
        """Say which template ends every page; of the theme's own, a copy is laid into the site."""
        found = site / "templates" / "base.html"
        if not found.exists():
            found.parent.mkdir(exist_ok=True)
            shutil.copy(_SITE.parents[2] / "src/dateline/theme/templates/base.html", found)
        return found

    def forget(self, site: Path) -> None:
        """Remove the caches and the ledger, as if no build had been here."""
        shutil.rmtree(site / ".dateline", ignore_errors=True)
        if compiled := folder_of(site, "templates"):
            shutil.rmtree(compiled, ignore_errors=True)
        (site / "published.jsonl").unlink(missing_ok=True)

    def build(self, site: Path, output: Path) -> list[str]:
        """Build as of the corpus's own moment."""
        options = ["-C", str(site), "--out", str(output), "--now", NOW.isoformat()]
        jobs = ["--jobs", str(self.jobs)] if self.jobs else []
        return [str(self.executable), "build", *options, *jobs]

    def check(self, site: Path) -> list[str] | None:
        """Check every file by every rule; all are on unless a newsroom switches them off."""
        return [str(self.executable), "check", "-C", str(site)]

    def help(self) -> list[str] | None:
        """Ask for help."""
        return [str(self.executable), "--help"]


def _topic(topic: str) -> str:
    """Write a topic's table."""
    names = topics()[topic]
    lines = (f'{language} = "{names[language]}"\n' for language in LANGUAGES)
    return f"\n[topics.{topic}]\n" + "".join(lines)


def _topic_links() -> str:
    """Write the part of the navigation that lists the topics, in each language."""
    parts = []
    for language in LANGUAGES:
        parts.append(f'{{% if language.key == "{language}" %}}\n')
        for topic, names in topics().items():
            href = f"/{language}/topics/{topic}/"
            parts.append(f'<li><a href="{href}">{names[language]}</a></li>\n')
        parts.append("{% endif %}\n")
    return "".join(parts)


def _feed(names: dict[str, str], *chosen: str) -> str:
    """Write what a feed is called and which topics it has; none means all."""
    head = f"title = {_pair(names)}\ndescription = {_pair(names)}\n"
    return head + f"topics = [{', '.join(map(repr, chosen))}]\n".replace("'", '"')


def _pair(names: dict[str, str]) -> str:
    """Write an inline table of a text in each language."""
    return "{ " + ", ".join(f'{language} = "{names[language]}"' for language in LANGUAGES) + " }"
