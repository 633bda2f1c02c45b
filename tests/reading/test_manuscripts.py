"""Release files that are understood together are what they are one by one."""

from __future__ import annotations

from dataclasses import astuple

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.problems import Problem
from dateline.reading.files import ReleaseName, SourceFile
from dateline.reading.manuscripts import understand, understand_all
from tests.reading.room import Room

RIGHT = "---\ntitle: A\ndate: 2024-02-01\nsummary: B\n---\nText with [a link](/en/2024/).\n"
PIECES = st.sampled_from(
    [
        RIGHT, RIGHT.replace("\n---\nText", "\ndraft: true\n---\nText"), RIGHT.replace("A", "TBC"),
        RIGHT.replace("02-01", "02-30"), RIGHT.replace("date", "dat"), RIGHT.replace("B", "<b>"),
        RIGHT.replace("/en/", "javascript:"), RIGHT.replace("Text", "Two  spaces, Monday, 1 May 2024"),
        RIGHT.replace("Text", "Tie\u0302\u0301ng"), "no front matter", "---\n", "",
    ]
)  # fmt: skip
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(st.lists(PIECES, max_size=5))
@example([RIGHT, "no front matter", RIGHT.replace("date", "dat"), RIGHT])
def test_together_as_one_by_one(room: Room, texts: list[str]) -> None:
    """Neither what a file holds nor what ails it depends on the others of its block."""
    files = [
        (SourceFile(f"releases/2024-02-01-{n}.md", text), named(n)) for n, text in enumerate(texts)
    ]
    apart = [astuple(understand_all([file], room.newsroom)[0]) for file in files]
    together = [astuple(each) for each in understand_all(files, room.newsroom)]

    assert apart == together


def test_one_file_tells_its_problems(room: Room) -> None:
    """Whoever understands one file is told its edition, and its problems beside those before."""
    problems: list[Problem] = []
    source = SourceFile("releases/2024-02-01-1.md", RIGHT.replace("summary: B\n", ""))
    found = understand(source, named(1), room.newsroom, problems)

    assert found is not None
    assert [each.code for each in problems] == ["no-summary"]


def named(number: int) -> ReleaseName:
    return ReleaseName("2024-02-01", f"2024-02-01-{number}", f"2024-02-01-{number}", "en")
