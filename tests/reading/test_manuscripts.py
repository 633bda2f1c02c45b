"""Release files that are understood together are what they are one by one."""

from __future__ import annotations

import unicodedata
from dataclasses import astuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.model import Edition
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


SEEN = Edition.__dataclass_fields__.keys() - {"body", "line", "body_line", "title"}


def test_what_is_not_said_is_what_is_said_to_be_nothing(room: Room) -> None:
    """A release that says none of what few say is like one that says it and leaves it empty."""
    empty = RIGHT.replace("date", "draft: false\ncontacts: []\nrelated: []\naliases: []\ndate", 1)
    found = [
        understand(SourceFile("a.md", text), named(1), room.newsroom, []) for text in (RIGHT, empty)
    ]
    plain, written = [{name: getattr(each, name) for name in SEEN} for each in found]

    assert plain == written


@pytest.mark.parametrize("keys", ["summary: Tiếng Việt", "summary: 'Tiếng Việt'"])
def test_letters_in_pieces_are_joined(room: Room, keys: str) -> None:
    """Whether its keys are plain or not, a text's letters are whole in the end."""
    text = unicodedata.normalize("NFD", RIGHT.replace("summary: B", keys).replace("Text", "Chữ"))
    found = understand(SourceFile("a.md", text), named(1), room.newsroom, [])

    assert found is not None
    assert (found.summary, found.body[:3]) == ("Tiếng Việt", "Chữ")


def named(number: int) -> ReleaseName:
    return ReleaseName("2024-02-01", f"2024-02-01-{number}", f"2024-02-01-{number}", "en")
