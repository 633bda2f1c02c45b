"""Changes and withdrawals that no reader would understand are told of."""

from __future__ import annotations

import pytest

from tests.reading.room import Room

VIETNAMESE = "releases/2024-02-01-course.vi.md"
GONE = "withdrawn: {at: 2024-02-03, reason: Wrong.}\n"


def change(at: str, kind: str = "major") -> str:
    """Write an item of `changes`."""
    return f"  - {{at: {at}, note: Something., kind: {kind}}}\n"


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        ("2024-01-31", ["changed-too-early"]),
        ("2024-01-31T16:59:59Z", ["changed-too-early"]),
        ("2024-01-31T17:00:00Z", []),
        ("2024-02-01", []),
        ("2024-02-02 08:00", []),
    ],
)
def test_a_change_comes_after_the_release(room: Room, at: str, codes: list[str]) -> None:
    """A change before the release was public changed nothing; one on its day is right."""
    room.release("changes:\n" + change(at))

    assert room.told() == [f"2024-02-01-course.md:5:10 {code}" for code in codes]


def test_a_bare_day_may_be_the_embargos(room: Room) -> None:
    """A change dated by the day alone is none too early on the day on which the embargo lifts."""
    room.release("embargo: 2024-02-05T09:00+07:00\nchanges:\n" + change("2024-02-05"))
    right = room.told()
    room.release("embargo: 2024-02-05T09:00+07:00\nchanges:\n" + change("2024-02-05 08:00"))

    assert right == []
    assert room.told() == ["2024-02-01-course.md:6:10 changed-too-early"]


def test_major_changes_have_moments_of_their_own(room: Room) -> None:
    """Two major changes of one moment are an error; minor ones may share it, spelt anyhow."""
    changes = change("2024-02-03") + change("2024-02-03", "minor") + change("2024-02-02T17:00Z")
    room.release("changes:\n" + changes + change("2024-02-03 00:01"))

    assert room.told() == ["2024-02-01-course.md:7:10 same-moment"]


@pytest.mark.parametrize(
    ("at", "codes"),
    [("2024-01-31", ["withdrawn-too-early"]), ("2024-02-01", []), ("2024-02-01 00:00", [])],
)
def test_a_withdrawal_comes_after_the_release(room: Room, at: str, codes: list[str]) -> None:
    """What was withdrawn before it was public never was public."""
    room.release(f"withdrawn: {{at: {at}, reason: Wrong.}}\n")

    assert room.told() == [f"2024-02-01-course.md:4:17 {code}" for code in codes]


def test_an_edition_withdrawn_alone_is_told(room: Room) -> None:
    """Where one language is withdrawn and another is not, the withdrawal is pointed at."""
    room.release(GONE)
    room.release(path=VIETNAMESE)
    alone = room.told()
    room.release(GONE, path=VIETNAMESE)
    both = room.told()
    room.release("draft: true\n", path=VIETNAMESE)

    assert alone == ["2024-02-01-course.md:4:17 withdrawn-alone"]
    assert both == []
    assert room.told() == []


def test_every_edition_that_stays_is_named(room: Room) -> None:
    """The problem names the files that go on being read."""
    room.release(GONE)
    room.release(path=VIETNAMESE)
    (problem,) = room.problems()

    assert problem.message == f"{VIETNAMESE} is not withdrawn."


def test_a_release_does_not_replace_itself(room: Room) -> None:
    """`replaced_by` names another release."""
    own = "withdrawn: {at: 2024-02-03, reason: Wrong., replaced_by: 2024-02-01-course}\n"
    other = own.replace("course", "other")
    room.release(own)
    itself = room.told()
    room.release(other)
    room.release(path="releases/2024-02-01-other.md")

    assert itself == ["2024-02-01-course.md:4:58 replaced-by-itself"]
    assert room.told() == []
