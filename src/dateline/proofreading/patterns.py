"""Compile the larger patterns when a text first needs them: most runs of Dateline never do."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Give a pattern compiled, once."""
    return re.compile(pattern)
