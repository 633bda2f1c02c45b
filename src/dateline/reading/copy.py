"""Hand a file's texts to the proofreader, and find the places of what it finds."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from dateline.model import Edition, StandingPage
from dateline.problems import Place, Problem
from dateline.proofreading import Copy, findings, proofread
from dateline.reading.parse import Parsed
from dateline.reading.schema import FrontMatter, PageKeys
from dateline.settings import Newsroom
from dateline.validation import Location

_STAND_IN = "-"
_TEXTS: frozenset[Location] = frozenset(
    {("title",), ("summary",), ("image", "alt"), ("image", "caption")}
)
_ZONES = frozenset({"Asia/Ho_Chi_Minh", "Asia/Saigon"})


class House(NamedTuple):
    """What a newsroom holds its texts in a language to."""

    spelling: Mapping[str, str]
    title_length: int
    is_vietnamese: bool

    @classmethod
    def of(cls, newsroom: Newsroom, language: str) -> House:
        """Give it of a newsroom; a telephone number there without a country's code has its own."""
        style = newsroom.style
        is_vietnamese = language.partition("-")[0] == "vi" or newsroom.timezone.key in _ZONES
        return cls(style.spelling.get(language, {}), style.title_length, is_vietnamese)


def proofread_release(
    edition: Edition, parsed: Parsed[FrontMatter], house: House, named: str
) -> Sequence[Problem]:
    """Give what is wrong with a release's texts, as far as its keys could be read.

    Where its file's name has another day (`named`), only what is wrong on either; where it has
    none, nothing that depends on it.
    """
    unsure = parsed.unsure
    copy = Copy(
        edition.language,
        edition.body,
        _texts(edition),
        edition.day if named or ("date",) not in unsure else None,
        edition.place,
        "summary" in parsed.written or _is_misspelt("summary", parsed.written),
        edition.draft
        or edition.withdrawn is not None
        or bool(unsure and _may_be_unfinished(unsure)),
        house.spelling,
        house.title_length,
        _refused(parsed),
        house.is_vietnamese,
    )
    is_on_its_day = not named or named == edition.day.isoformat()
    if is_on_its_day and not findings(copy):
        return ()
    place = _Locator(edition.path, edition.body, parsed).place
    if is_on_its_day:
        return proofread(copy, place)
    on_other_day = proofread(copy._replace(day=date.fromisoformat(named)), place)
    either = {(each.place, each.code) for each in on_other_day}
    return [each for each in proofread(copy, place) if (each.place, each.code) in either]


def _may_be_unfinished(unsure: Iterable[Location]) -> bool:
    return any(not at or at[0] in {"draft", "withdrawn"} for at in unsure)


def proofread_page(
    page: StandingPage, parsed: Parsed[PageKeys], newsroom: Newsroom
) -> list[Problem]:
    """Give what is wrong with a standing page's texts."""
    copy = Copy(
        language=page.language,
        body=page.body,
        keys=_without_stand_in({("title",): page.title, ("summary",): page.summary}),
        is_unfinished=page.draft,
        refused=_refused(parsed),
        **House.of(newsroom, page.language)._asdict(),
    )
    return proofread(copy, _Locator(page.path, page.body, parsed).place)


def _is_misspelt(key: str, written: Collection[str]) -> bool:
    """Say whether a key that is not there was meant by another: that is told already."""
    import difflib  # noqa: PLC0415 -- nearly every release has its keys

    return bool(difflib.get_close_matches(key, written, n=1, cutoff=0.7))


def _refused(parsed: Parsed[Any]) -> dict[Location, str]:
    """Give the texts that could not be taken as they stand: they have slips like any other."""
    if not parsed.refused:
        return {}
    return {at: " ".join(text.split()) for at, text in parsed.refused.items() if at in _TEXTS}


def _without_stand_in(texts: dict[Location, str]) -> dict[Location, str]:
    return {at: text for at, text in texts.items() if text != _STAND_IN}


def _texts(edition: Edition) -> dict[Location, str]:
    texts: dict[Location, str] = {}
    if edition.title != _STAND_IN:
        texts["title",] = edition.title
    if edition.summary:
        texts["summary",] = edition.summary
    if edition.notes:
        texts["notes",] = edition.notes
    if edition.picture:
        if edition.picture.alt != _STAND_IN:
            texts["image", "alt"] = edition.picture.alt
        texts["image", "caption"] = edition.picture.caption
    return texts


class _Locator:
    """Finds the place of a character of a text that was tidied on its way here."""

    def __init__(self, path: str, body: str, parsed: Parsed[Any]) -> None:
        self._path = path
        self._body = body
        self._parsed = parsed

    def place(self, location: Location, index: int) -> Place:
        """Give the place of a character of the body (no location) or of a key's text."""
        if not location:
            return self._in_body(index)
        parsed = self._parsed
        if not index or not unicodedata.is_normalized("NFC", parsed.parts.block):
            return parsed.places.value(location)
        value, text = self._value(location), parsed.places.raw(location)
        if value[index].isspace():  # only what can be seen has a place of its own
            before = self.place(location, index - 1)
            return before._replace(column=before.column + 1)
        index = _same_character(value, index, text)
        line = text.count("\n", 0, index)
        column = index - (text.rfind("\n", 0, index) + 1)
        return parsed.places.within(location, line + 1, column + 1)

    def _value(self, location: Location) -> str:
        if location in self._parsed.refused:
            return " ".join(self._parsed.refused[location].split())
        value: Any = self._parsed.keys
        for step in location:
            value = getattr(value, str(step))
        return str(value)

    def _in_body(self, index: int) -> Place:
        parts = self._parsed.parts
        line = self._body.count("\n", 0, index)
        column = index - (self._body.rfind("\n", 0, index) + 1)
        if self._body != parts.body:
            column = _column_as_written(parts.body.split("\n")[line], column)
        return Place(self._path, parts.body_line + line, column + 1)


def _same_character(value: str, index: int, written: str) -> int:
    """Find in a text as written the visible character at an index of its tidied value."""
    wanted = sum(not character.isspace() for character in value[:index])
    visible = (at for at, character in enumerate(written) if not character.isspace())
    return next(islice(visible, wanted, None), 0)


def _column_as_written(line: str, column: int) -> int:
    """Find in a line whose letters are in pieces the column that it has once they are joined."""
    return bisect_right(
        range(len(line)), column, key=lambda at: len(unicodedata.normalize("NFC", line[: at + 1]))
    )
