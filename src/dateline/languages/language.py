"""Hold one language of a newsroom: its interface words and the way it writes dates.

All of it comes from a gettext catalogue, the date patterns too, so that a further language
needs a catalogue and nothing else. English is the catalogue's key language.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from dateline.languages.catalogues import read_catalogue, read_own_catalogue
from dateline.model import Kind, Month

THEME_CATALOGUES = Path(__file__).parent.parent / "theme" / "locale"
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


class _Patterns(NamedTuple):
    """The patterns of dates, in a language's own words."""

    list_date: str
    long_date: str
    dateline: str
    dateline_without_place: str


@dataclass(frozen=True)
class Language:
    """A language: its BCP 47 key and its words."""

    key: str
    words: gettext.NullTranslations

    @cached_property
    def direction(self) -> str:
        """Give the direction of writing, `ltr` or `rtl`."""
        return "rtl" if self.key.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"

    @cached_property
    def own_name(self) -> str:
        """Give the language's name in itself: `Tiếng Việt`."""
        return self.words.pgettext("this language's own name", "English")

    def list_date(self, day: date) -> str:
        """Write a day as lists do: `01 February 2024`, `ngày 01 tháng 02 năm 2024`."""
        return self._date(self._patterns.list_date, day)

    def long_date(self, day: date) -> str:
        """Write a day as sentences do: `1 February 2024`."""
        return self._date(self._patterns.long_date, day)

    def dateline(self, place: str, day: date) -> str:
        """Write the dateline: `HANOI, 1 February 2024 –`; without a place, the date alone."""
        pattern = self._patterns.dateline if place else self._patterns.dateline_without_place
        return pattern.format(
            PLACE=place.upper(),
            place=place,
            date=self.long_date(day),
            day2=f"{day.day:02d}",
            month=self._months[day.month - 1],
            year=day.year,
        )

    def month_heading(self, month: Month) -> str:
        """Write a month as headings do: `February 2024`, `Tháng 2 năm 2024`."""
        found = self._month_headings.get(month)
        if found is None:
            pattern = self.words.pgettext("month heading", "{month} {year}")
            found = pattern.format(month=self._headings[month.month - 1], year=month.year)
            self._month_headings[month] = found
        return found

    def month_name(self, month: Month) -> str:
        """Name a month under the heading of its year: `February`, `Tháng 2`."""
        pattern = self.words.pgettext("month under its year", "{month}")
        return pattern.format(month=self._headings[month.month - 1])

    def moment(self, moment: datetime) -> str:
        """Write a moment by its own clock: `1 February 2024, 09:00`."""
        pattern = self.words.pgettext("moment", "{date}, {time}")
        clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
        return pattern.format(date=self.long_date(moment.date()), time=clock)

    def kind_name(self, kind: Kind) -> str:
        """Name the kind of a release: `Press release`."""
        return self._kinds[kind]

    def corrected_on(self, day: date) -> str:
        """Say that a release was corrected, and when: `Corrected on 3 February 2024:`."""
        pattern = self.words.pgettext("of a release", "Corrected on {date}:")
        return pattern.format(date=self.long_date(day))

    def withdrawn_on(self, day: date) -> str:
        """Say that a release was withdrawn, and when, in a sentence."""
        pattern = self.words.pgettext("of a release", "This release was withdrawn on {date}.")
        return pattern.format(date=self.long_date(day))

    def corrected(self, title: str) -> str:
        """Title what tells of a correction: `Corrected: Online course opens`."""
        return self.words.pgettext("title", "Corrected: {title}").format(title=title)

    def withdrawn(self, title: str) -> str:
        """Title what tells of a withdrawal: `Withdrawn: Online course opens`."""
        return self.words.pgettext("title", "Withdrawn: {title}").format(title=title)

    def file_size(self, size: int) -> str:
        """Write a size in bytes for readers: `812 B`, `14 kB`, `1.2 MB`."""
        if size < 1000:
            return f"{size} B"
        if size < 999_500:  # from there on it would be rounded to 1000 kB
            return f"{round(size / 1000)} kB"
        mark = self.words.pgettext("decimal mark", ".")
        number, unit = (size / 1_000_000, "MB") if size < 999_950_000 else (size / 1e9, "GB")
        return f"{number:.1f} {unit}".replace(".", mark)

    def _date(self, pattern: str, day: date) -> str:
        # Remembered: a page says its date twice, and the lists and the translation say it again.
        found = self._dates.get((pattern, day))
        if found is None:
            month = self._months[day.month - 1]
            found = pattern.format(day=day.day, day2=f"{day.day:02d}", month=month, year=day.year)
            self._dates[pattern, day] = found
        return found

    @cached_property
    def _month_headings(self) -> dict[Month, str]:
        return {}

    @cached_property
    def _dates(self) -> dict[tuple[str, date], str]:
        return {}

    @cached_property
    def _patterns(self) -> _Patterns:
        # Looked up once: a look-up costs as much as writing the date.
        name = self.words.pgettext
        return _Patterns(
            list_date=name("date in a list", "{day2} {month} {year}"),
            long_date=name("date in a sentence", "{day} {month} {year}"),
            dateline=name("dateline", "{PLACE}, {date} –"),
            dateline_without_place=name("dateline without a place", "{date} –"),
        )

    @cached_property
    def _kinds(self) -> dict[Kind, str]:
        return {
            Kind.PRESS_RELEASE: self.words.gettext("Press release"),
            Kind.MEDIA_ADVISORY: self.words.gettext("Media advisory"),
            Kind.STATEMENT: self.words.gettext("Statement"),
            Kind.CORRECTION: self.words.gettext("Correction"),
        }

    @cached_property
    def _months(self) -> tuple[str, ...]:
        name = self.words.pgettext
        return (
            name("month in a date", "January"),
            name("month in a date", "February"),
            name("month in a date", "March"),
            name("month in a date", "April"),
            name("month in a date", "May"),
            name("month in a date", "June"),
            name("month in a date", "July"),
            name("month in a date", "August"),
            name("month in a date", "September"),
            name("month in a date", "October"),
            name("month in a date", "November"),
            name("month in a date", "December"),
        )

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        name = self.words.pgettext
        return (
            name("month in a heading", "January"),
            name("month in a heading", "February"),
            name("month in a heading", "March"),
            name("month in a heading", "April"),
            name("month in a heading", "May"),
            name("month in a heading", "June"),
            name("month in a heading", "July"),
            name("month in a heading", "August"),
            name("month in a heading", "September"),
            name("month in a heading", "October"),
            name("month in a heading", "November"),
            name("month in a heading", "December"),
        )


def load_language(key: str, own_catalogues: Path | None = None) -> Language | None:
    """Load a language's words: the newsroom's `LANG.po` over the theme's; None where neither is.

    Raises DamagedCatalogueError.
    """
    words: gettext.NullTranslations | None = None
    base = key.partition("-")[0]
    names = dict.fromkeys((key, base))
    own = [read_own_catalogue(own_catalogues, name) for name in names] if own_catalogues else []
    for found in (*own, *(read_catalogue(THEME_CATALOGUES, name) for name in names)):
        if found and words:
            words.add_fallback(found)
        words = words or found
    if words is None and base == "en":
        words = gettext.NullTranslations()
    return Language(key, words) if words else None
