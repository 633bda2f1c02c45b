"""Publish `_headers`, which Netlify, Cloudflare Pages and their like read at a site's root.

There the rules that fit an address add up, and one header named twice is joined by a comma: so
no two rules here that can meet name the same header.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dateline import addresses
from dateline.delivery.classes import CLASSES, HOUR, FileClass
from dateline.delivery.policy import common_headers, file_header
from dateline.model import Artifact
from dateline.parts import Part, Piece, nothing
from dateline.settings import Newsroom
from dateline.site import Site

# Endings that those hosts do not know, or know without a charset.
_UNKNOWN_THERE = (".rss.xml", ".atom.xml", ".feed.json", ".opml", ".eml", ".txt")


def piece(site: Site) -> Piece:
    """Give the files that hosts read by themselves."""
    return (Part("_headers", nothing, partial(_render, site)),)


def _render(site: Site) -> Iterator[Artifact]:
    yield Artifact("_headers", compose_headers(site.newsroom).encode())


def compose_headers(newsroom: Newsroom) -> str:
    """Compose `_headers`; its addresses have the path prefix of base_url."""
    prefix = newsroom.base_path
    # The pages' own policy is stricter, and browsers obey both.
    everywhere = common_headers(newsroom) | {"Content-Security-Policy": file_header(newsroom)}
    blocks = [_block(f"{prefix}*", everywhere)]
    blocks.extend(
        _block(f"{prefix}*{ending}", _own_headers(each))
        for each in CLASSES
        for ending in each.endings
        if ending in _UNKNOWN_THERE
    )
    blocks.append(_block(f"{prefix}assets/*", {"Cache-Control": HOUR}))
    if newsroom.hub:
        blocks.extend(_hub_blocks(newsroom))
    return "# Made by `dateline build`.\n" + "\n".join(blocks)


def _own_headers(each: FileClass) -> dict[str, str]:
    headers = {"Content-Type": f"{each.type}; charset=utf-8" if each.charset else each.type}
    if each.shared:
        headers |= {"Cache-Control": each.caching, "Access-Control-Allow-Origin": "*"}
    return headers


def _hub_blocks(newsroom: Newsroom) -> Iterator[str]:
    """Yield where each JSON Feed names its hub: WebSub looks for it in a header (section 4)."""
    for feed in newsroom.feeds:
        for language in feed.languages:
            if "json" in feed.formats:
                path = addresses.feed(language, feed.id, "json")
                links = f'<{newsroom.hub}>; rel="hub", <{newsroom.base_url}{path}>; rel="self"'
                yield _block(newsroom.base_path + path, {"Link": links})


def _block(address: str, headers: dict[str, str]) -> str:
    return "\n".join([address, *(f"  {name}: {value}" for name, value in headers.items()), ""])
