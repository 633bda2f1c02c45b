"""The files of keys: made once, kept private, never replaced unnoticed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dateline.database import Database
from dateline.errors import OutsideError, UsageError
from dateline.subscriptions import keyfiles
from dateline.subscriptions.keyfiles import make_next_key, open_keys, read_keys


def test_the_first_key_is_made(database: Database, tmp_path: Path) -> None:
    """A new newsroom gets its first key by itself, private, and keeps it."""
    folder = tmp_path / "keys"
    first, again = open_keys(folder, database), open_keys(folder, database)

    file = folder / "token-1.key"
    assert first.fingerprints == again.fingerprints
    assert [path.name for path in folder.iterdir()] == ["token-1.key"]
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (
        0o600,
        0o700,
    )


def test_a_second_key_joins_the_first(database: Database, tmp_path: Path) -> None:
    """A new key makes new tokens; the old ones are still read."""
    old = open_keys(tmp_path, database)
    token = old.unsubscribe_token(1, 2)

    path = make_next_key(tmp_path)

    ring = open_keys(tmp_path, database)
    claim = ring.read_unsubscribe_token(token)
    assert path.name == "token-2.key"
    assert claim is not None
    assert ring.proves(claim, 2)
    assert list(ring.fingerprints) == [1, 2]


def test_a_lost_key_is_told(database: Database, tmp_path: Path) -> None:
    """A key that is gone is never replaced by a new one: its links would die."""
    open_keys(tmp_path, database)
    (tmp_path / "token-1.key").unlink()

    with pytest.raises(UsageError, match=r"missing: .*token-1\.key"):
        open_keys(tmp_path, database)
    assert read_keys(tmp_path) == {}


def test_another_key_is_told(database: Database, tmp_path: Path) -> None:
    """A key of another newsroom under the right name is noticed."""
    open_keys(tmp_path, database)
    (tmp_path / "token-1.key").write_text("ab" * 32)

    with pytest.raises(UsageError, match="not the key"):
        open_keys(tmp_path, database)


@pytest.mark.parametrize("content", [b"", b"ab" * 31, b"xy" * 32, b"\xff" * 64])
def test_a_damaged_key_is_told(tmp_path: Path, content: bytes) -> None:
    """A key that is cut short or garbled is told with its file."""
    (tmp_path / "token-1.key").write_bytes(content)

    with pytest.raises(UsageError, match=r"token-1\.key is damaged"):
        read_keys(tmp_path)


def test_other_files_are_no_keys(tmp_path: Path) -> None:
    """What is not named like a key is left alone."""
    for name in ("token-0.key", "token-1.key.bak", "dkim-press.pem", "token-1234.key"):
        (tmp_path / name).touch()

    assert read_keys(tmp_path) == {}


def test_a_key_that_others_could_read_is_closed(tmp_path: Path) -> None:
    """Permissions that are too wide are mended."""
    file = tmp_path / "token-1.key"
    file.write_text("ab" * 32)
    file.chmod(0o644)

    read_keys(tmp_path)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_there_is_a_last_version(tmp_path: Path) -> None:
    """A token has one byte for the version, so that the 256th key is refused."""
    (tmp_path / "token-255.key").write_text("ab" * 32)

    with pytest.raises(UsageError, match="255 keys"):
        make_next_key(tmp_path)


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is told."""

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(keyfiles.Path, "iterdir", refuse)

    with pytest.raises(OutsideError, match="Permission denied"):
        read_keys(tmp_path)


def test_a_key_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key on a failing disk is told."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    (tmp_path / "token-1.key").touch()
    monkeypatch.setattr(keyfiles.Path, "read_text", refuse)

    with pytest.raises(OutsideError, match="Input/output error"):
        read_keys(tmp_path)
