"""Remember which files a build wrote into a folder, so that the next knows what is its own."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

_FORM = 1
_PIECE = 10_000


class Before:
    """The files that the last build wrote, by a manifest that is read when it is asked for."""

    def __init__(self, record: Path | None) -> None:
        self._record = record
        self._known: Collection[str] = ()

    @cached_property
    def files(self) -> frozenset[str] | None:
        """Give them; None where that is not known."""
        return load(self._record) if self._record else None

    def expect(self, files: Collection[str]) -> None:
        """Take it that files are among them: so nobody need read of them."""
        self._known = files

    def is_foreign(self, path: str) -> bool:
        """Say whether a file that is there was written by somebody else."""
        return path not in self._known and self.files is not None and path not in self.files


def place(state: Path, out: Path) -> Path:
    """Give the manifest's file for an output folder."""
    name = hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:16]
    return state / "manifests" / f"{name}.json"


def identity(path: Path) -> tuple[int, ...]:
    """Tell a manifest from one that was written since; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


def load(path: Path) -> frozenset[str] | None:
    """Give the files that the last build wrote; None where that is not known."""
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(read, dict) or read.get("form") != _FORM:
        return None
    files = read.get("files")
    return frozenset(files) if isinstance(files, list) and is_within(files) else None


def is_within(paths: Collection[object]) -> bool:
    """Say whether all are paths of files below a folder, none of which leads out of it."""
    if not all(isinstance(path, str) for path in paths):
        return False
    joined = "/" + "/\n/".join(map(str, paths)) + "/"
    if os.sep != "/" and (os.sep in joined or ":" in joined):
        return False
    return not paths or not ("//" in joined or "/../" in joined or "\0" in joined)


def save(path: Path, out: Path, files: list[str]) -> None:
    """Write a manifest, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(".new")
    with staged.open("w", encoding="utf-8") as file:
        file.writelines(told({"form": _FORM, "out": str(out), "files": files}))
    staged.replace(path)


def told(values: dict[str, Any]) -> Iterator[str]:
    """Yield values as JSON, in pieces: their `files` may be hundreds of thousands."""
    files = values.get("files", ())
    rest = {name: value for name, value in values.items() if name != "files"}
    yield json.dumps(rest, ensure_ascii=False)[:-1]
    if "files" in values:
        yield ', "files": ['
    for start in range(0, len(files), _PIECE):
        piece = json.dumps(files[start : start + _PIECE], ensure_ascii=False)[1:-1]
        yield f", {piece}" if start else piece
    yield "]}\n" if "files" in values else "}\n"
