"""Values of the trade: months, and what came before what."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dateline.model import Change, Edition, Month, Withdrawal, came_before, make_edition
from tests.editions import HANOI, edition

NOON = datetime(2024, 2, 1, 12, tzinfo=HANOI)
SECOND = timedelta(seconds=1)


def test_month_of_a_day() -> None:
    """A month is written as ISO 8601 has it, and as a folder in addresses."""
    month = Month.of(date(987, 2, 28))

    assert (str(month), month.path) == ("0987-02", "0987/02")


@pytest.mark.parametrize(
    ("month", "before"), [((2024, 1), (2023, 12)), ((2024, 2), (2024, 1)), ((2024, 12), (2024, 11))]
)
def test_month_before(month: tuple[int, int], before: tuple[int, int]) -> None:
    """Before January comes December of the year before."""
    assert Month(*before) == Month(*month).before()


@pytest.mark.parametrize(
    ("at", "is_day", "before"),
    [
        (NOON, False, False),
        (NOON - SECOND, False, True),
        (NOON + SECOND, False, False),
        (NOON.replace(hour=0), True, False),
        (NOON.replace(hour=0) - SECOND, True, True),
        (datetime(2024, 2, 1, 3, tzinfo=UTC), True, False),
    ],
)
def test_a_bare_day_comes_before_no_moment_of_its_own(
    at: datetime, is_day: bool, before: bool
) -> None:
    """What is dated by a day alone may have happened at any hour of it, in its own zone."""
    assert before is came_before(Change(at, "Note.", major=True, at_is_day=is_day), NOON)
    assert before is came_before(Withdrawal(at, "Wrong.", at_is_day=is_day), NOON)


def test_days_are_those_of_the_event() -> None:
    """Noon of Hanoi's 1 February is yet 31 January in Honolulu: days are compared in one zone."""
    hawaii = datetime.fromisoformat("2024-01-31T00:00:00-10:00")

    assert not came_before(Withdrawal(hawaii, "Wrong.", at_is_day=True), NOON)
    assert came_before(Withdrawal(hawaii, "Wrong."), NOON)


@pytest.mark.parametrize(
    ("key", "known"),
    [
        (("title",), True),
        (("date",), False),
        (("changes",), False),
        (("changes", 1), True),
        (("changes", 0), False),
        (("changes", 0, "at"), False),
        (("date", "day"), False),
    ],
)
def test_what_is_unsure_of_an_edition(key: tuple[int | str, ...], known: bool) -> None:
    """A key is sure where neither it, nor a part of it, nor what it is part of, is not."""
    unsure = frozenset[tuple[int | str, ...]]({("date",), ("changes", 0, "at")})

    assert edition(unsure=unsure).knows(*key) is known
    assert edition().knows(*key)


def test_editions_are_made_as_the_class_makes_them() -> None:
    """What makes editions in a fifth of the time gives the same, with the class's defaults."""
    whole = edition(summary="It is free.", topics=("skills",))
    given = {each.name: getattr(whole, each.name) for each in fields(Edition)}
    few = {name: value for name, value in given.items() if name not in {"folder", "unsure"}}
    made = make_edition(few)

    assert made == whole
    assert repr(made) == repr(whole)
    assert replace(made, folder="a/") == replace(whole, folder="a/")
    assert pickle.loads(pickle.dumps(made)) == whole
