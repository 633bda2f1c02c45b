"""Hold a weekday and the date beside it, as a text says them."""

from __future__ import annotations

from typing import NamedTuple


class Spoken(NamedTuple):
    """A weekday (Monday is 0) with its date: `days` are its readings as (month, day)."""

    start: int
    end: int
    language: str
    word: str
    weekday: int
    year: int | None
    days: tuple[tuple[int, int], ...]
