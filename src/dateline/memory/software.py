"""Tell one software from another: what another made may not be what this one would make."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator

from dateline import __version__

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
_MADE_HERE = "__pycache__"


def software() -> str:
    """Give a name for this Dateline with its Python and libraries: another where one differs.

    Files are told apart by size and time, so that whoever changes Dateline's source need not
    think of it; libraries by the names under which they are installed, which hold versions.
    """
    told = hashlib.sha256()
    for part in (sys.version, _PACKAGE, *_files(_PACKAGE), *_libraries()):
        told.update(part.encode(errors="surrogateescape"))
        told.update(b"\0")
    return f"{__version__} {told.hexdigest()[:32]}"


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != _MADE_HERE:
                yield from _files(entry.path)
        else:
            status = entry.stat()
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def _libraries() -> Iterator[str]:
    """Yield the names of what is installed where Python looks for libraries."""
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            try:
                names = os.listdir(folder)  # noqa: PTH208 -- pathlib is slow
                yield from sorted(name for name in names if name.endswith("-info"))
            except OSError:
                continue
