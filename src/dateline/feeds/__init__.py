"""Write what a newsroom's subscribers fetch: RSS, Atom and JSON feeds, their archives, OPML.

Only `discovery` is loaded with the room: pages need it, and no page needs feedgen.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.feeds.discovery import FeedLink, discovery
from dateline.model import Artifact
from dateline.site import Site

__all__ = ["FeedLink", "discovery", "render", "render_list"]


def render(site: Site, language: str) -> Iterator[Artifact]:
    """Yield every feed document of a language."""
    from dateline.feeds.rendering import render_language  # noqa: PLC0415

    return render_language(site, language)


def render_list(site: Site) -> Iterator[Artifact]:
    """Yield the list of all feeds, to be imported into a reader."""
    from dateline.feeds import opml  # noqa: PLC0415

    yield opml.render(site)
