"""Find the files that a release names beside it, and refuse those that must not be published."""

from __future__ import annotations

import mimetypes
import os
import re
import unicodedata
from pathlib import Path, PurePosixPath

import imagesize

from dateline.model import LocalFile
from dateline.problems import Place, Problem, error

MISSING_FILE = error(
    "missing-file",
    "Readers would meet a broken picture or a dead download.",
    bad="image: {src: curse.png, alt: A laptop}",
    good="image: {src: course.png, alt: A laptop}",
)
UNSAFE_PATH = error(
    "unsafe-path",
    "A path that climbs could publish any file of the machine.",
    bad="attachments: [{file: ../../private/list.csv, title: List}]",
    good="attachments: [{file: list.csv, title: List}]",
)
UNSAFE_FILE = error(
    "unsafe-file",
    "The file can run code in a reader's browser under the newsroom's address.",
    bad="image: {src: chart.svg, alt: A chart}  # an SVG with <script>",
    good="image: {src: chart.png, alt: A chart}",
)

_RUNS_CODE = re.compile(r"\.(?:x?html?|xht|js|mjs|cjs|svgz|swf|xml|xsl|xslt|mht|mhtml|php|hta)\Z")
_SVG_CODE = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignObject|handler|iframe|embed|object)\b"
    rb"|\son[a-z]+\s*=|javascript:|<!ENTITY|<\?xml-stylesheet|data:text/html",
    re.IGNORECASE,
)
_MEDIA_TYPES = {
    ".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml", ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".mp4": "video/mp4", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".epub": "application/epub+zip",
}  # fmt: skip
_OWN_NAMES = {"index.html", "index.txt"}


class LocalFiles:
    """Resolve the files that one release file names, from its folder."""

    def __init__(self, root: Path, release_path: str) -> None:
        self._root = root
        self._folder = PurePosixPath(release_path).parent

    def find(self, name: str, place: Place) -> LocalFile | Problem:
        """Find a named file below the release's folder, or say why it cannot be published."""
        name = unicodedata.normalize("NFC", name)
        steps = name.split("/")
        if _is_unsafe(name, steps):
            message = f"`{name[:80]}` leads out of the release's folder."
            hint = "Put the file beside the release and name it without a path."
            return UNSAFE_PATH.broken(place, message, hint)
        source = str(self._folder / name)
        try:
            return self._measure(name, source, place)
        except OSError:
            message = f"There is no file `{name}` beside this one."
            return MISSING_FILE.broken(place, message, self._nearest(name))

    def size_of(self, file: LocalFile) -> tuple[int, int]:
        """Give a picture's width and height in pixels, 0 where it does not tell."""
        if not file.media_type.startswith("image/"):
            return 0, 0
        try:
            width, height = imagesize.get(self._root / file.source)
        except (OSError, ValueError):
            return 0, 0
        return max(0, int(width)), max(0, int(height))

    def _measure(self, name: str, source: str, place: Place) -> LocalFile | Problem:
        path = self._root / source
        size = path.stat().st_size
        if not path.is_file():
            raise FileNotFoundError
        root = os.path.realpath(self._root)
        if not os.path.realpath(path).startswith(root + os.sep):
            message = f"`{name}` is a symbolic link out of the newsroom."
            return UNSAFE_PATH.broken(place, message, "Put a copy in its place.")
        suffix = path.suffix.lower()
        if _RUNS_CODE.search(suffix) or name.casefold() in _OWN_NAMES or suffix == ".md":
            message = f"`{name}` is of a sort that is not published."
            return UNSAFE_FILE.broken(place, message, "Offer it as PDF, image or archive.")
        if suffix == ".svg" and _SVG_CODE.search(path.read_bytes()):
            message = f"`{name}` holds code that would run in a reader's browser."
            return UNSAFE_FILE.broken(place, message, "Save the drawing as PNG or plain SVG.")
        kind = _MEDIA_TYPES.get(suffix) or mimetypes.types_map.get(suffix)
        return LocalFile(name, source, size, kind or "application/octet-stream")

    def _nearest(self, name: str) -> str:
        folder = self._root / self._folder
        try:
            there = sorted(e.name for e in folder.iterdir() if e.suffix.lower() != ".md")
        except OSError:
            there = []
        near = [other for other in there if other.casefold() == name.casefold()]
        if near:
            return f"Did you mean `{near[0]}`? Capitals count on web servers."
        return f"There are: {', '.join(there[:5])}." if there else "Put the file there."


def _is_unsafe(name: str, steps: list[str]) -> bool:
    return (
        "\\" in name
        or name.startswith("/")
        or any(step in {"", ".", ".."} or step.startswith(".") for step in steps)
        or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name))
    )
