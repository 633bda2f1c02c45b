"""Read the weekdays and dates of English prose, in the forms that press offices write."""

from __future__ import annotations

import re

from dateline.patterns import compiled
from dateline.proofreading.spoken import Spoken

_STEMS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAY = (
    r"Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday|s)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?"
)
_WEEKDAYS = rf"(?:{_WEEKDAY}|{re.sub('[a-z]+', lambda m: m[0].upper(), _WEEKDAY)})"
WEEKDAY = "|".join([*_STEMS, *(stem.upper() for stem in _STEMS)])
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_SPELT = [form for name in _MONTHS for form in (name, name[:3])]
_MONTH = "|".join([*_SPELT, "Sept", *(form.upper() for form in _SPELT), "SEPT"])
MONTHS = {name[:3].upper(): number for number, name in enumerate(_MONTHS, start=1)}
_DAY = r"(?:the\s+)?(?P<{}>\d{{1,2}})(?:st|nd|rd|th|ST|ND|RD|TH)?(?!\d)"
YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_YEAR = r"(?P<{}>(?:19|20|21)\d\d)(?!\d)"
DATE = (
    rf"(?:{_DAY.format('day')}(?:\s+of)?\s+(?P<month>{_MONTH})\b\.?(?:,?\s+{_YEAR.format('year')})?"
    rf"|(?P<month2>{_MONTH})\b\.?\s+{_DAY.format('day2')}(?:,?\s+{_YEAR.format('year2')})?"
    rf"|(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep){_YEAR.format('year3')}"
    rf"|{_YEAR.format('year4')}-(?P<month4>\d\d)-(?P<day4>\d\d)(?!\d))"
)
_AFTER = (
    rf"(?P<word>{_WEEKDAYS})(?![A-Za-z])\.?[*_]{{0,3}}(?:,|\s*\(|\s+[-–—])?\s*[*_]{{0,3}}{DATE}"
)
_ALONE = rf"(?P<word>{_WEEKDAYS})\.?[*_]{{0,3}}\)"
_BEFORE = rf"(?<![\d/.-]){DATE}\s*\([*_]{{0,3}}\Z"
_RANGE = r"\s*(?:[-–—&/]|to\b|and\b|or\b|until\b|through\b|till\b|,\s*\d{1,2}\b)\s*\d"
_ONE_OF_MORE = (
    rf"(?:{_WEEKDAYS}|days)\.?[*_]{{0,3}}"
    r"(?:\s*[-–—/&,]\s*|,?\s+(?:to|and|or|through|till|until)\s+)\Z"
)
# `The Sun, 2 February 2024` names a newspaper.
_NEWSPAPER = r"(?:\b[Tt]he|\b[A-Z][a-z]+)\s+[*_]{0,3}\Z"
OTHER_YEAR = (
    "(?i)"
    r"\b(?:last|next|previous|following|earlier|another|every|each) year"
    r"|\byears? (?:ago|before|later)|\bannual"
)


def weekdays(text: str) -> list[Spoken]:
    """Give each weekday that stands beside a date, in the order of place."""
    starts = [start.start() for start in compiled(WEEKDAY).finditer(text)]
    return [found for index in starts if (found := _at(text, index))]


def _at(text: str, index: int) -> Spoken | None:
    if index and (text[index - 1].isalnum() or text[index - 1] in "-/"):
        return None
    before = text[max(0, index - 60) : index]
    match = compiled(_AFTER).match(text, index)
    if match is None:
        return _in_brackets(text, index, before)
    if compiled(_RANGE).match(text, match.end()) or compiled(_ONE_OF_MORE).search(before):
        return None
    if match["word"] in {"Sun", "SUN"} and compiled(_NEWSPAPER).search(before):
        return None
    return _spoken(match, match["word"], index, match.end())


def _in_brackets(text: str, index: int, before: str) -> Spoken | None:
    """Read `2 February 2024 (Friday)`."""
    alone = compiled(_ALONE).match(text, index)
    dated = compiled(_BEFORE).search(before) if alone else None
    if alone is None or dated is None:
        return None
    return _spoken(dated, alone["word"], index, alone.end())


def _spoken(match: re.Match[str], word: str, index: int, end: int) -> Spoken:
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    days: tuple[tuple[int, int], ...]
    if month := match["month"] or match["month2"]:
        days = ((MONTHS[month[:3].upper()], int(match["day"] or match["day2"])),)
    elif match["month4"]:
        days = ((int(match["month4"]), int(match["day4"])),)
    else:  # day first or month first: it is wrong only where both readings are
        first, second = int(match["a"]), int(match["b"])
        days = tuple(sorted({(second, first), (first, second)}, key=lambda d: d != (second, first)))
    weekday = _STEMS.index(word[:3].title())
    return Spoken(index, end, "en", word, weekday, int(year) if year else None, days)
