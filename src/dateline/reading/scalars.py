"""Tell text, numbers, true/false and nothing apart, by YAML 1.2's core schema.

YAML 1.1's guesses (`no` is false, `12:30` is a number, a date is a date) are not made.
"""

from __future__ import annotations

import re
from typing import Any

# YAML 1.2.2, section 10.3.2: the core schema.
_NUMBER = re.compile(r"[-+]?\d+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(?:(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))\Z|\.(?:nan|NaN|NAN)\Z",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-", re.ASCII)  # no number goes on with a hyphen
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MOST_DIGITS = 300  # Python refuses to read thousands; which number it is matters to nobody


def scalar(text: str) -> Any:
    """Interpret a plain scalar; what is nothing else is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-." or _DAY.match(text):
        return text
    if _NUMBER.match(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text[:_MOST_DIGITS])
    if _FLOAT.match(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
