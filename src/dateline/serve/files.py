"""Find the file that an address of the preview means, and say of which type it is."""

from __future__ import annotations

import mimetypes
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

_TYPES = {
    ".rss.xml": "application/rss+xml",
    ".atom.xml": "application/atom+xml",
    ".feed.json": "application/feed+json",
    ".xml": "application/xml",
    ".opml": "text/x-opml",
    ".html": "text/html",
    ".txt": "text/plain",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".eml": "message/rfc822",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
_UNSAFE = "\\:\0" if os.name == "nt" else "\\\0"
_BINARY = {"message/rfc822", "image/webp", "image/avif"}


@dataclass(frozen=True, slots=True)
class Found:
    """The file of an address, or where the address leads instead; neither: nothing is there."""

    file: Path | None = None
    moved_to: str = ""


def find(folder: Path, prefix: str, path: str) -> Found:
    """Find what stands at a path below the prefix; nothing outside the folder ever does."""
    steps = [step for step in unquote(path).split("/") if step]
    below = [step for step in prefix.split("/") if step]
    if not steps and below:
        return Found(moved_to=prefix)
    if any(map(_is_unsafe, steps)) or steps[: len(below)] != below:
        return Found()
    target = folder.joinpath(*steps[len(below) :])
    try:
        if target.resolve().is_relative_to(folder.resolve()):
            return _found(target, steps, as_folder=path.endswith("/"))
    except OSError:  # a name too long, a link in a circle
        pass
    return Found()


def _found(target: Path, steps: list[str], *, as_folder: bool) -> Found:
    if target.is_dir() and not as_folder:
        return Found(moved_to="/" + "".join(quote(step) + "/" for step in steps))
    page = target / "index.html" if as_folder else target
    return Found(page if page.is_file() else None)


def _is_unsafe(step: str) -> bool:
    """Say whether a step could climb, name a drive, or ask for a hidden file."""
    hidden = step.startswith(".") and step != ".well-known"
    return hidden or any(character in step for character in _UNSAFE)


def content_type(file: Path) -> str:
    """Give the media type of a file, with its encoding where it is text."""
    name = file.name.lower()
    found = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), None)
    if found is None:
        return mimetypes.types_map.get(file.suffix.lower(), "application/octet-stream")
    return found if found in _BINARY else f"{found}; charset=utf-8"
