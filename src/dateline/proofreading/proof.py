"""Proofread a file's texts by every rule that looks at nothing but them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from dateline.patterns import finder
from dateline.problems import Place, Problem
from dateline.proofreading import words
from dateline.proofreading.areas import OLD_NUMBER
from dateline.proofreading.datelines import differing_dateline
from dateline.proofreading.finding import Finding
from dateline.proofreading.phones import invalid_phones
from dateline.proofreading.prints import GAP, double_spaces, may_be_damaged, mojibake
from dateline.proofreading.spelling import house_spelling
from dateline.proofreading.weekdays import weekday_finder, wrong_weekdays
from dateline.validation import Location

BODY: Location = ()
_TITLE: Location = ("title",)
_SUMMARY: Location = ("summary",)
_SIGNS = "|".join((OLD_NUMBER, GAP, words.FILLER))
Locate = Callable[[Location, int], Place]
Found = tuple[Location, Finding]


class Copy(NamedTuple):
    """What a file says to readers, in one language.

    `keys` are its texts by their location in the front matter, `day` and `place` a release's own
    (None: a page has none). What is unfinished may lack what a finished text needs. `refused` are
    texts that stand under keys too, but have worse faults than of words. Vietnamese is also what
    a newsroom there says in other languages.
    """

    language: str
    body: str
    keys: Mapping[Location, str]
    day: date | None = None
    place: str = ""
    has_summary: bool = True
    is_unfinished: bool = False
    spelling: Mapping[str, str] = MappingProxyType({})
    title_length: int = 150
    refused: Mapping[Location, str] = MappingProxyType({})
    is_vietnamese: bool = False

    @property
    def title(self) -> str:
        """Give the title, empty where it could not be read."""
        return self.keys.get(_TITLE, "")


def proofread(copy: Copy, locate: Locate) -> list[Problem]:
    """Give what is wrong with a file's texts; `locate` gives a character's place in the file."""
    return [
        each.rule.broken(locate(location, each.start), each.message, each.hint)
        for location, each in findings(copy)
    ]


def findings(copy: Copy) -> Sequence[Found]:
    """Give what the rules find in a file's texts: nearly never anything."""
    in_texts, in_all = _of_texts(copy), _of_the_whole(copy)
    return (*in_texts, *in_all) if in_texts or in_all else ()


def _of_texts(copy: Copy) -> Sequence[Found]:
    """Give what each text holds: nearly never anything, so all are asked together."""
    body, keys = copy.body, "\n\n".join((*copy.keys.values(), *copy.refused.values()))
    if body.isascii():
        is_doubtful = _may_slip(f"{keys}\n\n{body}", copy)
    else:  # it is encoded to be searched, and when it is rendered no more: as it stands
        is_doubtful = _may_slip(body, copy) or _may_slip(keys, copy)
    if not is_doubtful:
        return ()
    texts = ((BODY, body), *copy.keys.items(), *copy.refused.items())
    return [(location, each) for location, text in texts for each in _anywhere(text, copy)]


def _may_slip(text: str, copy: Copy) -> bool:
    """Say whether a text holds a sign of what the rules for all texts find."""
    return (
        "+" in text
        or finder(_SIGNS)(text)
        or weekday_finder(copy.language)(text)
        or may_be_damaged(text)
        or bool(copy.spelling and house_spelling(text, copy.spelling))
    )


def _anywhere(text: str, copy: Copy) -> Sequence[Finding]:
    return (
        *wrong_weekdays(text, copy.language, copy.day),
        *invalid_phones(text, is_vietnamese=copy.is_vietnamese),
        *mojibake(text),
        *double_spaces(text),
        *words.placeholder_text(text),
        *house_spelling(text, copy.spelling),
    )


def _of_the_whole(copy: Copy) -> Sequence[Found]:
    title, summary = copy.title, copy.keys.get(_SUMMARY, "")
    wordy = words.wordy_title(title, copy.title_length)
    repeating = words.repeating_summary(title, summary)
    differing = (
        differing_dateline(copy.body, copy.language, copy.day, copy.place) if copy.day else ()
    )
    unfinished = () if copy.is_unfinished else _unfinished(copy, title)
    if not (wordy or repeating or differing or unfinished):
        return ()
    return (
        *((_TITLE, each) for each in wordy),
        *((_SUMMARY, each) for each in repeating),
        *((BODY, each) for each in differing),
        *unfinished,
    )


def _unfinished(copy: Copy, title: str) -> Sequence[Found]:
    found = [(_TITLE, each) for each in words.placeholder_title(title)]
    if not copy.has_summary:
        hint = "Add `summary:` with one or two sentences that stand by themselves."
        found.append((_TITLE, Finding(words.NO_SUMMARY, 0, "The release has no summary.", hint)))
    if (not copy.body or copy.body.isspace()) and copy.day:
        hint = "Write the text, or keep the file a draft: `draft: true`."
        found.append((BODY, Finding(words.EMPTY_BODY, 0, "The release has no text.", hint)))
    return found
