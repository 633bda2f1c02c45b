"""Editions of one release say the same in what is not language."""

from __future__ import annotations

import pytest

from tests.reading.room import Room

VIETNAMESE = "releases/2024-02-01-course.vi.md"


@pytest.mark.parametrize(
    ("keys", "places"),
    [
        ("", []),
        ("topics: [skills]\n", ["4:9"]),
        ("kind: statement\n", ["4:7"]),
        ("kind: press-release\n", []),
        ("reference: A\n", ["4:12"]),
        ("embargo: 2024-02-01T09:00Z\n", ["4:10"]),
        ("summary: A\nplace: B\nslug: c\nbyline: D\n", []),
    ],
)
def test_an_edition_that_differs_is_told(room: Room, keys: str, places: list[str]) -> None:
    """Date, embargo, kind, reference and topics are the release's; words are the language's."""
    room.release()
    room.release(keys, path=VIETNAMESE)

    assert [f"2024-02-01-course.vi.md:{place} editions-differ" for place in places] == room.told()


def test_a_date_at_another_hour_is_told(room: Room) -> None:
    """Two moments of one day are two dates; the same moment in two spellings is one."""
    room.release()
    room.write(VIETNAMESE, "---\ntitle: A\ndate: 2024-02-01 09:00\n---\nB.\n")
    later = room.told()
    room.write(VIETNAMESE, "---\ntitle: A\ndate: 2024-01-31T17:00Z\n---\nB.\n")

    assert later == ["2024-02-01-course.vi.md:3:7 editions-differ"]
    assert room.told() == []


def test_the_default_language_is_the_measure(room: Room) -> None:
    """What differs is told of the translation; a key that it lacks, of its file."""
    room.release("kind: statement\n")
    room.release(path=VIETNAMESE)

    assert room.told() == ["2024-02-01-course.vi.md:1:1 editions-differ"]


def test_the_order_of_topics_says_nothing(room: Room) -> None:
    """Topics are a set."""
    settings = (room.root / "dateline.toml").read_text(encoding="utf-8")
    room.write("dateline.toml", settings + 'rights = { en = "Rights", vi = "Quyền" }\n')
    room.release("topics: [skills, rights]\n")
    room.release("topics: [rights, skills]\n", path=VIETNAMESE)

    assert room.told() == []


def test_differences_do_not_stop_a_build(room: Room) -> None:
    """They are told as warnings: an editor may know better."""
    room.release()
    room.release("kind: statement\n", path=VIETNAMESE)

    assert [problem.severity.value for problem in room.problems()] == ["warning"]
