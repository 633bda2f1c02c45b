"""Reading dates as people write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from dateline.reading import dates
from dateline.reading.dates import Moment, read_moment, shared

HANOI = timezone(timedelta(hours=7))
NEWFOUNDLAND = timezone(-timedelta(hours=3, minutes=30))
DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1800, 1, 1), datetime(2199, 12, 31, 23, 59, 59)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


def code_of(text: str) -> str:
    """Give the code that a text is refused with."""
    with pytest.raises(PydanticCustomError) as failure:
        read_moment(text)
    rule = (failure.value.context or {})["rule"]
    return str(rule.code)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        (" 2024-02-01 ", date(2024, 2, 1)),
        ("2024-02-01 09:00", datetime(2024, 2, 1, 9)),  # noqa: DTZ001
        ("2024-02-01 9:00", datetime(2024, 2, 1, 9)),  # noqa: DTZ001
        ("2024-02-01T09:00", datetime(2024, 2, 1, 9)),  # noqa: DTZ001
        ("2024-02-01T9:05:07", datetime(2024, 2, 1, 9, 5, 7)),  # noqa: DTZ001
        ("2024-02-01 00:00", datetime(2024, 2, 1)),  # noqa: DTZ001
        ("2024-02-01 23:59:59", datetime(2024, 2, 1, 23, 59, 59)),  # noqa: DTZ001
        ("2024-02-01T09:00:00+07:00", datetime(2024, 2, 1, 9, tzinfo=HANOI)),
        ("2024-02-01T09:00:00+0700", datetime(2024, 2, 1, 9, tzinfo=HANOI)),
        ("2024-02-01 9:00 +07:00", datetime(2024, 2, 1, 9, tzinfo=HANOI)),
        ("2024-02-01 9:00:00 -0330", datetime(2024, 2, 1, 9, tzinfo=NEWFOUNDLAND)),
        ("2024-02-01T09:00Z", datetime(2024, 2, 1, 9, tzinfo=UTC)),
        ("2024-02-01 09:00 Z", datetime(2024, 2, 1, 9, tzinfo=UTC)),
        ("2024-02-01t09:00:00z", datetime(2024, 2, 1, 9, tzinfo=UTC)),
        ("2024-02-01T09:00+14:00", datetime(2024, 2, 1, 9, tzinfo=timezone(timedelta(hours=14)))),
    ],
)
def test_accepted_forms(text: str, moment: Moment) -> None:
    """Each accepted form means one moment; a zone that is not written is not invented."""
    found = read_moment(text)

    assert (moment, type(moment), getattr(moment, "tzinfo", None)) == (
        found,
        type(found),
        getattr(found, "tzinfo", None),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30", "2023-02-29", "2024-04-31", "2024-13-01", "2024-00-01", "2024-01-00",
        "2024-1-1", "24-02-01", "02024-02-01", "1799-12-31", "2200-01-01", "0000-00-00",
        "2024-02-01 24:00", "2024-02-01 09:60", "2024-02-01 09:00:60", "2024-02-01 9",
        "2024-02-01 09", "2024-02-01T", "2024-02-01T09:00+7", "2024-02-01T09:00+07",
        "2024-02-01T09:00+15:00", "2024-02-01T09:00+14:30", "2024-02-01T09:00+07:60",
        "2024-02-01 09:00 Asia/Ho_Chi_Minh", "2024-02-01 09:00 PST", "2024-02-01 9am",
        "2024-02-01 +07:00", "2024-02-01+07:00", "2024-02-01T09:00:00.5Z", "20240201", "2024-W05-4",
        "2024-032", "1 February 2024", "Feb 1, 2024", "today", "", " ", "2024/02/01", "2024.02.01",
        "٢٠٢٤-٠٢-٠١", "2024-02-01\n09:00", "2024-02-01 09:00 −07:00", "13/04/2024", "04/04/2024",
        "2024-02-01x", "ngày 01/02/24", "1e3",
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    """What is no date of an accepted form is an error, never a guess."""
    assert code_of(text) == "invalid-date"


@pytest.mark.parametrize(
    "text", ["03/04/2024", "3/4/2024", "03.04.2024", "03-04-2024", "1/2/2024 09:00"]
)
def test_ambiguous_dates_show_both_readings(text: str) -> None:
    """A date that half the world reads otherwise is refused with both readings."""
    with pytest.raises(PydanticCustomError) as failure:
        read_moment(text)
    first, second = (2, 1) if text.startswith("1") else (4, 3)

    assert (failure.value.context or {})["rule"].code == "ambiguous-date"
    assert f"2024-{first:02d}-{second:02d} (day first)" in failure.value.message()[0:200]
    assert f"2024-{second:02d}-{first:02d} (month first)" in failure.value.message()[0:200]


def test_impossible_day_names_the_last_one() -> None:
    """Who wrote 30 February is told how long that February was."""
    with pytest.raises(PydanticCustomError) as failure:
        read_moment("2024-02-30")

    assert failure.value.message() == "`2024-02-30` does not exist: 2024-02 has 29 days."
    assert (failure.value.context or {})["hint"] == "The last day is 2024-02-29."


@given(DAYS)
def test_a_day_reads_back(day: date) -> None:
    """Every day of four centuries reads back as it was written."""
    assert day == read_moment(day.isoformat())


@given(TIMES, st.sampled_from(["T", "t", " ", "  "]), st.booleans())
def test_a_time_reads_back(moment: datetime, between: str, short: bool) -> None:
    """A time without a zone reads back, with one digit for the hour or two."""
    hour = str(moment.hour) if short else f"{moment.hour:02d}"
    text = f"{moment.date().isoformat()}{between}{hour}:{moment:%M:%S}"

    assert moment == read_moment(text)


@given(TIMES, OFFSETS, st.sampled_from(["%z", "%:z"]), st.sampled_from(["", " "]))
def test_a_time_with_a_zone_reads_back(
    moment: datetime, zone: timezone, form: str, between: str
) -> None:
    """A time with an offset reads back as the same instant at the same offset."""
    moment = moment.replace(tzinfo=zone)
    offset = moment.strftime("%z")
    offset = offset if form == "%z" else f"{offset[:3]}:{offset[3:]}"
    found = read_moment(f"{moment:%Y-%m-%dT%H:%M:%S}{between}{offset}")

    assert isinstance(found, datetime)
    assert (moment, moment.utcoffset()) == (found, found.utcoffset())


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Any text is a moment or is refused by a rule of the house; nothing else is raised."""
    try:
        found: object = read_moment(text)
    except PydanticCustomError as failure:
        found = (failure.context or {})["rule"].code

    assert isinstance(found, (date, str))


