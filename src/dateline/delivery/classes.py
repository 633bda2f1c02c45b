"""Sort files by what a server must know of them: type, age, who may read them, which policy.

The one table from which `_headers`, nginx and Apache snippets are written. The first class that
a file's name fits is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

# Corrections and embargoes must be seen soon: a page is asked for again each time, and a
# server answers 304 when it has not changed.
AT_ONCE = "public, max-age=0, must-revalidate"
MINUTES = "public, max-age=300"
HOUR = "public, max-age=3600"


class Policy(Enum):
    """Which Content-Security-Policy goes with a file."""

    PAGE = "page"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FileClass:
    """Files that are handed out alike; without `type` the server's own table is asked."""

    name: str
    endings: tuple[str, ...]
    type: str = ""
    charset: bool = True
    caching: str = AT_ONCE
    shared: bool = False
    has_hub: bool = False
    policy: Policy = Policy.FILE


CLASSES = (
    FileClass("RSS", (".rss.xml",), "application/rss+xml", caching=MINUTES,
              shared=True, has_hub=True),
    FileClass("Atom", (".atom.xml",), "application/atom+xml", caching=MINUTES,
              shared=True, has_hub=True),
    # RFC 8259 section 11: JSON has no charset.
    FileClass("JSON Feed", (".feed.json",), "application/feed+json", charset=False,
              caching=MINUTES, shared=True, has_hub=True),
    FileClass("feed lists", (".opml",), "text/x-opml", shared=True),
    FileClass("sitemaps", (".xml",), "application/xml"),
    FileClass("letters", (".eml",), "message/rfc822", charset=False),
    FileClass("plain text", (".txt",), "text/plain"),
    FileClass("a letter's HTML", ("/digest.html",), "text/html"),
    FileClass("pages", (".html", "/"), "text/html", policy=Policy.PAGE),
    FileClass("style sheets", (".css",), "text/css", caching=HOUR),
    FileClass("drawings", (".svg",), "image/svg+xml", caching=HOUR),
    FileClass("other files", ("",), caching=HOUR),
)  # fmt: skip
