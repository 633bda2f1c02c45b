"""A dateline typed into the text agrees with the release's place and date."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.proofreading.datelines import differing_dateline, typed_dateline

DAY = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("language", "place", "text", "starts"),
    [
        ("en", "Hanoi", "HANOI, 2 February 2024 – The", [7]), ("en", "Hanoi", "**HANOI**, 2 February 2024 – The", [11]),
        ("en", "Hanoi", "HUE, 1 February 2024 – The", [0]), ("en", "Hanoi", "Hue, 2 Feb. 2024 — The", [0, 5]),
        ("en", "Hanoi", "HUE (1 February 2024) – The", [0]), ("en", "Hanoi", "(Hanoi, 1 March 2024) The – a", []),
        ("en", "Hanoi", "(Hanoi, 1 March 2024) – The", [8]), ("en", "", "HANOI, February 2, 2024 – The", [7]),
        ("en", "Hanoi", "HANOI, Feb. 2 — The", [7]), ("en", "Hanoi", "HANOI, 1 February 2023: The", [7]),
        ("en", "Hanoi", "HANOI, 02/03/2024 – The", [7]), ("en", "Hanoi", "HANOI, 2024-02-02 – The", [7]),
        ("en", "Ho Chi Minh City", "HANOI, Viet Nam, 1 February 2024 – The", [0]),
        ("vi", "Hà Nội", "Hà Nội, ngày 02 tháng 02 năm 2024 – Khoá", [8]),
        ("vi", "Hà Nội", "(Huế, ngày 1/2/2024) – Khoá", [1]), ("vi", "Hà Nội", "HUẾ, NGÀY 1/2/2024 – A", []),
        ("vi", "Hà Nội", "Huế (2/2/2024) - Khoá", [0, 5]), ("vi", "Huế", "\\nHà Nội, 1/2/2024 – Khoá", [1]),
        ("vi", "Hà Nội", "Hà Nội, ngày 2 tháng Hai năm 2024 – Khoá", [8]),
    ],
)  # fmt: skip
def test_what_differs_is_told(language: str, place: str, text: str, starts: list[int]) -> None:
    """Place and date are told apart, each at the word that differs."""
    text = text.replace("\\n", "\n")

    assert starts == [f.start for f in differing_dateline(text, language, DAY, place)]


@pytest.mark.parametrize(
    ("language", "place", "text"),
    [
        ("en", "Hanoi", "HANOI, 1 February 2024 – The"), ("en", "Hanoi", "HA NOI, 1 Feb. 2024 – The"),
        ("en", "Hanoi", "Hà Nội, 1 February 2024 – The"), ("en", "Hanoi", "HANOI, Viet Nam, 1 February 2024 – The"),
        ("en", "", "HUE, 1 February 2024 – The"), ("en", "Hanoi", "HANOI, February 1 — The"),
        ("en", "Hanoi", "HANOI, 01/02/2024 – The"), ("en", "Hanoi", "HANOI, 02/01/2024 – The"),
        ("en", "Hanoi", "HANOI – The"), ("en", "Hanoi", "On Monday, 1 January 2024 – a holiday – we"),
        ("en", "Hanoi", "Since 1 January 2024 – the day"), ("en", "Hanoi", "The office, 1 January 2024 – closed"),
        ("en", "Hanoi", "From Hue, 1 January 2024 – the day"), ("en", "Hanoi", "The course opens today."), ("en", "Hanoi", ""),
        ("vi", "Hà Nội", "Hà Nội, ngày 01 tháng 02 năm 2024 – Khoá"), ("vi", "Hà Nội", "(Hà Nội, 1/2/2024) – Khoá"),
        ("vi", "TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh, ngày 1/2/2024 – Khoá"), ("vi", "Hà Nội", "HÀ NỘI, 1/2 – Khoá"),
        ("vi", "Hà Nội", "Thứ Sáu, ngày 2/2/2024 – Khoá"), ("vi", "Hà Nội", "Vào sáng, ngày 2/2/2024 – Khoá"),
        ("fr", "Hanoï", "HUE, 2 février 2024 – Le"),
    ],
)  # fmt: skip
def test_no_false_alarm(language: str, place: str, text: str) -> None:
    """The same city in other letters, a day without a year, and plain sentences are left alone."""
    assert [f.message for f in differing_dateline(text, language, DAY, place)] == []


@pytest.mark.parametrize(
    ("language", "place", "text", "typed"),
    [
        ("en", "Hanoi", "HANOI, 1 February 2024 – The", "HANOI, 1 February 2024 –"),
        ("en", "Hanoi", "\n**HANOI, Viet Nam**, 1 Feb. 2024 — The", "**HANOI, Viet Nam**, 1 Feb. 2024 —"),
        ("en", "Hanoi", "(Hanoi, 1 February 2024) - The", "(Hanoi, 1 February 2024) -"),
        ("en", "", "HUE, 1 February 2024 – The", "HUE, 1 February 2024 –"), ("en", "Hanoi", "HANOI, February 1: The", "HANOI, February 1:"),
        ("vi", "Hà Nội", "HÀ NỘI, ngày 01 tháng 02 năm 2024 – Khoá", "HÀ NỘI, ngày 01 tháng 02 năm 2024 –"),
        ("vi", "Hà Nội", "(Hà Nội, 1/2/2024) – Khoá", "(Hà Nội, 1/2/2024) –"),
        ("vi", "Hà Nội", "HÀ NỘI – Khoá", "HÀ NỘI –"), ("en", "Ho Chi Minh City", "HCMC -- The", "HCMC --"),
        ("en", "Hanoi", "HANOI, 2 February 2024 – The", ""), ("en", "Hanoi", "HUE, 1 February 2024 – The", ""),
        ("en", "Hanoi", "Hanoi – a city of lakes – greets", ""), ("en", "", "HANOI – The", ""), ("en", "Hanoi", "ILO – The", ""),
        ("en", "Hanoi", "HANOI-BASED people", ""), ("en", "Hanoi", "The course opens.", ""), ("en", "Hanoi", "", ""),
        ("fr", "Hanoï", "HANOÏ, 1er février 2024 – Le", ""), ("fr", "Hanoï", "HANOÏ – Le", "HANOÏ –"),
        ("en", "Hanoi", "- HANOI, 1 February 2024 – The", ""), ("en", "Hanoi", "> HANOI – The", ""),
    ],
)  # fmt: skip
def test_dateline_that_agrees_is_the_pages_own(
    language: str, place: str, text: str, typed: str
) -> None:
    """What agrees is given as typed, capitals alone count without a date, and nothing else does."""
    assert typed == typed_dateline(text, language, DAY, place)
