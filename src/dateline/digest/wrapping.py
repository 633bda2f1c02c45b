"""Wrap the paragraphs of a letter's text part."""

from __future__ import annotations

import re
from functools import lru_cache

_BLANKS = re.compile(r"[\t\n]+| {2,}")
_LINE = re.compile(r"[^ ].{0,71}(?= |\Z)|[^ ]+")  # of 72 characters, or one long word


@lru_cache(maxsize=1000)  # names, dates and kinds stand in letter after letter
def wrap(text: str) -> str:
    """Wrap a paragraph of the text part; addresses and long words are never broken."""
    return "\n".join(_LINE.findall(_BLANKS.sub(" ", text)))
