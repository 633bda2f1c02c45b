"""Render every page of a site, its sitemap and its assets."""

from dateline.pages.frame import Frame
from dateline.pages.render import make_frames, pieces, render_assets, render_previews, render_whole

__all__ = ["Frame", "make_frames", "pieces", "render_assets", "render_previews", "render_whole"]
