"""Titles, summaries and the house's spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.languages import fold
from dateline.proofreading.spelling import house_spelling
from dateline.proofreading.words import (
    placeholder_text,
    placeholder_title,
    repeating_summary,
    wordy_title,
)


@pytest.mark.parametrize(
    "title",
    ["test", "TEST", "Test 123", "TBC", "Visit of the minister (TBC)", "Lorem ipsum dolor", "lorem", "Untitled", "Title here",
     "TODO: find a title", "Thử nghiệm", "thử", "Tiêu đề", "Chưa có tiêu đề", "Bản nháp", "Sẽ cập nhật", "Test: new site", "xxx"],
)  # fmt: skip
def test_placeholder_titles(title: str) -> None:
    """Titles that stand for one to come are told, in both languages."""
    assert [f.start for f in placeholder_title(title)] == [0]


@pytest.mark.parametrize(
    "title",
    ["Test of new safety rules begins", "Course", "Statement", "Kỳ thi thử nghiệm quốc gia", "Draft law goes to the Assembly",
     "Tests show less lead", "Tiêu đề của luật mới", "A", "-", "抱歉", "TBCO opens", "TBC Bank opens", "ILO and TBC Bank sign", "Ngân hàng TBC và ILO", "Abc news wins a prize"],
)  # fmt: skip
def test_headlines_are_left(title: str) -> None:
    """Words that a headline may hold are no placeholder."""
    assert [*placeholder_title(title)] == []


@pytest.mark.parametrize(
    ("text", "starts"),
    [("a Lorem ipsum", [2]), ("lorem ipsum", [0]), ("LOREM ipsum", [0]), ("ipsum", []), (" ipsum", []), ("a ipsum", [])],
)  # fmt: skip
def test_filler(text: str, starts: list[int]) -> None:
    """Filler text is told where it starts."""
    assert starts == [f.start for f in placeholder_text(text)]


def test_the_limit_of_a_title() -> None:
    """A title of just the limit is no news."""
    assert [[f.start for f in wordy_title("x" * n, 150)] for n in (150, 151)] == [[], [0]]


@pytest.mark.parametrize(
    ("title", "summary", "told"),
    [
        ("Course opens", "Course opens", 1), ("Course opens", "course  opens.", 1), ("Khoá học", "KHOÁ HỌC!", 1),
        ("Course opens", "Course opens today.", 0), ("Course", "", 0), ("", "", 0), ("新闻", "新闻", 0), ("A", "B", 0),
    ],
)  # fmt: skip
def test_a_summary_that_repeats_the_title(title: str, summary: str, told: int) -> None:
    """The same words with other marks are the same words."""
    assert told == len([*repeating_summary(title, summary)])


SPELLING = {
    "Vietnam": "Viet Nam",
    "organisation": "organization",
    "trade-union": "trade union",
    "ILO": "the ILO",
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In Vietnam, Vietnam!", [(3, "Write Viet Nam."), (12, "Write Viet Nam.")]), ("Viet Nam vietnam Vietnamese", []),
        ("Organisation", [(0, "Write Organization.")]), ("ORGANISATION", [(0, "Write Organization.")]),
        ("an organisation", [(3, "Write organization.")]), ("reorganisation organisations", []),
        ("[Vietnam](https://vietnam.org/Vietnam)", [(1, "Write Viet Nam.")]), ("`Vietnam` <https://Vietnam.vn>", []),
        ("a@Vietnam.vn", []), ("the ILO met", []), ("an ILO team", [(3, "Write The ILO.")]), ("trade-union", [(0, "Write trade union.")]),
        ("Trade-Union", [(0, "Write Trade union.")]), ("", []), ("x" * 5000, []),
    ],
)  # fmt: skip
def test_house_spelling(text: str, told: list[tuple[int, str]]) -> None:
    """Whole words of prose are told; addresses, code and words that hold them are not."""
    assert told == [(f.start, f.hint) for f in house_spelling(text, SPELLING)]


def test_house_spelling_is_told_twenty_times() -> None:
    """A word that stands everywhere does not drown the rest."""
    assert len([*house_spelling("Vietnam " * 50, SPELLING)]) == 20


LIKE = st.lists(
    st.sampled_from(
        ["Course", "course", "Khoá", "KHOÁ", "-", " ", "  ", "opens", "ß", "ss", "“", "."]
    )
)


@given(LIKE.map("".join), LIKE.map("".join))
def test_no_repetition_is_missed(title: str, summary: str) -> None:
    """Only the first word is folded to see that two texts differ, and it is enough."""
    is_told = summary[:1].casefold() == title[:1].casefold() and fold(summary) == fold(title) != ""

    assert is_told == bool([*repeating_summary(title, summary)])
