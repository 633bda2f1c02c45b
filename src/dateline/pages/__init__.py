"""Render every page of a site, its sitemap and its assets."""

from dateline.pages.render import make_frames, render, render_assets

__all__ = ["make_frames", "render", "render_assets"]
