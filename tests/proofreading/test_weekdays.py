"""Weekdays beside dates are held against the calendar, and nothing else is taken for one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.proofreading import english, vietnamese
from dateline.proofreading.weekdays import wrong_weekdays

DAY = date(2024, 2, 1)
ENGLISH = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SHORT = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = (
    "January February March April May June July August September October November December".split()
)
VIETNAMESE = ["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"]
MONTHS_VI = [
    "Một",
    "Hai",
    "Ba",
    "Tư",
    "Năm",
    "Sáu",
    "Bảy",
    "Tám",
    "Chín",
    "Mười",
    "Mười Một",
    "Mười Hai",
]
FORMS_EN = [
    "{wd}, {d} {m} {y}", "{wd} {d} {m} {y}", "{wd}, {m} {d}, {y}", "{wd} {m} {d} {y}", "{s}. {d} {m3} {y}",
    "{s} {d} {m3}. {y}", "{wd}, {th} {m} {y}", "{wd}, {m} {th}, {y}", "{wd} the {th} of {m} {y}",
    "{wd} ({d} {m} {y})", "{wd}, {dd} {m} {y}", "**{wd}**, {d} {m} {y}", "{WD}, {d} {M} {y}",
    "{wd},\n{d} {m} {y}", "{wd},\u00a0{d}\u00a0{m}\u00a0{y}", "{d} {m} {y} ({wd})", "{wd}, {y}-{mm}-{dd}",
    "{s}, {m3} {d}, {y}", "{wd} – {d} {m} {y}", "{wd}, {d} {m}, {y}", "{wd} {th} {m} {y}",
]  # fmt: skip
FORMS_VI = [
    "{t}, ngày {dd} tháng {mm} năm {y}", "{t}, ngày {d} tháng {n} năm {y}", "{t} ({dd}/{mm}/{y})",
    "{t}, {d}-{n}-{y}", "{t} ngày {d}/{n}/{y}", "{t}, {dd}/{mm}/{y}", "{t} (ngày {d}/{n}/{y})",
    "{t}, {d}.{n}.{y}", "{t}, {d} tháng {n} năm {y}", "{t}, ngày {d} tháng {n}, năm {y}",
    "{num}, {d}-{n}-{y}", "{num} ngày {dd}/{mm}/{y}", "**{t}**, ngày {dd}/{mm}/{y}",
    "{t}, ngày {d} tháng {mw} năm {y}", "ngày {dd}/{mm}/{y} ({t})", "ngày {d} tháng {n} năm {y} ({t})",
    "{T}, NGÀY {dd} THÁNG {mm} NĂM {y}", "{t},\nngày {dd}/{mm}/{y}", "{t} {d}/{n}/{y}", "vào {small}, ngày {d}/{n}/{y}",
    "sáng {small} ({d}/{n}/{y})",
]  # fmt: skip


def ordinal(day: int) -> str:
    ending = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def written(form: str, day: date, weekday: int) -> str:
    """Write a day in a form, with a weekday that may not be its own."""
    name = "Chủ nhật" if weekday == 6 else f"thứ {VIETNAMESE[weekday]}"
    return form.format(
        wd=ENGLISH[weekday], WD=ENGLISH[weekday].upper(), s=SHORT[weekday], d=day.day, dd=f"{day.day:02d}",
        th=ordinal(day.day), m=MONTHS[day.month - 1], M=MONTHS[day.month - 1].upper(),
        m3=MONTHS[day.month - 1][:3], mm=f"{day.month:02d}", n=day.month, y=day.year, t=name,
        T=name.upper(), small=name.lower(), num="Chủ nhật" if weekday == 6 else f"Thứ {weekday + 2}",
        mw=MONTHS_VI[day.month - 1],
    )  # fmt: skip


def texts(forms: list[str], around: str, *, right: bool) -> Iterator[str]:
    """Yield 400 sentences on days of two centuries, in every form in turn."""
    random = Random(f"{forms} {right}")
    for number in range(400):
        day = date(1950, 1, 1) + timedelta(days=random.randrange(50_000))
        weekday = day.weekday() if right else (day.weekday() + random.randrange(1, 7)) % 7
        yield around.format(written(forms[number % len(forms)], day, weekday))


SAID = {"en": (FORMS_EN, "The talks start on {} in Hanoi."), "vi": (FORMS_VI, "Hội thảo khai mạc {} tại Hà Nội.")}  # fmt: skip


@pytest.mark.parametrize("language", SAID)
def test_right_weekdays_pass(language: str) -> None:
    """400 right dates, in the usual written forms, bring no alarm."""
    found = [
        text
        for text in texts(*SAID[language], right=True)
        if [*wrong_weekdays(text, language, DAY)]
    ]

    assert found == []


@pytest.mark.parametrize("language", SAID)
def test_wrong_weekdays_are_caught(language: str) -> None:
    """400 wrong dates, in the usual written forms, are each told once, at the weekday."""
    missed = []
    for text in texts(*SAID[language], right=False):
        found = [*wrong_weekdays(text, language, DAY)]
        names = ENGLISH + SHORT if language == "en" else ["thứ", "Thứ", "Chủ", "chủ"]
        if len(found) != 1 or not text[found[0].start :].title().startswith(
            tuple(n.title() for n in names)
        ):
            missed.append(text)

    assert missed == []


@pytest.mark.parametrize(
    ("language", "text", "starts"),
    [
        ("en", "Thursday, 2 February", [0]), ("en", "Thu. 2 February", [0]),
        ("en", "on Thursday, February 2nd", [3]), ("en", "Tuesday, 30 January and more", []),
        ("en", "Friday, 31 February 2024", [0]), ("en", "Monday, 3 March", [0]), ("en", "Sunday, 3 March", []),
        ("en-GB", "Thursday, 02/02/2024", [0]), ("en", "Friday, 03/04/2024", [0]),
        ("en", "Friday 2 and Saturday 2 February 2024", [13]), ("en", "Good Friday, 28 March 2024", [5]),
        ("en", "2024: Thursday, 2 February", [6]), ("en", "2024-02-02 (Thursday)", [12]),
        ("en", "Sun, 2 February 2024", [0]), ("en", "Monday, 5 February 2024; Monday, 6 February 2024", [25]),
        ("vi", "thứ Năm, ngày 2/2", [0]), ("vi", "chiều thứ Năm (2/2)", [6]),
        ("vi", "thứ Năm, ngày 2 tháng 2", [0]), ("vi", "Chủ nhật ngày 2 tháng Hai", [0]),
        ("vi", "(thứ năm, ngày 2/2/2024)", [1]), ("vi", "ngày 2/2 (thứ Năm)", [10]),
        ("vi", "thứ Năm, ngày 31/02/2024", [0]), ("vi", "THỨ NĂM, NGÀY 2/2/2024", [0]),
        ("vi", "thứ Bẩy, 2/2/2024", [0]), ("vi", "Thứ Sáu 2/2/2024, thứ Sáu 3/2/2024", [18]),
    ],
)  # fmt: skip
def test_other_forms(language: str, text: str, starts: list[int]) -> None:
    """Without a year the release's own days are meant; days that do not exist are wrong."""
    assert starts == [each.start for each in wrong_weekdays(text, language, DAY)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Sun, 2 February 2024"), ("en", "Vancouver Sun, 1 February 2024"),
        ("en", "Friday–Sunday, February 2–4, 2024"), ("en", "Thursday and Friday, 2 February 2024 and later"),
        ("en", "Mondays to Fridays, 5 February to 8 March"), ("en", "Monday to Friday, 6 February 2024"),
        ("en", "Monday 5 – Friday 9 February 2024"), ("en", "every Tuesday, 1 February to 1 March 2024"),
        ("en", "Last year, on Thursday 2 February, we"), ("en", "In 2023 we met on Thursday 2 February"),
        ("en", "Thursday, 2 August"), ("en", "Monday, 2 people came"), ("en", "Sunday 4.5 million"),
        ("en", "Monday, 03/04/2024"), ("en", "Wednesday, 03/04/2024"), ("en", "Monument, 2 February 2024"),
        ("en", "non-Monday, 2 February 2024"), ("en", "On Monday, 12,000 workers"), ("en", "Friday 13"),
        ("en", "Thursday at 9.00, 2 February 2024"), ("en", "Monday (see 2 February 2024)"),
        ("en", "Tuesday, 6 February: the 2030 Agenda"), ("en", "Friday, May 2 and 3, 2024 (Monday)"),
        ("vi", "Hội nghị lần thứ năm, ngày 02/02/2024"), ("vi", "Kỳ họp thứ Năm, ngày 02/02/2024"),
        ("vi", "Đại hội lần thứ Hai ngày 2/2/2024"), ("vi", "năm thứ ba, 2/2/2024"),
        ("vi", "người thứ tư (2/2/2024)"), ("vi", "thứ Năm, 1/2 số công nhân"), ("vi", "thứ Năm, 1-2 giờ"),
        ("vi", "thứ Hai, ngày 2 tháng 2 năm 2024 âm lịch"), ("vi", "thứ Sáu và thứ Bảy, ngày 2/2/2024"),
        ("vi", "từ thứ Sáu, ngày 02/02/2024 đến Chủ nhật, ngày 04/02/2024"), ("vi", "thứ năm ngoái 2/2"),
        ("vi", "thứ Sáu này, 15 đại biểu"), ("vi", "năm ngoái, thứ Năm, ngày 2/2"), ("vi", "bài thứ 5 2/2/2024"),
        ("vi", "ngày 1/2 (thứ Năm)"), ("vi", "athứ Hai, 2/2/2024"), ("vi", "thứ Hai2/2/2024"),
        ("vi", "1/2 (thứ Hai)"), ("vi", "hứ"), ("vi", "(thứ Hai)"), ("en", "(Monday)"), ("vi", "thứ 9, 2/2/2024"),
        ("fr", "lundi 2 février 2024; Monday, 2 February 2024"), ("en", ""), ("vi", ""),
    ],
)  # fmt: skip
def test_no_false_alarm(language: str, text: str) -> None:
    """Ranges, ordinals, newspapers, lunar days and other years are left alone."""
    assert [each.message for each in wrong_weekdays(text, language, DAY)] == []


