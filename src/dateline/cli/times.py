"""Write moments for people: in the newsroom's zone, with its name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.settings import Newsroom


def local(moment: datetime, newsroom: Newsroom) -> str:
    """Write a moment to the minute: `2024-03-01 09:00 Asia/Ho_Chi_Minh`."""
    return f"{minute(moment.astimezone(newsroom.timezone).isoformat())} {newsroom.timezone}"


def minute(moment: str) -> str:
    """Write an ISO moment to the minute, with its seconds where it has any."""
    text = moment[:19].replace("T", " ")
    return text.removesuffix(":00")
