"""Blank out what is not prose in Markdown, so that its words alone are judged."""

from __future__ import annotations

import re

# Code, the addresses of links, tags, and addresses as they stand. Every part is linear: none can
# match a character in two ways.
_NO_PROSE = re.compile(
    r"^ {0,3}(?P<fence>```|~~~)[^\n]*\n.*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)"
    r"|^(?: {4}|\t)[^\n]*$"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)[^`\n]*(?P=ticks)(?!`)"
    r"|\]\([^)\n]*\)|^ {0,3}\[[^\]\n]*\]:[^\n]*$"
    r"|<[A-Za-z!/][^>\n]*>"
    r"|https?://[^\s<>]*|[\w.+-]+@[\w.-]+",
    re.MULTILINE | re.DOTALL,
)


def prose(markdown: str) -> str:
    """Give Markdown with all that is no prose as spaces; each character keeps its place."""
    return _NO_PROSE.sub(lambda match: " " * len(match[0]), markdown)
