"""Render the standing pages, such as "About"."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from dateline import addresses, markup
from dateline.model import Artifact
from dateline.pages.frame import Frame, Page
from dateline.site import Site


def render(site: Site, frame: Frame) -> Iterator[Artifact]:
    """Yield a language's standing pages."""
    for standing in site.standing_pages(frame.language.key):
        path = addresses.standing(standing.language, standing.name)
        html = markup.to_html(standing.body)
        body = markup.with_urls(html, lambda url, at=path: site.at.linked(url, at))  # type: ignore[misc]
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
        yield frame.render("page.html", page, body=Markup(body))  # noqa: S704 -- markup made it safe
