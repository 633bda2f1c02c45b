"""Hold a dateline that somebody typed into the text against the release's date and place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from dateline.languages import bare
from dateline.patterns import compiled
from dateline.problems import warning
from dateline.proofreading import english, vietnamese
from dateline.proofreading.finding import Finding

DATELINE_DIFFERS = warning(
    "dateline-differs",
    "The page prints its dateline from the keys: readers would meet two that differ.",
    where="text",
    bad="HANOI, 2 February 2024 – The course opens today.",
    good="HANOI, 1 February 2024 – The course opens today.",
)
_PLACE = r"[*_]{0,3}\(?(?P<place>[^\W\d_](?:[^\W\d_]|[ .,’'-]){0,58}?)[*_]{0,3}"
_END = r"[*_]{0,3}\)?\s*[*_]{0,3}(?:[–—:]|--?(?=\s))"
_GAP = r"\s*[,(]\s*"
# Words that start a sentence with a date in it, and no place.
_NO_PLACE_WORDS = """
on in at from since by until before after as for during between this next last today yesterday
monday tuesday wednesday thursday friday saturday sunday updated published date release
ngay vao tu den sang chieu toi trua hom thu chu tai trong truoc sau cap
"""
_NO_PLACE = frozenset(_NO_PLACE_WORDS.split())
_ENGLISH = rf"\s*{_PLACE}{_GAP}(?P<date>{english.DATE}){_END}"
_VIETNAMESE = rf"\s*{_PLACE}{_GAP}(?P<date>(?:[Nn]gày\s+)?{vietnamese.DATE}){_END}"
_PLACE_ALONE = rf"\s*{_PLACE}\s*[*_]{{0,3}}(?:[–—]|--?(?=\s))[*_]{{0,3}}"
_START = 120
_FIGURE = re.compile("[0-9]")
_CITIES = dict.fromkeys(
    ("hochiminhcity", "tphochiminh", "thanhphohochiminh", "tphcm", "hcmc", "saigon"), "hochiminh"
)


def typed_dateline(text: str, language: str, day: date, place: str) -> str:
    """Give the dateline that a text itself opens with; empty where it differs from its release.

    With a date beside the place, in English and Vietnamese; or the release's place alone, in
    capitals.
    """
    start = text[:_START]
    return _agreeing(start, language, day, place) if _has_mark(start) else ""


@lru_cache(maxsize=1_000)  # the page, the twin and the feeds ask for the same
def _agreeing(start: str, language: str, day: date, place: str) -> str:
    match = _dated(start, language)
    if match is None:
        return _alone(start, place)
    if place and not _is_same_place(match["place"].strip(" ,"), place):
        return ""
    return match[0].strip() if _is_same_day(match, day) else ""


def _alone(start: str, place: str) -> str:
    """Give a dateline that is the release's place in capitals; empty where there is none."""
    if not place or not start.lstrip()[:4].strip("*_(").isupper():
        return ""
    match = compiled(_PLACE_ALONE).match(start)
    if match is None or not match["place"].isupper():
        return ""
    return match[0].strip() if _is_same_place(match["place"], place) else ""


def differing_dateline(text: str, language: str, day: date, place: str) -> Iterable[Finding]:
    """Give what a dateline at the start of a text says otherwise than its release."""
    match = _dated(text[:_START], language)
    return _differing(match, day, place) if match else ()


def _differing(match: re.Match[str], day: date, place: str) -> Iterator[Finding]:
    typed, index = match["place"].strip(" ,"), match.start("place")
    if place and not _is_same_place(typed, place):
        message = f"The text starts with `{typed}`, but `place` is `{place}`."
        yield Finding(DATELINE_DIFFERS, index, message, "Correct the one that is wrong.")
    if not _is_same_day(match, day):
        said = " ".join(match["date"].split())
        message = f"The text's dateline says `{said}`, but the release's date is {day.isoformat()}."
        hint = "Correct the one that is wrong."
        yield Finding(DATELINE_DIFFERS, match.start("date"), message, hint)


def _dated(start: str, language: str) -> re.Match[str] | None:
    """Find a dateline with a date at the start of a text."""
    if not _has_mark(start) or not _FIGURE.search(start):
        return None
    pattern = {"en": _ENGLISH, "vi": _VIETNAMESE}.get(language.partition("-")[0])
    match = compiled(pattern).match(start) if pattern else None
    return match if match and _may_be_place(match["place"]) else None


def _has_mark(start: str) -> bool:
    """Say whether a dateline may end in a text's start: sign by sign, in a fifth of a search."""
    return "-" in start or ":" in start or "–" in start or "—" in start


def _may_be_place(typed: str) -> bool:
    names = typed.replace(",", " ").split()
    return all(name[0].isupper() for name in names) and bare(names[0]) not in _NO_PLACE


def _is_same_place(typed: str, place: str) -> bool:
    """Say whether two places are one: HA NOI is Hanoi, and `Hanoi, Viet Nam` lies there too."""
    one, other = _plain(typed.partition(",")[0]), _plain(place.partition(",")[0])
    return one == other


def _plain(place: str) -> str:
    letters = "".join(c for c in bare(unicodedata.normalize("NFC", place)) if c.isalnum())
    return _CITIES.get(letters, letters)


def _is_same_day(match: re.Match[str], day: date) -> bool:
    parts = match.groupdict()
    year = next((parts[k] for k in ("year", "year2", "year3", "year4") if parts.get(k)), None)
    if year is not None and int(year) != day.year:
        return False
    return (day.month, day.day) in _readings(parts)


def _readings(parts: dict[str, str | None]) -> set[tuple[int, int]]:
    number = int(parts.get("day") or parts.get("day2") or parts.get("day4") or 0)
    month = parts.get("month") or parts.get("month2") or parts.get("month4")
    if month is None:  # numbers alone in English: either may be the month
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        return {(first, second), (second, first)}
    if month.isdigit():
        return {(int(month), number)}
    named = english.MONTHS.get(month[:3].upper()) or vietnamese.month_number(month)
    return {(named, number)}
