"""Write what a newsroom's subscribers fetch: RSS, Atom and JSON feeds, their archives, OPML."""

from dateline.feeds.discovery import FeedLink, discovery
from dateline.feeds.render import render, render_list

__all__ = ["FeedLink", "discovery", "render", "render_list"]
