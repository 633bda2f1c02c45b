"""Compile patterns when a text first needs them: most runs of Dateline never do.

Knows two engines: Python's, and Rust's, which tells soonest that a text holds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

from pydantic_core import SchemaValidator, core_schema


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Give a pattern compiled, once."""
    return re.compile(pattern)


@cache
def finder(pattern: str) -> Callable[[str], bool]:
    """Give what says whether a text holds a pattern of Rust's regular expressions.

    They come with pydantic-core, and look for many words at once: in a text of 3 kB in 0.3 µs,
    where Python takes 6. A text that is not ASCII is encoded for it (4 µs), but once, however
    often it is asked, and needs no encoding when it is rendered. Nothing is found in one that
    holds surrogates: neither UTF-8 nor YAML brings any.
    """
    return SchemaValidator(core_schema.str_schema(pattern=pattern)).isinstance_python


def starts_otherwise(words: Collection[str]) -> str:
    """Give a pattern of what starts with none of some words, gaps aside.

    Rust's patterns cannot look ahead, as Python's can.
    """
    after: dict[str, str] = {}  # each beginning of a word, and the signs with which it goes on
    for word in words:
        for end, sign in enumerate(word):
            after[word[:end]] = after.get(word[:end], "" if end else r"\s") + re.escape(sign)
    others = (rf"{re.escape(start)}(?:[^{signs}]|\z)" for start, signs in after.items())
    return rf"\s*(?:{'|'.join(others)})"
