"""Render all pages of a site, language by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from dateline.memory.scan import Identity
from dateline.model import Artifact, Edition
from dateline.pages import (
    blocks,
    chooser,
    lists,
    preview,
    redirects,
    release,
    sitemap,
    standing,
    subscribe,
    withdrawn,
)
from dateline.pages.copying import read_whole
from dateline.pages.frame import Frame
from dateline.parts import Part, Piece, nothing
from dateline.site import Site
from dateline.templating import THEME

_STYLE = "assets/dateline.css"


def whole(site: Site) -> Piece:
    """Give the pages that belong to no language: chooser, sitemap and old addresses."""
    return (
        Part("chooser", nothing, partial(chooser.render, site)),
        sitemap.part(site),
        redirects.part(site),
    )


def pieces(site: Site, frame: Frame) -> Iterator[Piece]:
    """Yield a language's pages; all that list releases in one piece, for they show the same."""
    yield lists.block(site, frame)
    yield (
        *standing.parts(site, frame), subscribe.part(site, frame), *withdrawn.parts(site, frame),
    )  # fmt: skip
    yield from blocks.cut(site, frame)


def previews(site: Site, editions: Iterable[Edition]) -> Piece:
    """Give the previews of held editions, which `previews` gave their folders: always anew."""
    return (Part("previews", None, partial(preview.render, site, make_frames(site), editions)),)


def releases(site: Site, editions: Iterable[Edition]) -> Iterator[Artifact]:
    """Yield the pages, twins and files of a few releases, by themselves."""
    frames = make_frames(site)
    for edition in editions:
        yield from release.render(site, frames[edition.language], edition)


def make_frames(site: Site) -> dict[str, Frame]:
    """Make the shared parts of each language's pages."""
    return {
        key: Frame(site, settings, site.assets) for key, settings in site.newsroom.languages.items()
    }


def assets(site: Site, identities: Mapping[str, Identity | None]) -> Piece:
    """Give the newsroom's assets and the theme's style sheet, where the newsroom has none.

    `identities` tell the files that are as they were; one without is copied always.
    """
    found = []
    for path in sorted(site.assets):
        identity = identities.get(path)
        needs = None if identity is None else partial(tuple, [identity])
        found.append(Part(path, needs, partial(_render_asset, site, path)))
    if _STYLE not in site.assets:
        found.append(Part(_STYLE, nothing, partial(_render_style, site)))
    return found


def _render_asset(site: Site, path: str) -> Iterator[Artifact]:
    yield Artifact(path, read_whole(site.newsroom.root, path))


def _render_style(site: Site) -> Iterator[Artifact]:
    own = site.newsroom.root / "templates" / "dateline.css"
    css = own if own.is_file() else THEME / "dateline.css"
    yield Artifact(_STYLE, css.read_bytes())
