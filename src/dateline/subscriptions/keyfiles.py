"""Keep the secret keys of tokens, each version in a file of its own: `token-1.key`.

The database knows their fingerprints. A key that is gone is told of, and not replaced: with it
would go every unsubscribe link already mailed, and the suppression list.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, insert, select

from dateline.database import Database
from dateline.database.files import make_private, write_private
from dateline.errors import OutsideError, UsageError
from dateline.subscriptions.model import token_key
from dateline.subscriptions.tokens import KeyRing

_NAME = re.compile(r"token-([1-9][0-9]{0,2})\.key\Z")
_BYTES = 32
_MOST = 255  # a token has one byte for the version


def open_keys(folder: Path, database: Database) -> KeyRing:
    """Open the keys that belong to a database; the first one is made where there was none ever.

    Raises UsageError where one is missing or is another, OutsideError where files cannot be used.
    """
    keys = read_keys(folder)
    with database.reading() as connection:  # who only looks waits for no writer
        if keys and KeyRing(keys).fingerprints == _known(connection):
            return KeyRing(keys)
    with database.writing() as connection:
        known = _known(connection)
        if not keys and not known:
            keys = {1: _make(folder, 1)}
        _refuse_lost(known.keys() - keys.keys(), folder)
        ring = KeyRing(keys)
        for version, fingerprint in ring.fingerprints.items():
            if known.get(version, fingerprint) != fingerprint:
                message = (
                    f"{_path(folder, version)} is not the key that this database was used with."
                )
                raise UsageError(message, hint="Restore the key from a backup.")
            if version not in known:
                connection.execute(
                    insert(token_key).values(version=version, fingerprint=fingerprint)
                )
    return ring


def _known(connection: Connection) -> dict[int, bytes]:
    rows = connection.execute(select(token_key.c.version, token_key.c.fingerprint))
    return {row.version: row.fingerprint for row in rows}


def read_keys(folder: Path) -> dict[int, bytes]:
    """Read every key of a folder. Raises UsageError for a damaged one, OutsideError."""
    try:
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    except OSError as failure:
        raise OutsideError(f"Cannot read {folder}: {failure.strerror}.") from failure
    versions = sorted(int(match[1]) for name in names if (match := _NAME.match(name)))
    return {version: _read(_path(folder, version)) for version in versions}


def make_next_key(folder: Path) -> Path:
    """Make the next version's key and give its file; tokens are made by it from then on.

    Raises OutsideError where it cannot be written, UsageError where there are too many.
    """
    version = max(read_keys(folder), default=0) + 1
    if version > _MOST:
        raise UsageError(f"There are {_MOST} keys already.", hint="No more can be told apart.")
    _make(folder, version)
    return _path(folder, version)


def _make(folder: Path, version: int) -> bytes:
    key = secrets.token_bytes(_BYTES)
    write_private(_path(folder, version), f"{key.hex()}\n".encode())
    return key


def _read(path: Path) -> bytes:
    make_private(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as failure:
        raise OutsideError(f"Cannot read {path}: {failure.strerror}.") from failure
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        message = f"{path} is damaged: it must hold {_BYTES} bytes in hexadecimal digits."
        raise UsageError(message, hint="Restore the key from a backup.")
    return key


def _refuse_lost(versions: Iterable[int], folder: Path) -> None:
    lost = ", ".join(str(_path(folder, version)) for version in sorted(versions))
    if lost:
        hint = "Restore it from a backup: the unsubscribe links already mailed depend on it."
        raise UsageError(f"The key is missing: {lost}.", hint=hint)


def _path(folder: Path, version: int) -> Path:
    return folder / f"token-{version}.key"
