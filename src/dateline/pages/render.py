"""Render all pages of a site, language by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.model import Artifact
from dateline.pages import archive, chooser, release, sitemap, standing, subscribe, topic
from dateline.pages.frame import Frame
from dateline.site import Site
from dateline.templating import THEME


def render(site: Site, frames: Mapping[str, Frame]) -> Iterator[Artifact]:
    """Yield every page, and the files beside the releases that name them."""
    yield chooser.render(site)
    for frame in frames.values():
        yield from archive.render(site, frame)
        yield from topic.render(site, frame)
        yield from release.render(site, frame)
        yield from standing.render(site, frame)
        yield subscribe.render(site, frame)
    yield from sitemap.render(site)


def make_frames(site: Site) -> dict[str, Frame]:
    """Make the shared parts of each language's pages."""
    return {
        key: Frame(site, settings, site.assets) for key, settings in site.newsroom.languages.items()
    }


def render_assets(site: Site) -> Iterator[Artifact]:
    """Yield the newsroom's assets and the theme's style sheet, where the newsroom has none."""
    root = site.newsroom.root
    for path in sorted(site.assets):
        yield Artifact(path, (root / path).read_bytes())
    if "assets/dateline.css" not in site.assets:
        own = root / "templates" / "dateline.css"
        css = own if own.is_file() else THEME / "dateline.css"
        yield Artifact("assets/dateline.css", css.read_bytes())
