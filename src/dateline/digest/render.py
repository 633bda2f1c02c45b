"""Render the digests of all closed months: web view, HTML, text and letter, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.digest.entries import Entries
from dateline.digest.pressrun import block
from dateline.digest.shelf import Shelf
from dateline.digest.webview import Webviews
from dateline.pages.frame import Frame
from dateline.parts import Block
from dateline.site import Site


def pieces(site: Site, frame: Frame) -> Iterator[Block]:
    """Yield a language's digests of closed months, those of all feeds in a month together."""
    # A release is told of in several feeds, on a day that lists name, too.
    entries = Entries(site, frame.language.key, lambda day: frame.day(day).listed)
    webviews = Webviews(frame)
    feeds = [feed for feed in site.newsroom.feeds if feed.digest]
    shelves = [Shelf.of(site, frame, feed) for feed in feeds]
    for month in site.almanac(frame.language.key).months:
        found = [shelf for shelf in shelves if month in shelf.closed]
        if found:
            yield block(entries, webviews, found, month)
