"""Read the clock: the only place in the house that does, and once for each errand.

*Now* is --now, else SOURCE_DATE_EPOCH, else the clock; everything below is handed it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

from dateline.errors import UsageError

# RFC 3339 section 5.6; a space for the T as its note allows.
_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})\Z", re.ASCII
)
_YEARS = range(1800, 2200)  # as for the dates of releases


def read_now(given: str | None) -> datetime:
    """Give the moment that counts as now.

    Raises UsageError where --now or SOURCE_DATE_EPOCH cannot be read.
    """
    return fixed_now(given) or datetime.now(UTC).replace(microsecond=0)


def fixed_now(given: str | None) -> datetime | None:
    """Give the moment that somebody fixed, None where the clock is to be read."""
    if given is not None:
        return _rfc3339(given)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return _epoch(epoch) if epoch else None


def is_over(moment: datetime) -> bool:
    """Say whether a moment is now or past, by the clock."""
    return moment <= datetime.now(UTC)


def file_time() -> int:
    """Give the moment as file systems tell it: nanoseconds since 1970."""
    return time.time_ns()


def stopwatch() -> Callable[[], float]:
    """Start a stopwatch; calling it gives the seconds since."""
    start = time.perf_counter()
    return lambda: time.perf_counter() - start


class SystemClock:
    """The clock that errands are handed which outlast a moment: the mail room's."""

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Give seconds since the machine started, those included in which it slept."""
        boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)  # Linux alone has it
        return time.monotonic() if boottime is None else time.clock_gettime(boottime)

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait, or until told to stop; True when told."""
        return stop.wait(seconds)


def _rfc3339(text: str) -> datetime:
    hint = "Write it with time and zone, as RFC 3339 does: 2024-02-01T09:00:00+07:00."
    try:
        if _RFC3339.match(text):
            moment = datetime.fromisoformat(text.upper().replace(" ", "T"))
            if moment.year in _YEARS:
                return moment
    except ValueError as failure:
        raise UsageError(f"--now: `{text}` does not exist.", hint=hint) from failure
    raise UsageError(f"--now: `{text}` is no moment.", hint=hint)


def _epoch(text: str) -> datetime:
    hint = "Give it the seconds since 1970, or unset it."
    try:
        moment = datetime.fromtimestamp(int(text), UTC)
        if text.isascii() and moment.year in _YEARS:
            return moment
    except (ValueError, OverflowError, OSError) as failure:
        raise UsageError(f"SOURCE_DATE_EPOCH is `{text}`.", hint=hint) from failure
    raise UsageError(f"SOURCE_DATE_EPOCH is `{text}`.", hint=hint)
