"""Write what stands around a document's entries once, for all documents of a feed's archive.

They differ in their addresses and in the moment of their last change, and in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from dateline.feeds.channel import Channel

# Noncharacters: XML allows them, and the scan of characters refuses them in all that is read.
_PAGE, *_LINKS = (chr(code) for code in range(0xFDD0, 0xFDF0))
_URL = _LINKS.pop()
_MOMENT = datetime.min.replace(tzinfo=UTC)
_QUOTE = {'"': "&quot;"}
_MOST = 500

Write = Callable[[Channel], bytes]


def filled(channel: Channel, write: Write) -> bytes:
    """Give what an Atom writer makes of a channel; it is asked once a feed and kind of document."""
    hrefs = [link.href for link in channel.links]
    marked = [link._replace(href=mark) for link, mark in zip(channel.links, _LINKS, strict=False)]
    standing = replace(channel, page=_PAGE, url=_URL, updated=_MOMENT, links=tuple(marked))
    frame = _written(standing, write).replace(_updated(_MOMENT), _updated(channel.updated))
    places = {_PAGE: channel.page, _URL: channel.url, **dict(zip(_LINKS, hrefs, strict=False))}
    for mark, address in places.items():
        frame = frame.replace(mark, escape(address, _QUOTE))
    return frame.encode()


@lru_cache(maxsize=_MOST)
def _written(channel: Channel, write: Write) -> str:
    return write(channel).decode()


def _updated(moment: datetime) -> str:
    return f"<updated>{moment.isoformat()}</updated>"
