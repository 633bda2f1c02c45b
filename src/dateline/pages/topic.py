"""Render a page for each topic: every release filed under it, by month."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dateline import addresses
from dateline.model import Artifact, Month
from dateline.pages.frame import Frame, Page
from dateline.pages.listing import some_of
from dateline.parts import Needs, Part
from dateline.settings import Topic
from dateline.site import Site

# Where a topic's releases stand among those of each month.
Places = dict[Month, list[int]]


def parts(site: Site, frame: Frame) -> Iterator[Part]:
    """Yield a language's topic pages, in the settings' order; an empty one says so."""
    by_topic: dict[str, Places] = {}
    for month, editions in site.by_month(frame.language.key).items():
        for place, edition in enumerate(editions):
            for topic_id in set(edition.topics):
                by_topic.setdefault(topic_id, {}).setdefault(month, []).append(place)
    for topic, path in site.topics(frame.language.key):
        found = by_topic.get(topic.id, {})
        needs = partial(_needs, site, frame.language.key, found)
        yield Part(path, needs, partial(_render, site, frame, topic, path, found))


def _needs(site: Site, key: str, found: Places) -> Needs:
    months, prints = site.by_month(key), site.prints
    return tuple(
        [prints[months[month][place].path].face for month in found for place in found[month]]
    )


def _render(site: Site, frame: Frame, topic: Topic, path: str, found: Places) -> Iterator[Artifact]:
    language = frame.language
    name = topic.name(language.key)
    page = Page(
        path=path,
        title=name,
        description=f"{language.name}: {name}",
        section="releases",
        translations={key: addresses.topic(key, topic.id) for key in site.newsroom.languages},
    )
    all_months = site.by_month(language.key)
    months = [some_of(frame, month, all_months[month], found[month]) for month in found]
    yield frame.render("topic.html", page, months=months)
