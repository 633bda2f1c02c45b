"""What is much is kept on disk meanwhile, where that takes it."""

from __future__ import annotations

import tempfile
from typing import IO, Never

import pytest

from dateline.reading import spool
from dateline.reading.spool import Spool

TEXTS = [b"one", b"", b"three" * 9, b"four"]


@pytest.mark.parametrize("most", [0, 4, 1000])
def test_what_was_put_away_comes_back(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Each comes back as it was, as often as it is asked for, wherever it was kept."""
    monkeypatch.setattr(spool, "_MOST", most)
    kept = Spool()
    put = [kept.put(text) for text in TEXTS]

    assert [kept.get(each) for each in put] == TEXTS
    assert [kept.get(each) for each in reversed(put)] == TEXTS[::-1]
    assert kept.get(kept.put(b"more")) == b"more"


def test_little_needs_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What most newsrooms have is never written."""
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: pytest.fail("written"))

    assert Spool().put(b"text") == b"text"


def test_disk_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, all stays in memory."""

    def full() -> IO[bytes]:
        return FullFile()  # type: ignore[return-value]

    monkeypatch.setattr(spool, "_MOST", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    kept = Spool()

    assert [kept.get(kept.put(text)) for text in TEXTS] == TEXTS


class FullFile:
    """A file on a disk that has no room."""

    def seek(self, *_: int) -> int:
        """Give the end."""
        return 0

    def write(self, _: bytes) -> Never:
        """Refuse."""
        raise OSError(28, "No space left on device")

    def close(self) -> None:
        """Do nothing."""
