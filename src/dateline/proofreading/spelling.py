"""Hold words against the house's own spelling, as dateline.toml lists it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from dateline.patterns import finder
from dateline.problems import warning
from dateline.proofreading.finding import Finding
from dateline.proofreading.masking import prose

HOUSE_SPELLING = warning(
    "house-spelling",
    "The house spells the word another way; `[spelling]` in dateline.toml lists it.",
    where="files",
    bad='-- dateline.toml --\n[spelling]\nVietnam = "Viet Nam"\n'
    "-- releases/2024-02-01-course.md --\nsummary: A course in Vietnam.",
    good='-- dateline.toml --\n[spelling]\nVietnam = "Viet Nam"\n'
    "-- releases/2024-02-01-course.md --\nsummary: A course in Viet Nam.",
)
_MOST = 20


def house_spelling(text: str, spelling: Mapping[str, str]) -> Iterable[Finding]:
    """Give the words that the house spells otherwise.

    `spelling` gives the right one for each; one in small letters is found in capitals too.
    """
    present = [wrong for wrong in spelling if _finder(wrong)(text)] if spelling else ()
    return _misspelt(text, present, spelling) if present else ()


def _misspelt(text: str, present: Iterable[str], spelling: Mapping[str, str]) -> Iterator[Finding]:
    text = prose(text)
    for wrong in present:
        small = wrong == wrong.lower()
        pattern = rf"(?<!\w){re.escape(wrong)}(?!\w)"
        found = re.finditer(pattern, text, re.IGNORECASE if small else 0)
        right = spelling[wrong]
        apart = (match for match in found if not _is_within(match, right, text))
        for match in islice(apart, _MOST):
            word = right[:1].upper() + right[1:] if match[0][0].isupper() else right
            message = f"The house writes `{word}`, not `{match[0]}`."
            yield Finding(HOUSE_SPELLING, match.start(), message, f"Write {word}.")


@cache
def _finder(wrong: str) -> Callable[[str], bool]:
    """Give what says whether a text may hold a word, in capitals too if it is in small letters."""
    forms = [wrong]
    if wrong == wrong.lower():
        forms += wrong.upper(), wrong[:1].upper() + wrong[1:], wrong.title()
    return finder("|".join(map(re.escape, forms)))


def _is_within(match: re.Match[str], right: str, text: str) -> bool:
    """Say whether a wrong word is part of its right form: `press release` of `a press release`."""
    before = right.lower().find(match[0].lower())
    if before < 0:
        return False
    start = match.start() - before
    return (
        start >= 0 and text[start : start + len(right)].lower() == right.lower() != match[0].lower()
    )
