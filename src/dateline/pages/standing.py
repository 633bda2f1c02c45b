"""Render the standing pages, such as "About"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from dateline import addresses, markup
from dateline.model import Artifact, StandingPage
from dateline.pages.frame import Frame, Page
from dateline.parts import Needs, Part
from dateline.site import Site


def parts(site: Site, frame: Frame) -> Iterator[Part]:
    """Yield a language's standing pages."""
    for page in site.standing_pages(frame.language.key):
        path = addresses.standing(page.language, page.name)
        yield Part(path, partial(_needs, page), partial(_render, site, frame, page))


def _needs(page: StandingPage) -> Needs:
    # The names of all pages go into every part: they stand in the navigation.
    return page.summary, page.body


def _render(site: Site, frame: Frame, standing: StandingPage) -> Iterator[Artifact]:
    path = addresses.standing(standing.language, standing.name)
    html = markup.to_html(standing.body)
    page = Page(
        path=path,
        title=standing.title,
        description=standing.summary,
        section=standing.name,
        translations={
            key: addresses.standing(key, standing.name)
            for key in site.newsroom.languages
            if any(other.name == standing.name for other in site.standing_pages(key))
        },
    )
    body = Markup(markup.with_urls(html, lambda url: site.at.linked(url, path)))  # noqa: S704 -- markup made it safe
    yield frame.render("page.html", page, body=body)
