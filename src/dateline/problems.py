"""Say what a problem is: a rule of the house, broken at one place of one file.

A `Rule` carries its stable code, its reason and its examples; the module that finds the
problem declares it. Knows neither files nor releases.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, NamedTuple

_LONGEST = 200


class Severity(Enum):
    """How much a problem weighs: errors stop a build, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A spot in a file of the newsroom: lines and columns count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1


class Problem(NamedTuple):
    """One thing that is wrong, with its place and what to do about it."""

    place: Place
    severity: Severity
    code: str
    message: str
    hint: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order problems by path, line and column; ties by code and words."""
        return (*self.place, self.code, self.message)

    def as_dict(self) -> dict[str, Any]:
        """Give the shape that `check --format json` prints."""
        return {
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }


class Rule(NamedTuple):
    r"""A rule of the house: its code never changes meaning; reason and examples explain it.

    `where` says what the examples are, so that a test can try them: `keys` of a release, its
    `text`, a whole `file`, several `files`, or the name of the file that they belong to.
    `\u202e` in them stands for that character, `\xff` for a byte, `⟨a × 9⟩` for nine `a`.
    """

    code: str
    severity: Severity
    reason: str
    bad: str
    good: str
    where: str = "keys"

    def broken(self, place: Place, message: str, hint: str = "") -> Problem:
        """Give the problem of breaking this rule at a place."""
        return Problem(place, self.severity, self.code, message, hint)


def problem_of(values: Sequence[Any]) -> Problem:
    """Give the problem whose `as_dict` has these values."""
    path, line, column, severity, code, message, hint = values
    return Problem(Place(path, line, column), Severity(severity), code, message, hint)


def error(code: str, reason: str, *, bad: str, good: str, where: str = "keys") -> Rule:
    """Declare a rule whose breach stops a build."""
    return Rule(code, Severity.ERROR, reason, bad, good, where)


def warning(code: str, reason: str, *, bad: str, good: str, where: str = "keys") -> Rule:
    """Declare a rule whose breach is only told."""
    return Rule(code, Severity.WARNING, reason, bad, good, where)


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that a word may be a slip for, or none."""
    words, folded = sorted(known), word[:_LONGEST].casefold()
    near = difflib.get_close_matches(folded.replace("-", "_"), words, n=1, cutoff=0.6)
    near = near or difflib.get_close_matches(folded, words, n=1, cutoff=0.6)
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str | None = None) -> str:
    """Suggest the nearest known word, or list what is known, as a hint's sentence.

    `otherwise` is said instead of a list that would be too long.
    """
    words = sorted(known)
    if near := nearest(word, words):
        return f"Did you mean `{near}`?"
    if otherwise is not None:
        return otherwise
    return f"Known here: {', '.join(words)}." if words else "None is defined."