def test_a_page_has_no_year_of_its_own() -> None:
    """Where no day is given, only dates with a year are judged."""
    text = "Thursday, 2 February; Thursday, 2 February 2024"

    assert [each.start for each in wrong_weekdays(text, "en", None)] == [22]


def test_the_right_weekday_is_named() -> None:
    """The message says what the calendar says, in both languages where the text is Vietnamese."""
    (english,) = wrong_weekdays("Thursday, 2 February 2024", "en", DAY)
    (vietnamese,) = wrong_weekdays("thứ Năm, ngày 02/02/2024", "vi", DAY)

    assert english.message == "2 February 2024 is a Friday, not `Thursday`."
    assert vietnamese.message == "2 February 2024 is a Friday (thứ Sáu), not `thứ Năm`."


def test_around_new_year() -> None:
    """A release of late December that speaks of January means the next one."""
    told = [*wrong_weekdays("Friday, 5 January; Thursday, 4 January", "en", date(2023, 12, 28))]
    wrong = [*wrong_weekdays("Thursday, 5 January", "en", date(2023, 12, 28))]

    assert (told, len(wrong)) == ([], 1)


@pytest.mark.parametrize(
    "text",
    ["Monday, " * 50_000, "thứ Hai, " * 50_000, "Mon" * 100_000, "thứ " * 100_000, "Monday" + " " * 100_000 + "2",
     "thứ Hai" + " " * 100_000, "Monday, 2 " * 40_000, "(" * 100_000, "thứ Hai, ngày " * 30_000, "Monday *" * 50_000,
     "Thursday, 2 February " * 30_000, "thứ Năm, ngày 2/2 " * 30_000, "Thursday, 2 February 2024 " * 30_000],
)  # fmt: skip
def test_monsters_are_read_soon(text: str) -> None:
    """No text makes the rule take more than its length."""
    start = time.process_time()
    for language in ("en", "vi"):
        list(wrong_weekdays(text, language, DAY))

    assert time.process_time() - start < 3


PIECES = st.sampled_from(
    [*ENGLISH, *SHORT, "MONDAY", "thu", "SUN", "thứ Hai", "THỨ BA", "Thứ tư", "chủ nhật", "CHỦ NHẬT",
     "chủ Nhật", "hứ", "hủ n", ", ", " ", "(", ")", "**", ". ", "2/2/2024", "2 February 2024", "FEB",
     "ngày ", "2024-02-02", "–", "A", "x"]
)  # fmt: skip


@pytest.mark.parametrize("speaker", [english, vietnamese])
@given(st.lists(PIECES, max_size=8).map("".join))
def test_the_searches_miss_no_weekday(speaker: ModuleType, text: str) -> None:
    """What is found from a few signs is what is found by asking at every character."""
    everywhere = (speaker._at(text, index) for index in range(len(text)))

    assert [each for each in everywhere if each] == speaker.weekdays(text)
