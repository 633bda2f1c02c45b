"""Render the front door: a choice of languages that needs no script."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import addresses
from dateline.delivery import page_policy
from dateline.model import Artifact
from dateline.pages.frame import Link
from dateline.site import Site


def render(site: Site) -> Iterator[Artifact]:
    """Yield index.html: the languages to choose from, or the way to the only one."""
    newsroom = site.newsroom
    languages = [
        Link(settings.language.own_name, site.at.link(addresses.home(key)), language=key)
        for key, settings in newsroom.languages.items()
    ]
    text = site.templates[newsroom.default_language].render(
        "chooser.html",
        languages=languages,
        names={key: settings.name for key, settings in newsroom.languages.items()},
        settings=newsroom.languages[newsroom.default_language],
        alternates=[(key, site.at.absolute(addresses.home(key))) for key in newsroom.languages],
        canonical=site.at.absolute(""),
        policy=page_policy(newsroom),
        stylesheet=site.at.link("assets/dateline.css"),
    )
    yield Artifact("index.html", text.encode())
