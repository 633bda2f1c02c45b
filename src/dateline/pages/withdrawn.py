"""Render what stands where a withdrawn release stood: a notice, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dateline import addresses
from dateline.model import Artifact, Notice
from dateline.pages.frame import Frame, Link, Page
from dateline.parts import Needs, Part
from dateline.site import Site


def parts(site: Site, frame: Frame) -> Iterator[Part]:
    """Yield the notices of a language's withdrawn releases."""
    for notice in site.archive.notices_of(frame.language.key):
        path = addresses.release(notice)
        yield Part(path, partial(_needs, site, notice), partial(_render, site, frame, notice))


def _needs(site: Site, notice: Notice) -> Needs:
    other = site.replacement(notice)
    return site.whole(notice), site.face(other) if other else ()


def _render(site: Site, frame: Frame, notice: Notice) -> Iterator[Artifact]:
    page = Page(
        path=addresses.release(notice),
        title=frame.language.language.withdrawn(notice.title),
        section="release",
        unlisted=True,
    )
    yield frame.render("withdrawn.html", page, **_values(site, frame, notice))


def _values(site: Site, frame: Frame, notice: Notice) -> dict[str, Any]:
    language = frame.language.language
    return {
        "notice": notice,
        "kind": language.kind_name(notice.kind),
        "date": language.long_date(notice.day),
        "machine_date": notice.day.isoformat(),
        "told": language.withdrawn_on(site.newsroom.local_day(notice.at)),
        "replacement": _replacement(site, notice),
        "contact": frame.contact,
    }


def _replacement(site: Site, notice: Notice) -> Link | None:
    other = site.replacement(notice)
    if other is None:
        return None
    foreign = other.language if other.language != notice.language else ""
    return Link(other.title, site.at.link(addresses.release(other)), language=foreign)
