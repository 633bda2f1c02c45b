"""A tiny office whose publications are remembered: files in, problems and a ledger out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dateline import build as errand
from dateline.addresses import Addresses
from dateline.errors import ContentError
from dateline.ledger.reading import Ledger, parse
from dateline.ledger.sifting import sift
from dateline.ledger.text import Text
from dateline.settings import load_newsroom
from tests.conftest import NEWSROOMS
from tests.reading.room import Room

NOW = datetime(2024, 2, 15, tzinfo=UTC)
COURSE = "releases/2024-02-01-course.md"
COURSE_VI = "releases/2024-02-01-course.vi.md"
FAIR = "releases/2024-02-01-fair.md"
ID = "tag:press.example.org,2003:en/2024-02-01-course"
LINE = (
    f'{{"id":"{ID}","published":"2024-01-31T17:00:00Z","path":"{COURSE}",'
    '"title":"Course opens","url":"/en/2024/02/course/"}'
)


def text_of(*lines: str) -> Text:
    """Give the ledger of some lines."""
    return Text("\n".join(lines).encode())


def parsed(text: Text) -> Ledger:
    """Parse every line of a ledger."""
    at = Addresses(load_newsroom(NEWSROOMS / "small"))
    return parse(text, sift(text, {}, at, ""))


class Office(Room):
    """A newsroom of releases about a course, a fair and whatever a test needs."""

    @property
    def ledger(self) -> Path:
        """Give the ledger's place."""
        return self.root / "published.jsonl"

    def put(self, path: str, title: str, keys: str = "") -> None:
        """Write a release file."""
        day = path.rpartition("/")[2][:10]
        self.write(
            path, f"---\ntitle: {title}\ndate: {day}\n{keys}summary: It opens.\n---\nText.\n"
        )

    def publish(
        self,
        now: datetime = NOW,
        *,
        out: str = "public",
        keep: bool = True,
        allow_removal: bool = False,
        drafts: bool = False,
    ) -> list[str]:
        """Build, and give what was wrong or warned of as `path:line:column code`."""
        newsroom = load_newsroom(self.root)
        try:
            done = errand.build(
                newsroom,
                now,
                out=self.root / out,
                drafts=drafts,
                keep_ledger=keep,
                allow_removal=allow_removal,
            )
        except ContentError as failure:
            problems = failure.problems
        else:
            problems = done.warnings
        return [f"{p.place.path}:{p.place.line}:{p.place.column} {p.code}" for p in problems]

    def check(self, now: datetime = NOW) -> list[tuple[str, str]]:
        """Give message and hint of every problem."""
        found = errand.check(load_newsroom(self.root), now=now).problems
        return [(problem.message, problem.hint) for problem in found]

    def lines(self) -> list[str]:
        """Give the ledger's lines."""
        return self.ledger.read_text(encoding="utf-8").splitlines()

    def rename(self, old: str, new: str) -> None:
        """Rename a file of the newsroom."""
        (self.root / old).rename(self.root / new)

    def delete(self, path: str) -> None:
        """Delete a file of the newsroom."""
        (self.root / path).unlink()
