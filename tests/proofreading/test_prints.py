"""Damaged letters and wide gaps are found; right letters, tables and code are left."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.proofreading.masking import prose
from dateline.proofreading.prints import double_spaces, mojibake


@pytest.mark.parametrize(
    "text",
    ["Bộ Lao động", "phần mềm", "café", "It’s", "“quoted”", "2–3", "đó", "30 °C", "đối thoại xã hội",
     "100.000 ₫"],
)  # fmt: skip
def test_what_a_conversion_damaged_is_told(text: str) -> None:
    """UTF-8 that was read as Windows-1252 is told where it starts, with the right letter."""
    damaged = text.encode().decode("cp1252", errors="replace").replace("\ufffd", "")
    found = [*mojibake(damaged)]

    assert len(found) == 1
    assert text[: found[0].start] == damaged[: found[0].start]
    assert f"was probably `{text[found[0].start]}`" in found[0].message


@pytest.mark.parametrize(
    "text",
    ["Bộ Lao động – Thương binh và Xã hội", "“PHƯỜNG/XÃ”", "XÃ… HỘI", "«CÔ»", "«Phú Quá»…", "À, Á, Ã, Â", "30 °C", "café",
     "½ º ¹", "€ 5", "Ä Ö Ü ß", "plain", "Âu Cơ", "quá»x", "á»", "á» "],
)  # fmt: skip
def test_right_letters_are_left(text: str) -> None:
    """Vietnamese capitals before closing quotes, and signs by themselves, are no damage."""
    assert [f.message for f in mojibake(text)] == []


@given(st.text("aăâàáảãạđeêộọôơưy ,.“”–’…ÀÁÂÃĐÔƠƯẾ\n", max_size=60))
def test_vietnamese_is_never_damage(text: str) -> None:
    """No text of Vietnamese letters and its punctuation is taken for damaged."""
    assert [f.message for f in mojibake(text)] == []


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("a  b", [1]), ("a   b\nc  d", [1, 7]), ("**a**  b", [5]), ("- a  b", [3]), ("a.  B", [2]), ("`x`  y", []),
        ("1.  a", []), ("-   a", []), ("> -  a", []), ("[^1]:  a", []), ("#  A", []), ("a  \nb", []), ("| a   b |", []),
        ("    code  x", []), ("\tcode  x", []), ("```\na  b\n```", []), ("~~~\na  b", []), ("`a  b`", []),
        ("[a](b  c)", []), ("<br  /> a", []), ("  a", []), ("a b", []), ("", []), ("*   a", []), ("| - | -  |", []),
        (" ".join(["a  b"] * 30), list(range(1, 101, 5))),
    ],
)  # fmt: skip
def test_wide_gaps(text: str, starts: list[int]) -> None:
    """Two spaces between words are told, twenty times at most; lists, tables and code have them."""
    assert starts == [f.start for f in double_spaces(text)]


@given(st.text("`~[]()<>a :/\n\t@.-_#", max_size=80))
def test_masking_moves_nothing(text: str) -> None:
    """What is blanked out keeps its length, and what is left its place."""
    masked = prose(text)

    assert len(text) == len(masked)
    assert [i for i, (a, b) in enumerate(zip(text, masked, strict=True)) if b not in {a, " "}] == []


@pytest.mark.parametrize(
    "text",
    ["`" * 200_000, "[" * 100_000 + "  a", "a  b" * 50_000, "](" * 100_000, "<a" * 100_000, "```\n" * 50_000 + "a  b",
     "a@" * 100_000, " " * 300_000 + "a", "Ã" * 200_000, "á»" * 100_000, "a" + " " * 300_000, "~~~" * 90_000, "a." * 90_000 + "  b c", "| a  b" * 90_000],
)  # fmt: skip
def test_monsters_are_read_soon(text: str) -> None:
    """No text makes these rules take more than its length."""
    start = time.process_time()
    for rule in (mojibake, double_spaces):
        list(rule(text))
    prose(text)

    assert time.process_time() - start < 3
