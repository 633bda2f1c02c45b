"""How each language writes dates, datelines, kinds and sizes."""

from __future__ import annotations

import calendar
from datetime import date

import pytest

from dateline.languages import Language, load_language
from dateline.model import Kind, Month


def speak(key: str) -> Language:
    """Give a language of the theme."""
    language = load_language(key)

    assert language is not None
    return language


@pytest.mark.parametrize(
    ("key", "day", "listed", "said"),
    [
        ("en", date(2024, 2, 1), "01 February 2024", "1 February 2024"),
        ("en", date(2024, 12, 25), "25 December 2024", "25 December 2024"),
        ("vi", date(2024, 2, 1), "ngày 01 tháng 02 năm 2024", "ngày 01 tháng 02 năm 2024"),
        ("vi", date(2024, 1, 9), "ngày 09 tháng 01 năm 2024", "ngày 09 tháng 01 năm 2024"),
        ("vi", date(2024, 3, 10), "ngày 10 tháng 3 năm 2024", "ngày 10 tháng 3 năm 2024"),
        ("vi", date(2024, 9, 9), "ngày 09 tháng 9 năm 2024", "ngày 09 tháng 9 năm 2024"),
        ("vi", date(2024, 12, 31), "ngày 31 tháng 12 năm 2024", "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_dates(key: str, day: date, listed: str, said: str) -> None:
    """Days are written as offices do: in Vietnamese days under 10 and months 1, 2 with a zero."""
    language = speak(key)

    assert (listed, said) == (language.list_date(day), language.long_date(day))


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month(month: int) -> None:
    """Each month has its name in English and its number in Vietnamese, with a zero in dates only."""
    english, vietnamese, name = speak("en"), speak("vi"), calendar.month_name[month]
    number = f"{month:02d}" if month < 3 else f"{month}"

    assert f"05 {name} 2024" == english.list_date(date(2024, month, 5))
    assert f"{name} 2024" == english.month_heading(Month(2024, month))
    assert name == english.month_name(Month(2024, month))
    assert f"ngày 05 tháng {number} năm 2024" == vietnamese.list_date(date(2024, month, 5))
    assert f"Tháng {month} năm 2024" == vietnamese.month_heading(Month(2024, month))
    assert f"Tháng {month}" == vietnamese.month_name(Month(2024, month))


@pytest.mark.parametrize(
    ("key", "place", "expected"),
    [
        ("en", "Hanoi", "HANOI, 1 February 2024 –"),
        ("en", "Hà Nội", "HÀ NỘI, 1 February 2024 –"),
        ("en", "", "1 February 2024 –"),
        ("vi", "Hà Nội", "Hà Nội, ngày 01 tháng 02 năm 2024 –"),
        ("vi", "", "Ngày 01 tháng 02 năm 2024 –"),
        ("en", "{date}", "{DATE}, 1 February 2024 –"),
    ],
)
def test_dateline(key: str, place: str, expected: str) -> None:
    """The dateline follows the language's custom; what an editor wrote is no pattern."""
    assert expected == speak(key).dateline(place, date(2024, 2, 1))


@pytest.mark.parametrize(
    ("size", "english", "vietnamese"),
    [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (1000, "1 kB", "1 kB"),
        (14_400, "14 kB", "14 kB"),
        (999_499, "999 kB", "999 kB"),
        (999_500, "1.0 MB", "1,0 MB"),
        (1_250_000, "1.2 MB", "1,2 MB"),
        (999_949_999, "999.9 MB", "999,9 MB"),
        (999_950_000, "1.0 GB", "1,0 GB"),
        (2_500_000_000, "2.5 GB", "2,5 GB"),
    ],
)
def test_file_sizes(size: int, english: str, vietnamese: str) -> None:
    """Sizes are rounded to what readers need, with the language's decimal mark."""
    assert (english, vietnamese) == (speak("en").file_size(size), speak("vi").file_size(size))


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("en", ["Press release", "Media advisory", "Statement", "Correction"]),
        ("vi", ["Thông cáo báo chí", "Thông báo mời báo chí", "Tuyên bố", "Đính chính"]),
    ],
)
def test_kinds(key: str, names: list[str]) -> None:
    """Every kind of release has a name."""
    language = speak(key)

    assert names == [language.kind_name(kind) for kind in Kind]


@pytest.mark.parametrize(("key", "direction"), [("en", "ltr"), ("vi-VN", "ltr")])
def test_direction(key: str, direction: str) -> None:
    """A page of the language says which way it is read."""
    assert direction == speak(key).direction


def test_arabic_is_read_from_the_right() -> None:
    """A language without a catalogue of the theme knows its direction all the same."""
    assert Language("ar-EG", speak("en").words).direction == "rtl"
