"""Read the newsroom's own files that are published as they are."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import OutsideError
from dateline.steady import read_steady


def read_whole(root: Path, path: str, size: int | None = None) -> bytes:
    """Read a file that was found before, at `size` bytes where that is told to readers.

    Raises OutsideError where it cannot be read, or is not what it was then.
    """
    hint = "Nothing was published. Build again when nobody is writing the file."
    try:
        content = read_steady(str(root / path))
    except OSError as failure:
        raise OutsideError(f"Cannot read {path}: {failure.strerror}.", hint=hint) from failure
    if size is not None and len(content) != size:
        raise OutsideError(f"{path} changed while the newsroom was built.", hint=hint)
    return content
