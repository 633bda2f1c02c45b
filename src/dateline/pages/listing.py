"""Make the lists of releases that list, year, month and topic pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from dateline import addresses, selection
from dateline.model import Edition, Month
from dateline.pages.frame import Frame


class Item(NamedTuple):
    """A release in a list; `language` is set where it is not the page's own.

    `corrected` is told in digests, whose readers have the letter before them.
    """

    title: str
    href: str
    date: str
    machine_date: str
    summary: str
    kind: str
    language: str = ""
    language_name: str = ""
    corrected: tuple[str, ...] = ()


class Listed(NamedTuple):
    """A release's line in a list, ready to be shown."""

    item: Item
    markup: Markup


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """A month of a list, its releases newest first."""

    heading: str
    href: str
    machine_month: str
    releases: tuple[Listed, ...]


def groups(frame: Frame, editions: Iterable[Edition]) -> tuple[MonthGroup, ...]:
    """Group editions by month, newest month first; months without releases are absent."""
    months = selection.by_month(editions)
    return tuple(group(frame, month, found) for month, found in months.items())


def group(frame: Frame, month: Month, editions: Sequence[Edition]) -> MonthGroup:
    """Make one month's group."""
    link = frame.month(month)
    return MonthGroup(
        heading=link.title,
        href=link.href,
        machine_month=str(month),
        releases=listed(frame, editions),
    )


def listed(frame: Frame, editions: Sequence[Edition]) -> tuple[Listed, ...]:
    """Make releases' lines, each once, because year, month and topic pages show the same.

    What all say is gathered before the first is rendered: in turns, it would take twice as long.
    """
    lines = frame.lines
    new = [
        (edition.path, item(frame, edition)) for edition in editions if edition.path not in lines
    ]
    for path, made in new:
        lines[path] = Listed(made, frame.forms.line(made))
    return tuple([lines[edition.path] for edition in editions])


def item(frame: Frame, edition: Edition) -> Item:
    """Give what a list says of a release."""
    language, site, day = frame.language, frame.site, frame.day(edition.day)
    foreign = edition.language != language.key
    settings = site.newsroom.languages[edition.language]
    return Item(
        title=edition.title,
        href=site.at.link(addresses.release(edition)),
        date=day.listed,
        machine_date=day.machine,
        summary=edition.summary,
        kind=language.language.kind_name(edition.kind),
        language=edition.language if foreign else "",
        language_name=settings.language.own_name if foreign else "",
    )
