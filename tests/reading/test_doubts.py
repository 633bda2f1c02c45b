"""What nobody can tell of a release is marked as such, and told once where the doubt lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.reading import read_newsroom
from tests.reading.room import COURSE, Room


def test_day_in_an_unknown_zone(room: Room) -> None:
    """Where the newsroom's zone cannot be read, the name's day counts, and no slip is told."""
    room.write(COURSE, "---\ntitle: A\ndate: 2024-01-31T20:00:00Z\nsummary: B\n---\nText.\n")
    newsroom = replace(room.newsroom, is_zone_known=False)

    reading = read_newsroom(newsroom)

    assert (reading.editions, reading.problems) == ((), ())
    [found] = reading.broken
    assert found.day == date(2024, 2, 1)
    assert not found.knows("date")
    assert found.knows("title")


def test_month_in_doubt(room: Room) -> None:
    """Where name and date are of two months, nobody can tell the page's address."""
    room.write(COURSE, "---\ntitle: A\ndate: 2024-03-01\nsummary: B\n---\nText.\n")

    reading = read_newsroom(room.newsroom)

    [found] = reading.broken
    assert [problem.code for problem in reading.problems] == ["date-name-mismatch"]
    assert not found.knows("slug")
    assert not found.knows("date")
