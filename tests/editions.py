"""Make editions for tests, right by construction, with only what a test cares about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateline.model import Edition

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def edition(stem: str = "2024-02-01-course", language: str = "en", **values: Any) -> Edition:
    """Make an edition dated by its stem at local midnight in Hanoi, unless told otherwise."""
    day = date.fromisoformat(stem[:10])
    made = Edition(
        path=f"releases/{stem}.{language}.md",
        line=2,
        language=language,
        key=stem,
        stem=stem,
        ident=stem,
        slug=stem[11:],
        day=day,
        date=datetime(day.year, day.month, day.day, tzinfo=HANOI),
        date_is_day=True,
        title="Online course opens",
        body="The course opens today.",
        body_line=5,
    )
    return replace(made, **values)
