"""Name the months of the newsroom's calendar."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A month of the newsroom's calendar; sorts by time."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Give the month that a day lies in (the day's own calendar, no zone applied)."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def path(self) -> str:
        """Give the month as it stands in addresses: `2024/02`."""
        return f"{self.year:04d}/{self.month:02d}"

    def before(self) -> Month:
        """Give the month before this one."""
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)
