"""Render every page of a site, its sitemap and its assets."""

from dateline.pages.frame import NOTED, Frame
from dateline.pages.render import assets, make_frames, pieces, previews, releases, whole

__all__ = ["NOTED", "Frame", "assets", "make_frames", "pieces", "previews", "releases", "whole"]
