"""Tell what sort of file a name and its bytes are: media types, and drawings that run code."""

from __future__ import annotations

import html
import re

_SVG_CODE = re.compile(
    r"<\s*(?:[\w-]+:)?(?:script|foreignObject|handler|iframe|embed|object)\b"
    r"|\son[a-z]+\s*=|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)
_CODE_ADDRESS = re.compile(r"(?:javascript|vbscript):|data:text/html", re.IGNORECASE)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20]+")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
# A list of our own: Python's grows with each version, and takes in the machine's /etc/mime.types.
_MEDIA_TYPES = {
    ".pdf": "application/pdf", ".rtf": "application/rtf", ".epub": "application/epub+zip",
    ".txt": "text/plain", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
    ".ics": "text/calendar", ".vcf": "text/vcard", ".vtt": "text/vtt", ".json": "application/json",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml", ".tif": "image/tiff",
    ".tiff": "image/tiff", ".bmp": "image/bmp", ".heic": "image/heic",
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav",
    ".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime",
    ".doc": "application/msword", ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint", ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet", ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text", ".ods": f"{_OPEN}.spreadsheet", ".odp": f"{_OPEN}.presentation",
    ".zip": "application/zip", ".gz": "application/gzip", ".tar": "application/x-tar",
}  # fmt: skip


def media_type(suffix: str) -> str:
    """Give the media type of a file name's ending, in small letters and with its dot."""
    return _MEDIA_TYPES.get(suffix, "application/octet-stream")


def runs_code(drawing: bytes) -> bool:
    """Say whether an SVG may run code when a browser opens it; what is no UTF-8 text may."""
    try:
        text = html.unescape(drawing.decode())
    except UnicodeDecodeError:
        return True
    if "\0" in text or _SVG_CODE.search(text):
        return True
    return _CODE_ADDRESS.search(_IGNORED_IN_ADDRESSES.sub("", text)) is not None
