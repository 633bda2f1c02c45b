"""Put all pages that list releases into one block: they show the same lines."""

from __future__ import annotations

from functools import partial

from dateline import addresses
from dateline.pages import archive, topic
from dateline.pages.frame import Frame
from dateline.parts import Block, Needs, Part
from dateline.site import Site


def block(site: Site, frame: Frame) -> Block:
    """Give a language's press-release list, years, months and topics."""
    key = frame.language.key
    return Block(
        f"{key} lists",
        partial(_names, site, key),
        partial(_needs, site, key),
        partial(_parts, site, frame),
    )


def _names(site: Site, key: str) -> list[str]:
    months = site.by_month(key)
    return [
        addresses.home(key),
        *(addresses.year(key, year) for year in sorted({month.year for month in months})),
        *(addresses.month(key, month) for month in months),
        *(path for _, path in site.topics(key)),
    ]


def _needs(site: Site, key: str) -> Needs:
    """Give what all lists of a language need; which months others have, each page tells."""
    months = [
        tuple([month[:] for month in site.by_month(each)]) for each in site.newsroom.languages
    ]
    return site.listed_faces(key), tuple(months)


def _parts(site: Site, frame: Frame) -> list[Part]:
    return [*archive.parts(site, frame), *topic.parts(site, frame)]
