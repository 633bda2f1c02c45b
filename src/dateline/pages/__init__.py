"""Render every page of a site, its sitemap and its assets."""

from dateline.pages.render import render, render_assets

__all__ = ["render", "render_assets"]
