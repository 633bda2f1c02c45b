"""Make files that their owner alone may read."""

from __future__ import annotations

import os
from pathlib import Path

from dateline.errors import OutsideError


def make_private(path: Path) -> None:
    """Make a file for its owner alone (0600), in a folder likewise (0700), where it is missing.

    One that others may read is closed to them. Raises OutsideError.
    """
    try:
        _make_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_mode & 0o077:
                os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as failure:
        hint = "Check the folder and its permissions."
        raise OutsideError(f"Cannot use {path}: {failure.strerror}.", hint=hint) from failure


def write_private(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone; raises OutsideError, also where one is there."""
    try:
        _make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
    except OSError as failure:
        hint = "Check the folder and its permissions; nothing was overwritten."
        raise OutsideError(f"Cannot write {path}: {failure.strerror}.", hint=hint) from failure


def _make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing: `mkdir` guards the last alone."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
