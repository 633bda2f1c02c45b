"""Say what a rule found in a text: where in it, and what to do."""

from __future__ import annotations

from typing import NamedTuple

from dateline.problems import Rule


class Finding(NamedTuple):
    """A rule broken at a character of a text, counted from 0."""

    rule: Rule
    start: int
    message: str
    hint: str = ""
