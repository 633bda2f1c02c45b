"""Text in the cells of a terminal: carets stand under their column, tables line up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.cells import excerpt, fitted, padded, printable, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("title", 5),
        ("Tiếng Việt", 10),
        (unicodedata.normalize("NFD", "Tiếng Việt"), 10),
        ("新闻", 4),
        ("😀", 2),
        ("a\u200bb", 2),
    ],
)
def test_width(text: str, cells: int) -> None:
    """A combining mark takes no cell, an East Asian letter or emoji two."""
    assert width(text) == cells


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("sumary: A", 1, "sumary: A", "^"),
        ("title: Việt: Nam", 12, "title: Việt: Nam", "           ^"),
        (unicodedata.normalize("NFD", "Việt: Nam"), 7, "Việt: Nam", "    ^"),
        ("新闻: x: y", 6, "新闻: x: y", "       ^"),
        ("\tsrc: a", 2, "    src: a", "    ^"),
        ("ab\tsrc", 4, "ab  src", "    ^"),
        ("abc", 4, "abc", "   ^"),
        ("abc", 99, "abc", "   ^"),
        ("", 1, "", "^"),
        ("a\x1b[31mb", 7, "a␛[31mb", "      ^"),
    ],
)
def test_caret_stands_under_the_column(line: str, column: int, shown: str, caret: str) -> None:
    """Columns count characters of the file; the caret counts cells of the screen."""
    assert excerpt(line, column, 80) == (shown, caret)


def test_caret_of_a_mark_stands_under_its_letter() -> None:
    """A mark has no cell of its own: its letter's is shown."""
    line = unicodedata.normalize("NFD", "xế")

    assert [excerpt(line, column, 80)[1] for column in (2, 3, 4)] == [" ^"] * 3


def test_long_line_is_shown_around_its_column() -> None:
    """A paragraph of a thousand characters shows the words in question."""
    line = "a " * 300 + "HERE" + " b" * 300

    text, caret = excerpt(line, 601, 60)

    assert text.startswith("…")
    assert text.endswith("…")
    assert width(text) <= 60
    assert text[caret.index("^") :].startswith("HERE")


@given(st.text(max_size=200), st.integers(1, 250), st.integers(20, 60))
def test_excerpt_never_breaks_the_screen(line: str, column: int, room: int) -> None:
    """Whatever a file holds, an excerpt is one printable line that fits."""
    text, caret = excerpt(line, column, room)

    assert width(text) <= room
    assert width(caret) <= room
    assert printable(text) == text


@given(st.text(max_size=60), st.integers(2, 40))
def test_fitted_fits_and_padded_fills(text: str, room: int) -> None:
    """Cut and filled, any text takes exactly its cells."""
    text = printable(text)

    assert width(padded(fitted(text, room), room)) == room
    assert fitted(text, 100) == text


def test_nothing_unsafe_is_printed() -> None:
    """Escape codes and turned directions of a file are shown, never obeyed."""
    assert printable("a\x1b]0;x\x07\x9b\u202eb\n\udcff") == "a␛]0;x␇\ufffd\ufffdb␊\ufffd"
