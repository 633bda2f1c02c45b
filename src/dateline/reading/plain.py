"""Read the front matter that nearly every release has: a line a key, quoted text, lists of words.

A seventh of the time that the YAML parser takes, which need not even be loaded. Whatever is not
plainly of this form is left to it: here nothing is refused, and nothing is told.
"""

from __future__ import annotations

import re
from typing import Any

from dateline.reading.scalars import scalar

_WORD = "[A-Za-z0-9][A-Za-z0-9_-]*"
# YAML 1.2.2, section 5.1: what is printable and breaks no line (1.1 breaks them at more).
_SIGN = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
# Section 7.3.3: no sign of syntax starts a plain text; `: ` would end it, and ` #` too.
_TEXT = rf"[A-Za-z0-9\u00c0-\u1eff]{_SIGN}:#]*+(?::(?=[^ \n]){_SIGN}:#]*+)*+(?<! )"
_LINE = re.compile(
    r"^(?P<key>[a-z][a-z0-9_-]{0,60}):"
    rf'(?: (?:"(?P<quoted>{_SIGN}"\\]*+)"|\[(?P<words>{_WORD}(?:, {_WORD})*)\]|(?P<text>{_TEXT}))\n'
    rf"|\n(?P<items>(?P<indent> *)- {_WORD}\n(?:(?P=indent)- {_WORD}\n)*))",
    re.MULTILINE,
)
# Longer blocks may hold more values than a release may have, which the parser counts.
_MOST = 2500


def plain_values(block: str) -> dict[str, Any] | None:
    """Give the values of a block of plain lines, or None where the YAML parser must read it."""
    if len(block) > _MOST or not block.endswith("\n"):
        return None
    values: dict[str, Any] = {}
    lines = block.count("\n")
    for key, quoted, words, text, items, indent in _LINE.findall(block):
        if key in values:
            return None
        if quoted:
            values[key] = quoted
        elif text:
            values[key] = scalar(text)
        elif words:
            values[key] = [*map(scalar, words.split(", "))]
        elif items:
            start = len(indent) + len("- ")
            values[key] = [scalar(item[start:]) for item in items.splitlines()]
            lines -= len(values[key])
        else:
            values[key] = quoted
    # What is not plain was passed over.
    return values if values and len(values) == lines else None
