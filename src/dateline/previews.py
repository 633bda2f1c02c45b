"""Give each held edition a folder that nobody can guess, and that stays while it is held.

The folder's name is made from the edition's id under a key of the newsroom's own. Whoever has
one link has that one text: not its translations, nor any other release. The key lies in
`private/`, which is never published, and is kept: with another key, every link is another.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from dataclasses import replace
from pathlib import Path

from dateline.addresses import PREVIEWS
from dateline.errors import OutsideError
from dateline.model import Edition

KEY = "private/preview.key"
_FORM = re.compile(r"[0-9a-f]{64}\n?\Z")
_DIGITS = 32  # 128 bits: as hard to guess as a key


def open_key(root: Path) -> bytes:
    """Read the newsroom's key, or make one that only its owner may read.

    Raises OutsideError where it is damaged, or the disk fails.
    """
    path = root / KEY
    try:
        if not path.exists():
            _make(path)
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as failure:
        raise OutsideError(
            f"Cannot keep {KEY}: {failure.strerror or failure}.",
            hint="Previews need it, so that their links stay. Mend the permissions.",
        ) from failure
    if not _FORM.match(text):
        raise OutsideError(
            f"{KEY} is damaged.",
            hint="Bring it back from a backup; or delete it, and send new links.",
        )
    return bytes.fromhex(text)


def _make(path: Path) -> None:
    """Write a new key, whole or not at all."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    staged = path.with_suffix(".new")
    staged.unlink(missing_ok=True)
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{secrets.token_hex(32)}\n")
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)


def as_preview(edition: Edition, entry_id: str, key: bytes) -> Edition:
    """Give an edition as its preview shows it: in its folder, and before anything happens to it."""
    token = hmac.digest(key, entry_id.encode(), "sha256").hex()[:_DIGITS]
    return replace(edition, folder=f"{PREVIEWS}{token}/", changes=(), withdrawn=None)
