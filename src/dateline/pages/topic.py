"""Render a page for each topic: every release filed under it, by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from dateline import addresses
from dateline.model import Artifact, Edition
from dateline.pages.frame import Frame, Page
from dateline.pages.listing import groups
from dateline.parts import Needs, Part
from dateline.settings import Topic
from dateline.site import Site


def parts(site: Site, frame: Frame) -> Iterator[Part]:
    """Yield a language's topic pages, in the settings' order; an empty one says so."""
    by_topic: dict[str, list[Edition]] = {}
    for edition in site.listed(frame.language.key):
        for topic_id in set(edition.topics):
            by_topic.setdefault(topic_id, []).append(edition)
    for topic, path in site.topics(frame.language.key):
        found = by_topic.get(topic.id, [])
        needs = partial(_needs, site, found)
        yield Part(path, needs, partial(_render, site, frame, topic, path, found))


def _needs(site: Site, found: Sequence[Edition]) -> Needs:
    return tuple([site.prints[edition.path].face for edition in found])


def _render(
    site: Site, frame: Frame, topic: Topic, path: str, found: Sequence[Edition]
) -> Iterator[Artifact]:
    language = frame.language
    name = topic.name(language.key)
    page = Page(
        path=path,
        title=name,
        description=f"{language.name}: {name}",
        section="releases",
        translations={key: addresses.topic(key, topic.id) for key in site.newsroom.languages},
    )
    yield frame.render("topic.html", page, months=groups(frame, found))
