"""Tell what sort of file a name and its bytes are: media types, and drawings that run code."""

from __future__ import annotations

import html
import mimetypes
import re
from functools import lru_cache

_SVG_CODE = re.compile(
    r"<\s*(?:[\w-]+:)?(?:script|foreignObject|handler|iframe|embed|object)\b"
    r"|\son[a-z]+\s*=|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)
_CODE_ADDRESS = re.compile(r"(?:javascript|vbscript):|data:text/html", re.IGNORECASE)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20]+")
_MEDIA_TYPES = {
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif", ".txt": "text/plain", ".zip": "application/zip",
    ".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml", ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".mp4": "video/mp4", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".epub": "application/epub+zip",
}  # fmt: skip


def media_type(suffix: str) -> str:
    """Give the media type of a file name's ending, the same on every machine."""
    return _MEDIA_TYPES.get(suffix) or _further_types().get(suffix) or "application/octet-stream"


@lru_cache(maxsize=1)
def _further_types() -> dict[str, str]:
    # Python's own list: `mimetypes.types_map` would mix in the machine's /etc/mime.types.
    return mimetypes.MimeTypes().types_map[True]


def runs_code(drawing: bytes) -> bool:
    """Say whether an SVG may run code when a browser opens it; what is no UTF-8 text may."""
    try:
        text = html.unescape(drawing.decode())
    except UnicodeDecodeError:
        return True
    if "\0" in text or _SVG_CODE.search(text):
        return True
    return _CODE_ADDRESS.search(_IGNORED_IN_ADDRESSES.sub("", text)) is not None
