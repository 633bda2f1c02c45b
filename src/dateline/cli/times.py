"""Write moments for people: in the newsroom's zone, with its name."""

from __future__ import annotations

from datetime import datetime

from dateline.settings import Newsroom


def local(moment: datetime, newsroom: Newsroom) -> str:
    """Write a moment to the minute: `2024-03-01 09:00 Asia/Ho_Chi_Minh`."""
    there = moment.astimezone(newsroom.timezone)
    seconds = f":{there:%S}" if there.second else ""
    return f"{there:%Y-%m-%d %H:%M}{seconds} {newsroom.timezone}"
