"""Hold each weekday that stands beside a date against the calendar, in English and Vietnamese.

Wire services name it as the first catch of an editor. What could be meant otherwise is left
alone: ranges, ordinals (`lần thứ năm` is the fifth time), newspapers (`The Sun`), lunar days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice

from dateline.patterns import compiled, finder
from dateline.problems import warning
from dateline.proofreading import english, vietnamese
from dateline.proofreading.finding import Finding
from dateline.proofreading.spoken import Spoken

WRONG_WEEKDAY = warning(
    "wrong-weekday",
    "Readers who go by the weekday and readers who go by the date come on different days.",
    where="text",
    bad="The course opens on Thursday, 2 February 2024.",
    good="The course opens on Friday, 2 February 2024.",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR = 60
_AROUND = 500
_MOST = 20
_SPEAKERS = {"en": english, "vi": vietnamese}


def wrong_weekdays(text: str, language: str, day: date | None) -> Iterable[Finding]:
    """Give the weekdays of a text that are not those of the dates beside them.

    A date without a year is that of the same days as `day`, the release's own, or not judged.
    """
    if not weekday_finder(language)(text):
        return ()
    return _wrong(_SPEAKERS[language[:2]].weekdays(text), text, day)


@cache
def weekday_finder(language: str) -> Callable[[str], bool]:
    """Give what says whether a text holds the start of a weekday, in a language known here."""
    speaker = _SPEAKERS.get(language.partition("-")[0])
    return finder(speaker.WEEKDAY) if speaker else _finds_none


def _finds_none(_: str) -> bool:
    return False


def _wrong(said: Iterable[Spoken], text: str, day: date | None) -> Iterator[Finding]:
    judged = ((spoken, _judged(spoken, text, day)) for spoken in said)
    for spoken, wrong in islice((each for each in judged if each[1]), _MOST):
        yield Finding(WRONG_WEEKDAY, spoken.start, *wrong)


def _judged(spoken: Spoken, text: str, day: date | None) -> tuple[str, ...]:
    """Give what is wrong with a weekday and what to do; nothing where it is right."""
    if spoken.year is None:
        meant = _without_year(spoken, text, day)
        readings = [meant] if meant else []
    else:
        readings = [each for each in (_day(spoken.year, *each) for each in spoken.days) if each]
        if not readings:
            month, number = spoken.days[0]
            message = f"There is no day {spoken.year}-{month:02d}-{number:02d}."
            return message, "Correct the date."
    if not readings or any(each.weekday() == spoken.weekday for each in readings):
        return ()
    right = readings[0]
    name = speaker_name(right, spoken.language)
    said = f"`{spoken.word}`"
    message = f"{right.day} {right:%B} {right.year} is a {name}, not {said}."
    return message, "Correct the weekday, or the date."


def speaker_name(day: date, language: str) -> str:
    """Name a day's weekday in English, and in the text's language beside it."""
    english_name = _DAYS[day.weekday()]
    if language == "en":
        return english_name
    return f"{english_name} ({vietnamese.NAMES[day.weekday()]})"


def _without_year(spoken: Spoken, text: str, day: date | None) -> date | None:
    """Find the day meant by one without a year, only where there can be no doubt of the year."""
    if day is None:
        return None
    around = [_day(year, *spoken.days[0]) for year in (day.year - 1, day.year, day.year + 1)]
    near = [each for each in around if each and abs((each - day).days) <= _NEAR]
    if len(near) != 1:
        return None
    before = text[max(0, spoken.start - _AROUND) : spoken.start].rpartition("\n")[2]
    line = before + text[spoken.start : spoken.end + _AROUND].partition("\n\n")[0]
    speaker = _SPEAKERS[spoken.language]
    if compiled(speaker.OTHER_YEAR).search(line):
        return None
    years = {int(year) for year in english.YEAR.findall(line)}
    return near[0] if years <= {near[0].year} else None


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