@given(
    st.from_regex(
        re.compile(
            r"(?:1[789]|2[0-3])\d\d-[01]\d-[0-3]\d(?:T[012]\d:[0-6]\d:[0-6]\d[+-]\d\d:\d\d)?",
            re.ASCII,
        ),
        fullmatch=True,
    )
)
@example("2024-02-01T24:00:00+07:00")
@example("2024-02-01T09:00:00+14:01")
@example("2024-02-01T09:00:00-00:00")
@example("1799-12-31")
def test_the_common_form_is_read_as_any_other(text: str) -> None:
    """What the standard library reads is what our own reading gives, word for word."""
    told = []
    for read in (read_moment, dates._uncommon):
        try:
            found = read(text)
            told.append((repr(found), found.isoformat()))
        except PydanticCustomError as failure:
            told.append((failure.message(), ""))

    assert told[0] == told[1]


def test_moments_of_one_offset_share_their_zone() -> None:
    """Python compares moments of one zone at once, and asks two zones for their offsets."""
    found = [read_moment(f"2024-02-0{day}T09:00:00+07:00") for day in (1, 2)]
    zones = [each.tzinfo for each in found if isinstance(each, datetime)]

    assert zones[0] is zones[1]
    assert shared(timezone(timedelta(hours=7))) is zones[0]
