"""Releases that another release names must exist."""

from __future__ import annotations

import time

import pytest

from dateline.checks.references import unknown_releases
from dateline.checks.roll import Roll
from dateline.problems import Place
from tests.reading.room import COURSE, Room

OLD = "releases/2023-05-01-old-story.md"


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("related: [2023-05-01-old-story]\n", []),
        ("related:\n- 2023-05-01-old-story\n- 2023-05-01-old-storey\n", ["6:3 unknown-release"]),
        ("withdrawn: {at: 2024-02-02, reason: A, replaced_by: 2023-05-01-old-story}\n", []),
        (
            "withdrawn:\n  at: 2024-02-02\n  reason: A\n  replaced_by: 2023-05-02-old\n",
            ["7:16 unknown-release"],
        ),
    ],
)
def test_named_release_must_exist(room: Room, keys: str, told: list[str]) -> None:
    """A stem that no file has is told where it is written."""
    room.release(path=OLD)
    room.release(keys)

    assert [f"2024-02-01-course.md:{each}" for each in told] == room.told()


def test_a_release_is_not_proposed_to_itself(room: Room) -> None:
    """Whoever misspells what replaces a release is told of another one, if of any."""
    room.release(path=OLD)
    room.release("withdrawn: {at: 2024-02-02, reason: A, replaced_by: 2024-02-01-curse}\n")
    (alone,) = room.problems()
    room.release(path="releases/2024-02-08-course.md")
    beside = next(each for each in room.problems() if each.code == "unknown-release")

    assert alone.hint == "Write the file's name without language and .md."
    assert beside.hint == "Did you mean `2024-02-08-course`?"


def test_a_broken_file_is_a_release_that_exists(room: Room) -> None:
    """A release whose file has problems of its own is not told as missing too."""
    room.release("sumary: x\n", path=OLD)
    room.release("related: [2023-05-01-old-story]\n")

    assert room.told() == ["2023-05-01-old-story.md:4:1 unknown-key"]


def test_stems_with_spaces_and_accents(room: Room) -> None:
    """A release is named by its stem as the file has it, spaces and letters in pieces too."""
    room.release(path="releases/2023-05-01-Khóa Học.md")
    room.release("related: [2023-05-01-Kho\u0301a Học]\n")

    assert [problem.code for problem in room.problems()] == ["not-nfc"]


@pytest.mark.parametrize(
    ("stem", "hint"),
    [
        ("2023-05-01-old-storey", "Did you mean `2023-05-01-old-story`?"),
        ("2023-05-09-old-story", "Did you mean `2023-05-01-old-story`?"),
        ("2013-11-01-old-story", "Did you mean `2023-05-01-old-story`?"),
        ("2019-01-01-something-else", "Write the file's name without language and .md."),
    ],
)
def test_the_nearest_release_is_suggested(room: Room, stem: str, hint: str) -> None:
    """A slip in the name or the date is answered with the release that was meant."""
    room.release(path=OLD)
    room.release(f"related: [{stem}]\n")

    assert [hint] == [problem.hint for problem in room.problems()]


@pytest.mark.parametrize(
    "name", ["20{y}-{m:02d}-01-b{n}", "2023-05-02-b{n}", "20{y}-{m:02d}-01-a7"]
)
def test_hundreds_of_unknown_releases_are_soon_told(room: Room, name: str) -> None:
    """An old archive's dead references do not make a check slow, near as they may be to others."""
    room.release(f"related: [{', '.join(f'2023-05-01-a{n}' for n in range(500))}]\n")
    room.release(path=OLD)
    editions = room.read().editions
    stems = frozenset(name.format(y=n % 90 + 10, m=n % 12 + 1, n=n) for n in range(10_000))
    start = time.process_time()
    found = list(unknown_releases(Roll(editions), stems, room.root))

    assert len(found) == 500
    assert time.process_time() - start < 5


def test_of_hundreds_the_first_are_answered_with_a_guess(room: Room) -> None:
    """After a hundred guesses it is plain that no slip is meant; the rest are told all the same."""
    room.release(f"related: [{', '.join(f'2023-05-01-old-story{n}' for n in range(102))}]\n")
    room.release(path=OLD)
    hints = [problem.hint for problem in room.problems()]

    assert hints[:100] == ["Did you mean `2023-05-01-old-story`?"] * 100
    assert hints[100:] == ["Write the file's name without language and .md."] * 2


@pytest.mark.parametrize("content", ["Text without keys.\n", None])
def test_a_file_changed_since_it_was_read_is_told_as_a_whole(
    room: Room, content: str | None
) -> None:
    """Where the keys are gone by the time that a place is looked for, the file is named alone."""
    room.release("related: [2023-05-01-old-story]\n")
    editions = room.read().editions
    (room.root / COURSE).unlink()
    if content:
        room.write(COURSE, content)
    (found,) = unknown_releases(Roll(editions), frozenset(), room.root)

    assert Place(COURSE) == found.place
