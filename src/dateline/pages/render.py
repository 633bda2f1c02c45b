"""Render all pages of a site, language by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from dateline.model import Artifact, Edition
from dateline.pages import (
    archive,
    chooser,
    preview,
    redirects,
    release,
    sitemap,
    standing,
    subscribe,
    topic,
    withdrawn,
)
from dateline.pages.copying import read_whole
from dateline.pages.frame import Frame
from dateline.site import Site
from dateline.templating import THEME

# Releases rendered in one go: enough to stay in each library's code, few enough to share out.
_BLOCK = 50


def render_whole(site: Site) -> Iterator[Artifact]:
    """Yield the pages that belong to no language: chooser, sitemap and old addresses."""
    yield chooser.render(site)
    yield from sitemap.render(site)
    yield from redirects.render(site)


def pieces(site: Site, frame: Frame) -> Iterator[Callable[[], Iterator[Artifact]]]:
    """Yield a language's pages in pieces that may be rendered apart."""
    yield partial(_render_lists, site, frame)
    yield partial(_render_rest, site, frame)
    editions = site.archive.of(frame.language.key)
    for start in range(0, len(editions), _BLOCK):
        yield partial(release.render, site, frame, editions[start : start + _BLOCK])


def _render_lists(site: Site, frame: Frame) -> Iterator[Artifact]:
    """Yield all pages that list releases: in one piece, for they show the same rendered lines."""
    yield from archive.render(site, frame)
    yield from topic.render(site, frame)


def _render_rest(site: Site, frame: Frame) -> Iterator[Artifact]:
    yield from standing.render(site, frame)
    yield subscribe.render(site, frame)
    yield from withdrawn.render(site, frame)


def render_previews(site: Site, editions: Iterable[Edition]) -> Iterator[Artifact]:
    """Yield the previews of held editions, which `previews` gave their folders."""
    yield from preview.render(site, make_frames(site), editions)


def make_frames(site: Site) -> dict[str, Frame]:
    """Make the shared parts of each language's pages."""
    return {
        key: Frame(site, settings, site.assets) for key, settings in site.newsroom.languages.items()
    }


def render_assets(site: Site) -> Iterator[Artifact]:
    """Yield the newsroom's assets and the theme's style sheet, where the newsroom has none."""
    root = site.newsroom.root
    for path in sorted(site.assets):
        yield Artifact(path, read_whole(root, path))
    if "assets/dateline.css" not in site.assets:
        own = root / "templates" / "dateline.css"
        css = own if own.is_file() else THEME / "dateline.css"
        yield Artifact("assets/dateline.css", css.read_bytes())
