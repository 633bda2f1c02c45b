"""Write what a newsroom's subscribers fetch: RSS, Atom and JSON feeds, their archives, OPML.

Only `discovery` is loaded with the room: pages need it, and no page needs feedgen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dateline.feeds.discovery import FeedLink, discovery
from dateline.model import Artifact
from dateline.parts import Part, Piece, nothing
from dateline.site import Site

__all__ = ["FeedLink", "discovery", "overview", "pieces"]


def pieces(site: Site, language: str) -> Iterator[Piece]:
    """Yield every feed document of a language, in pieces that may be rendered apart."""
    from dateline.feeds.rendering import language_pieces  # noqa: PLC0415

    return language_pieces(site, language)


def overview(site: Site) -> Piece:
    """Give the list of all feeds, to be imported into a reader."""
    return (Part("feeds.opml", nothing, partial(_render_overview, site)),)


def _render_overview(site: Site) -> Iterator[Artifact]:
    from dateline.feeds import opml  # noqa: PLC0415

    yield opml.render(site)
