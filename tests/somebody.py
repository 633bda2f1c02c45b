"""Be somebody who may not do everything: tests that run as the superuser are refused nothing."""

from __future__ import annotations

# Python itself may stand where only the superuser can read: what the program loads late is
# loaded before it is somebody else.
import difflib  # noqa: F401
import encodings.cp1252
import encodings.utf_8_sig  # noqa: F401
import importlib.metadata  # noqa: F401
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dateline.reading.events
import dateline.reports.sources  # noqa: F401

NOBODY = 65534


@contextmanager
def somebody(folder: Path) -> Iterator[None]:
    """Be the owner of a folder, whom its permissions bind.

    The folders above it must let everybody pass, which those of `tmp_path` do not: `ground` does.
    """
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
