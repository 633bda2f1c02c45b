"""Render held releases for those who were sent their address; nothing else leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup

from dateline.addresses import PREVIEWS
from dateline.model import Artifact, Edition
from dateline.pages import release
from dateline.pages.frame import Frame, Page
from dateline.site import Site


def render(
    site: Site, frames: Mapping[str, Frame], editions: Iterable[Edition]
) -> Iterator[Artifact]:
    """Yield the page, twin and files of each preview, and the page of the folder above them."""
    for edition in editions:
        yield from release.render(_opened(site, edition), frames[edition.language], edition)
    yield _front(frames[site.newsroom.default_language])


def _opened(site: Site, edition: Edition) -> Site:
    """Give the site as a preview sees it: what is public, and this one edition."""
    archive = site.archive
    editions = {**archive.by_key.get(edition.key, {}), edition.language: edition}
    by_key = {**archive.by_key, edition.key: editions}
    return replace(site, archive=replace(archive, by_key=by_key))


def _front(frame: Frame) -> Artifact:
    """Render what stands at the folder's own address: a web server might list it otherwise."""
    words = frame.language.language.words
    text = words.gettext("A preview is shown to those who were sent its whole address.")
    page = Page(path=PREVIEWS, title=words.gettext("Previews"), unlisted=True)
    return frame.render("page.html", page, body=Markup("<p>{}</p>").format(text))
