"""Declare the rules that every key of front matter and settings is held to."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from dateline.problems import Rule, error

UNKNOWN_KEY = error(
    "unknown-key",
    "A mistyped key would be ignored in silence, and its text lost.",
    bad="sumary: The course opens today.",
    good="summary: The course opens today.",
)
MISSING_KEY = error(
    "missing-key",
    "Without it the file cannot be published; nothing is guessed.",
    where="file",
    bad="---\ntitle: Online course opens\n---\nThe course opens today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)
WRONG_TYPE = error(
    "wrong-type",
    "The value is of another sort than the key takes; bare numbers and true/false are not text.",
    bad="title: 2024",
    good='title: "2024"',
)
NULL_VALUE = error(
    "null-value",
    "The key stands without a value.",
    bad="title:",
    good="title: Online course opens",
)
INVALID_VALUE = error(
    "invalid-value",
    "The value is not one of those that the key takes.",
    bad="kind: pressrelease",
    good="kind: press-release",
)


def refuse(rule: Rule, message: str, hint: str = "") -> PydanticCustomError:
    """Make the error that a validator raises to break a rule of the house."""
    # The message goes in as a value: pydantic reads braces in a template.
    return PydanticCustomError(
        "dateline", "{message}", {"message": message, "hint": hint, "rule": rule}
    )
