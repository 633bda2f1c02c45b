"""Dates that can be read in one way only are written year first; no other is touched."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.dates import read_moment
from dateline.repairs.dates import iso_form

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("25.12.2024", "2024-12-25"),
        ("25-12-2024", "2024-12-25"),
        ("5/5/2024", "2024-05-05"),
        ("2024/2/1", "2024-02-01"),
        ("2024.02.01", "2024-02-01"),
        ("2024-2-1", "2024-02-01"),
        ("1 February 2024", "2024-02-01"),
        ("1st Feb 2024", "2024-02-01"),
        ("February 1, 2024", "2024-02-01"),
        ("sept. 3rd 2024", "2024-09-03"),
        ("ngày 01 tháng 02 năm 2024", "2024-02-01"),
        ("1 tháng 2, năm 2024", "2024-02-01"),
        ("25/12/2024 9:00", "2024-12-25 9:00"),
        ("25/12/2024T09:00:00+07:00", "2024-12-25 09:00:00+07:00"),
        ("1 February 2024, 09:00 +0700", "2024-02-01 09:00 +0700"),
    ],
)  # fmt: skip
def test_one_reading(text: str, iso: str) -> None:
    """The day is the only one that the text can mean; the time stays as it was."""
    assert iso_form(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2024", "3.4.2024", "31/02/2024", "2024/02/30", "2024/13/01", "25/12/24", "25/12-2024",
        "1 Febuary 2024", "1 tháng 13 năm 2024", "25/12/2024 25:00", "25/12/2024 nine", "25/12/2024x",
        "Thursday, 1 February 2024", "25/12/1024", "soon", "", "1/2/3/2024", "٢٥/12/2024",
    ],
)  # fmt: skip
def test_no_reading_or_two(text: str) -> None:
    """What may mean two days, or none, is left to a person; so is what has words beside."""
    assert iso_form(text) is None


@pytest.mark.parametrize("text", ["2024-02-01", "2024-02-01 9:00", "2024-02-01T09:00:00+0700"])
def test_what_is_accepted_stays(text: str) -> None:
    """A date that front matter takes is written as its author likes it."""
    assert iso_form(text) is None


@given(DAYS, st.sampled_from(["{d}/{m}/{y}", "{m}/{d}/{y}", "{d:02}.{m:02}.{y}", "{m}-{d}-{y}"]))
def test_only_what_is_sure(day: date, form: str) -> None:
    """Of days and months in figures, a date is mended if no other day could be meant."""
    found = iso_form(form.format(d=day.day, m=day.month, y=day.year))

    is_sure = day.day > 12 or day.day == day.month
    assert found == (day.isoformat() if is_sure else None)


@given(st.text(st.sampled_from("0123456789/-. :T+JanFebtháng năm"), max_size=24))
def test_a_mended_date_is_right(text: str) -> None:
    """Whatever is mended is read without complaint, and not mended again."""
    found = iso_form(text)

    if found is not None:
        assert read_moment(found)
        assert iso_form(found) is None
