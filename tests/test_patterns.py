"""Patterns of Rust's engine find what Python's find."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.patterns import compiled, finder, starts_otherwise

WORDS = ("http://", "https://", "tel:")
PIECES = ("h", "ht", "http:", "https:/", *WORDS, "](", "]:", " ", "\n", "\u00a0", "é", "T", "/")
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@given(TEXTS)
def test_what_starts_otherwise_is_what_no_look_ahead_refuses(text: str) -> None:
    """A word is passed over wherever Python's look-ahead passes over it, gaps before it or not."""
    words = "|".join(map(re.escape, WORDS))
    expected = re.search(rf"\][(:]\s*+(?!{words})", text) is not None

    assert expected == finder(rf"\][(:]{starts_otherwise(WORDS)}")(text)


@pytest.mark.parametrize("sign", [*string.punctuation, *string.whitespace, "é", "ề", "😀"])
def test_every_sign_can_be_looked_for(sign: str) -> None:
    """What Python escapes, Rust takes for the sign itself."""
    found = [finder(re.escape(f"a{sign}b"))(text) for text in (f"ca{sign}bd", "ab", "aab", "")]

    assert found == [True, False, False, False]


def test_a_pattern_is_compiled_once() -> None:
    """Whoever asks again gets the same."""
    assert compiled("[ab]") is compiled("[ab]")
    assert finder("[ab]") is finder("[ab]")
