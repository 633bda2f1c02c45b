"""Blank out what is not prose in Markdown, so that its words alone are judged."""

from __future__ import annotations

from dateline.patterns import compiled

# Code, the addresses of links, tags, and addresses as they stand. What may begin at any character
# and never end is bounded, so that a hostile text takes no more than its length.
_MARKED = (
    r"^ {0,3}(?P<fence>```|~~~)[^\n]*\n.*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)[^`\n]{0,1000}(?P=ticks)(?!`)"
)
_CODE = f"(?ms){_MARKED}"
_NO_PROSE = (
    rf"(?ms){_MARKED}"
    r"|^(?: {4}|\t)[^\n]*$"
    r"|\]\([^)\n]{0,500}\)|^ {0,3}\[[^\]\n]{0,200}\]:[^\n]*$"
    r"|<[A-Za-z!/][^>\n]{0,500}>"
    r"|https?://[^\s<>]*|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"
)


def without_code(markdown: str) -> str:
    """Give Markdown with what stands in code marks as spaces; each character keeps its place."""
    return compiled(_CODE).sub(lambda match: " " * len(match[0]), markdown)


def prose(markdown: str) -> str:
    """Give Markdown with all that is no prose as spaces; each character keeps its place."""
    return compiled(_NO_PROSE).sub(lambda match: " " * len(match[0]), markdown)
