"""The ledger that is to be written is the same whole, however it is kept until then."""

from __future__ import annotations

import pytest

from dateline.ledger import written
from dateline.ledger.written import Written

LINES = [b'{"id":"a"}', b'{"id":"b"}', b'{"id":"c"}']
WHOLE = b'{"id":"a"}\n{"id":"b"}\n{"id":"c"}\n'


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_pieces_are_the_whole(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """In pieces of any length, it is there or not as a file holds all of it and no more."""
    monkeypatch.setattr(written, "_LINES", most)
    made = Written(LINES)

    assert (b"".join(made), made.entries) == (WHOLE, 3)
    assert made.is_there(WHOLE)
    assert not any(map(made.is_there, (b"", WHOLE[:-1], WHOLE + b"\n", WHOLE.replace(b"b", b"x"))))


def test_an_empty_ledger() -> None:
    """Nothing is as it should be where nothing is."""
    made = Written([])

    assert (list(made), made.entries, made.is_there(b""), made.is_there(b"\n")) == (
        [], 0, True, False,
    )  # fmt: skip
