"""Write what stands around a document's entries once, for all documents of a feed's archive.

They differ in their addresses and in the moment of their last change, and in nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from html import escape

from dateline.feeds.channel import Channel

# Noncharacters: XML allows them, and the scan of characters refuses them in all that is read.
_PAGE, _URL, _UPDATED, *_LINKS = (chr(code) for code in range(0xFDD0, 0xFDF0))
_MARKS = re.compile("([\ufdd0-\ufdef])")
_NEVER = datetime.min.replace(tzinfo=UTC)
_MOST = 500

Write = Callable[[Channel], bytes]


def filled(channel: Channel, write: Write) -> bytes:
    """Give what an Atom writer makes of a channel; it is asked once a feed and kind of document."""
    hrefs = [link.href for link in channel.links]
    marked = [link._replace(href=mark) for link, mark in zip(channel.links, _LINKS, strict=False)]
    standing = channel._replace(page=_PAGE, url=_URL, updated=_NEVER, links=tuple(marked))
    addresses = {_PAGE: channel.page, _URL: channel.url, **dict(zip(_LINKS, hrefs, strict=False))}
    told = {
        mark: escape(address, quote=False).replace('"', "&quot;")
        for mark, address in addresses.items()
    }
    told[_UPDATED] = channel.updated.isoformat()
    return "".join([told.get(piece, piece) for piece in _written(standing, write)]).encode()


@lru_cache(maxsize=_MOST)
def _written(channel: Channel, write: Write) -> tuple[str, ...]:
    """Give a frame in pieces; each mark is one of its own."""
    frame = write(channel).decode()
    never = f"<updated>{_NEVER.isoformat()}</updated>"
    return tuple(_MARKS.split(frame.replace(never, f"<updated>{_UPDATED}</updated>")))
