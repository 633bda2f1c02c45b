"""List the newsroom's own files under `assets/`, which are copied as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dateline.problems import Place, Problem
from dateline.reading.files import LINK_OUTSIDE


def walk_assets(root: Path) -> Iterator[str | Problem]:
    """Yield the paths of all assets relative to the newsroom, sorted; hidden files are left."""
    real_root = os.path.realpath(root)
    for folder, folders, files in os.walk(root / "assets", followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*files, *folders]):
            if name.startswith("."):
                continue
            path = Path(folder, name)
            shown = path.relative_to(root).as_posix()
            if path.is_symlink() and not os.path.realpath(path).startswith(real_root + os.sep):
                message = "The symbolic link leads out of the newsroom."
                yield LINK_OUTSIDE.broken(Place(shown), message, "Put a copy in its place.")
                if name in folders:
                    folders.remove(name)
            elif path.is_file():
                yield shown
