"""Refuse output folders where a build could destroy what it did not make."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.errors import OutputRefusedError

INPUTS = (
    "releases", "feeds", "templates", "pages", "assets", "private", ".git",
    "dateline.toml", "published.jsonl", ".dateline",
)  # fmt: skip
# Where previews build, each in a folder of its own: the only outputs within the cache.
_PREVIEW = re.compile(r"serve(-\d+)?")
_MARK = b'<meta name="generator" content="Dateline'


def refuse_unsafe(out: Path, root: Path) -> None:
    """Refuse an output folder at or above the newsroom or one of its inputs, or within one.

    Raises OutputRefusedError.
    """
    target, root = out.resolve(), root.resolve()
    for inside in (root, *(root / name for name in INPUTS)):
        inner = inside.resolve()
        if target == inner or target in inner.parents:
            what = "the newsroom itself" if inside is root else f"the newsroom's {inner.name}/"
            raise OutputRefusedError(
                f"The output folder {out} is {what}, or holds it.",
                hint="Name a folder of its own: --out public",
            )
        if inside is not root and inner in target.parents and not _is_preview(target, root):
            raise OutputRefusedError(
                f"The output folder {out} lies within the newsroom's {inner.name}/.",
                hint="Name a folder of its own: --out public",
            )
    if target.exists() and not target.is_dir():
        raise OutputRefusedError(f"{out} is no folder.", hint="Name a folder: --out public")


def _is_preview(target: Path, root: Path) -> bool:
    return target.parent == root / ".dateline" and bool(_PREVIEW.fullmatch(target.name))


def versions_of(out: Path) -> Path:
    """Give the folder in which `build --swap` keeps the versions of an output."""
    return out.parent / f".{out.name}-versions"


def version_link(out: Path) -> str | None:
    """Give the number of the version that an output leads to; None where it is no such link."""
    try:
        home, _, number = os.readlink(out).rpartition("/")  # noqa: PTH115 -- as it is written
    except OSError:
        return None
    return number if home == versions_of(out).name and number.isdecimal() else None


def refuse_versions(out: Path) -> None:
    """Refuse to publish file by file into a version: what is served would be half old, half new.

    Raises OutputRefusedError.
    """
    if version_link(out) is not None:
        raise OutputRefusedError(
            f"{out} leads to whole versions that `--swap` made.",
            hint=f"Build with --swap; or, for a plain folder again, delete the link {out.name}"
            f" and the folder {versions_of(out).name}/, and build.",
        )


def refuse_foreign(out: Path, artifacts: Iterable[str]) -> None:
    """Refuse a folder that no manifest tells of and that holds files this build does not make.

    Raises OutputRefusedError naming some of them.
    """
    known = set(artifacts)
    there = list(_files(out))
    if not there:
        return
    foreign = [path for path in there if path not in known]
    if foreign or not _is_ours(out):
        named = ", ".join((foreign or there)[:3])
        raise OutputRefusedError(
            f"{out} holds files that this build did not write: {named}.",
            hint="Delete the folder if an earlier build made it, or name another with --out.",
        )


def _is_ours(out: Path) -> bool:
    """Say whether a folder's front page was made by Dateline."""
    try:
        return _MARK in (out / "index.html").read_bytes()
    except OSError:
        return False


def _files(out: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(out):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(folder).relative_to(out)
        for name in sorted(files):
            if not name.startswith(".") and name != "Thumbs.db":
                yield (base / name).as_posix()
