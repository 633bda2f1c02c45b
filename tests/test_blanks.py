"""What was printed once is filled in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.blanks import Blank

TEXTS = [b"one", b"", b"three"]


@given(st.lists(st.tuples(st.sampled_from([b"", b"<p>"]), st.integers(0, 2)), max_size=5))
def test_texts_stand_in_their_places(places: list[tuple[bytes, int]]) -> None:
    """Each text stands where it is wanted, be that nowhere, once or several times."""
    blank = Blank([*[before for before, _ in places], b"end"], [number for _, number in places])
    expected = b"".join([before + TEXTS[number] for before, number in places]) + b"end"

    assert expected == blank.filled(TEXTS)
    assert expected == blank.filled(TEXTS), "twice the same"
