"""Render a page for each topic: every release filed under it, by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dateline import addresses
from dateline.model import Artifact, Edition
from dateline.pages.frame import Frame, Page
from dateline.pages.listing import groups
from dateline.site import Site


def render(site: Site, frame: Frame) -> Iterator[Artifact]:
    """Yield a language's topic pages, in the settings' order; an empty one says so."""
    language = frame.language
    editions = _by_topic(site.listed(language.key))
    for topic, path in site.topics(language.key):
        name = topic.name(language.key)
        page = Page(
            path=path,
            title=name,
            description=f"{language.name}: {name}",
            section="releases",
            translations={key: addresses.topic(key, topic.id) for key in site.newsroom.languages},
        )
        yield frame.render("topic.html", page, months=groups(frame, editions.get(topic.id, [])))


def _by_topic(editions: Iterable[Edition]) -> Mapping[str, list[Edition]]:
    """Gather the editions that are filed under each topic, keeping order."""
    found: dict[str, list[Edition]] = {}
    for edition in editions:
        for topic in set(edition.topics):
            found.setdefault(topic, []).append(edition)
    return found
