"""The ledger that is to be written is the same whole, however it is kept until then."""

from __future__ import annotations

import pytest

from dateline.ledger import written
from dateline.ledger.written import Written

LINES = ['{"id":"a"}', '{"id":"b"}', '{"id":"c"}']
WHOLE = b'{"id":"a"}\n{"id":"b"}\n{"id":"c"}\n'


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_pieces_are_the_whole(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """In pieces of any length, it is there or not as a file holds all of it and no more."""
    monkeypatch.setattr(written, "_LINES", most)
    made = Written(LINES, WHOLE)
    others = b"", WHOLE[:-1], WHOLE + b"\n", WHOLE.replace(b"b", b"x")

    assert (b"".join(made), made.entries) == (WHOLE, 3)
    assert made.is_there
    assert not any(Written(LINES, other).is_there for other in others)


def test_an_empty_ledger() -> None:
    """Nothing is as it should be where nothing is."""
    made = Written([])

    assert (list(made), made.entries, made.is_there, made.is_begun) == ([], 0, True, True)
    assert not Written([], b"\n").is_there


def test_a_ledger_that_is_right_is_not_held() -> None:
    """Of a file that is as it should be nothing need be written."""
    made = Written.as_it_stands(3)

    assert (list(made), made.entries, made.is_there, made.is_begun) == ([], 3, True, False)


@pytest.mark.parametrize("before", [None, b"", WHOLE])
def test_another_file_is_told_from_the_one_before(before: bytes | None) -> None:
    """A file that is gone, or holds anything else, is none that was compared."""
    made = Written(LINES, before)

    assert [made.was(each) for each in (None, b"", WHOLE)] == [
        each == before for each in (None, b"", WHOLE)
    ]
