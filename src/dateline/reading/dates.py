"""Read dates as people write them in front matter, and refuse what could be read two ways.

Accepts an ISO date, or a date-time with `T` or a space, one- or two-digit hour, with or without
seconds, and `Z`, `+07:00` or `+0700`. Knows nothing of zones by name.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from dateline.problems import error
from dateline.validation import refuse

INVALID_DATE = error(
    "invalid-date",
    "There is no such day or time, or it is not written year first.",
    bad="date: 2024-02-30",
    good="date: 2024-02-29",
)
AMBIGUOUS_DATE = error(
    "ambiguous-date",
    "Half the world reads the day first, the other half the month.",
    bad="date: 03/04/2024",
    good="date: 2024-04-03",
)

_FORM = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:(?:[Tt]|[ ]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:[ ]*(?P<zone>[Zz]|[+-]\d{2}:?\d{2}))?)?\Z",
    re.ASCII,
)
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b", re.ASCII)
_HINT = "Write it year first: 2024-02-01, or 2024-02-01 09:00, or 2024-02-01T09:00:00+07:00."
_YEARS = range(1800, 2200)

# How most are written. The standard library reads it in a fifth of the time, but much else too
# (weeks, dates without hyphens): of these we want no more than this.
_COMMON = re.compile(
    r"(?:1[89]|2[01])\d{2}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):\d{2}:\d{2}[+-]\d{2}:\d{2})?\Z",
    re.ASCII,
)

Moment = date | datetime


def read_moment(text: str) -> Moment:
    """Read a date or date-time; a date-time without a zone comes back naive.

    Raises pydantic's custom error, carrying one of this module's rules.
    """
    return (_COMMON.match(text) and _common(text)) or _uncommon(text.strip())


def _common(text: str) -> Moment | None:
    """Read a date, or a whole date-time, in the common form; None where there is no such."""
    try:
        if len(text) == len("2024-02-01"):
            return date.fromisoformat(text)
        naive = datetime.fromisoformat(text[: -len("+07:00")])
        zone = _offset(text[-len("+07:00") :])
        # A quarter of the time that `replace` takes.
        return datetime.combine(naive, naive.time(), zone) if zone else None
    except ValueError:
        return None


def _uncommon(text: str) -> Moment:
    match = _FORM.match(text)
    if not match:
        raise _ambiguous(text) or refuse(INVALID_DATE, f"`{_short(text)}` is no date.", _HINT)
    year, month, day = map(int, match.group("year", "month", "day"))
    _refuse_impossible_day(text, year, month, day)
    if match["hour"] is None:
        return date(year, month, day)
    hour, minute, second = (
        int(figures or 0) for figures in match.group("hour", "minute", "second")
    )
    if hour > 23 or minute > 59 or second > 59:
        raise refuse(INVALID_DATE, f"`{text}` is no time of day.", "Hours run from 0 to 23.")
    return datetime(year, month, day, hour, minute, second, tzinfo=_zone(text, match["zone"]))


def _refuse_impossible_day(text: str, year: int, month: int, day: int) -> None:
    if year not in _YEARS:
        raise refuse(INVALID_DATE, f"The year {year} in `{text}` cannot be right.", _HINT)
    if not 1 <= month <= 12:
        message = f"`{text}` has no month {month}: months run from 01 to 12."
        raise refuse(INVALID_DATE, message, _HINT)
    if 1 <= day <= 28:
        return
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        month_name = f"{year}-{month:02d}"
        message = f"`{text}` does not exist: {month_name} has {last} days."
        raise refuse(INVALID_DATE, message, f"The last day is {month_name}-{last}.")


def _zone(text: str, zone: str | None) -> tzinfo | None:
    if zone is None:
        return None
    found = _offset(zone)
    if found is None:
        raise refuse(INVALID_DATE, f"`{zone}` in `{text}` is no zone.", "Write +07:00 or Z.")
    return found


@lru_cache(maxsize=100)
def _offset(zone: str) -> tzinfo | None:
    if zone in "Zz":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    if offset > timedelta(hours=14) or zone[-2:] > "59":
        return None
    return shared(timezone(-offset if zone[0] == "-" else offset))


_ZONES: dict[tzinfo, tzinfo] = {}


def shared(zone: tzinfo) -> tzinfo:
    """Give the one zone of an offset: moments of one zone are compared in a tenth of the time."""
    return _ZONES.setdefault(zone, zone)


def _ambiguous(text: str) -> Exception | None:
    match = _SLASHED.match(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    day_first, month_first = _reading(year, second, first), _reading(year, first, second)
    readings = list(dict.fromkeys(r for r in (day_first, month_first) if r))
    if len(readings) == 2:
        message = (
            f"`{_short(text)}` may be {readings[0]} (day first) or {readings[1]} (month first)."
        )
        return refuse(AMBIGUOUS_DATE, message, "Write the one that you mean, year first.")
    hint = f"Write {readings[0]}." if readings else _HINT
    return refuse(INVALID_DATE, f"`{_short(text)}` is not written year first.", hint)


def _reading(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
