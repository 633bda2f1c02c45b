"""Render a page for each topic: every release filed under it, by month."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from dateline import addresses
from dateline.model import Artifact, Edition, Month
from dateline.pages.frame import Frame, Page
from dateline.pages.listing import group
from dateline.parts import Needs, Part
from dateline.settings import Topic
from dateline.site import Site

Months = dict[Month, list[Edition]]


def parts(site: Site, frame: Frame) -> Iterator[Part]:
    """Yield a language's topic pages, in the settings' order; an empty one says so."""
    by_topic: dict[str, Months] = {}
    for month, editions in site.by_month(frame.language.key).items():
        for edition in editions:
            for topic_id in set(edition.topics):
                by_topic.setdefault(topic_id, {}).setdefault(month, []).append(edition)
    for topic, path in site.topics(frame.language.key):
        found = by_topic.get(topic.id, {})
        needs = partial(_needs, site, found)
        yield Part(path, needs, partial(_render, site, frame, topic, path, found))


def _needs(site: Site, found: Months) -> Needs:
    editions = chain.from_iterable(found.values())
    return tuple([site.prints[edition.path].face for edition in editions])


def _render(site: Site, frame: Frame, topic: Topic, path: str, found: Months) -> Iterator[Artifact]:
    language = frame.language
    name = topic.name(language.key)
    page = Page(
        path=path,
        title=name,
        description=f"{language.name}: {name}",
        section="releases",
        translations={key: addresses.topic(key, topic.id) for key in site.newsroom.languages},
    )
    months = [group(frame, month, editions) for month, editions in found.items()]
    yield frame.render("topic.html", page, months=months)
