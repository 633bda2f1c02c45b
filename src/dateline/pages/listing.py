"""Make the lists of releases that list, year, month and topic pages share."""

from __future__ import annotations

from collections.abc import Iterable
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


def group(frame: Frame, month: Month, editions: Iterable[Edition]) -> MonthGroup:
    """Make one month's group."""
    link = frame.month(month)
    return MonthGroup(
        heading=link.title,
        href=link.href,
        machine_month=str(month),
        releases=tuple(listed(frame, edition) for edition in editions),
    )


def listed(frame: Frame, edition: Edition) -> Listed:
    """Make a release's line; once, because year, month and topic pages show the same."""
    found = frame.lines.get(edition.path)
    if found is None:
        made = item(frame, edition)
        found = frame.lines[edition.path] = Listed(made, frame.part("item.html", item=made))
    return found


def item(frame: Frame, edition: Edition) -> Item:
    """Give what a list says of a release."""
    language, site = frame.language, frame.site
    foreign = edition.language != language.key
    settings = site.newsroom.languages[edition.language]
    return Item(
        title=edition.title,
        href=site.at.link(addresses.release(edition)),
        date=language.language.list_date(edition.day),
        machine_date=edition.day.isoformat(),
        summary=edition.summary,
        kind=language.language.kind_name(edition.kind),
        language=edition.language if foreign else "",
        language_name=settings.language.own_name if foreign else "",
    )
