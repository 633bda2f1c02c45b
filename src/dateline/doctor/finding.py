"""Say what an examination finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How bad a finding is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was seen, and what to do."""

    subject: str
    verdict: Verdict
    words: str
    hint: str = ""


def good(subject: str, words: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(subject, Verdict.GOOD, words)


def note(subject: str, words: str, hint: str = "") -> Finding:
    """Say that something could be better, or could not be looked at."""
    return Finding(subject, Verdict.NOTE, words, hint)


def bad(subject: str, words: str, hint: str) -> Finding:
    """Say that something will cost deliveries."""
    return Finding(subject, Verdict.BAD, words, hint)
