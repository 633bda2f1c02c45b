"""Write a date year first where it can be read in one way only.

Knows the forms that front matter refuses; what it accepts stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic_core import PydanticCustomError

from dateline.reading.dates import read_moment

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_TIME = r"(?:(?:,?[ ]+|T)(?P<time>\d{1,2}:\d{2}.*))?"
_FORMS = tuple(
    re.compile(form + _TIME + r"\Z", re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ]{_NAMES},?[ ](?P<year>\d{{4}})",
        rf"{_NAMES}[ ](?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<year>\d{{4}})",
        r"(?:ngày[ ])?(?P<day>\d{1,2})[ ]tháng[ ](?P<month>\d{1,2}),?[ ]năm[ ](?P<year>\d{4})",
    )
)
_TWO_WAYS = re.compile(
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})" + _TIME + r"\Z",
    re.ASCII,
)


def iso_form(text: str) -> str | None:
    """Give a refused date year first, its time as it was written; None where it is not sure."""
    if _is_accepted(text):
        return None
    days = {day.isoformat() for day in _readings(text)}
    if len(days) != 1:
        return None
    found = next(filter(None, (form.match(text) for form in (*_FORMS, _TWO_WAYS))))
    written = " ".join(filter(None, (days.pop(), found["time"])))
    return written if _is_accepted(written) else None


def _is_accepted(text: str) -> bool:
    try:
        read_moment(text)
    except PydanticCustomError:
        return False
    return True


def _readings(text: str) -> Iterator[date]:
    """Yield every day that the text may mean."""
    for form in _FORMS:
        if match := form.match(text):
            named = match.groupdict()
            name = named.get("name")
            month = _MONTHS.index(name[:3].lower()) + 1 if name else int(named["month"])
            yield from _day(int(match["year"]), month, int(match["day"]))
    if match := _TWO_WAYS.match(text):
        year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
        yield from _day(year, second, first)
        yield from _day(year, first, second)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
