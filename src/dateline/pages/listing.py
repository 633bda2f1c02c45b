"""Make the lists of releases that list, year, month and topic pages share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline import addresses, selection
from dateline.model import Edition, Month
from dateline.pages.frame import own_name
from dateline.settings import LanguageSettings
from dateline.site import Site


@dataclass(frozen=True, slots=True)
class Item:
    """A release in a list; `language` is set where it is not the page's own."""

    title: str
    href: str
    date: str
    machine_date: str
    summary: str
    kind: str
    language: str = ""
    language_name: str = ""


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """A month of a list, its releases newest first."""

    heading: str
    href: str
    machine_month: str
    releases: tuple[Item, ...]


def groups(
    site: Site, language: LanguageSettings, editions: Iterable[Edition]
) -> tuple[MonthGroup, ...]:
    """Group editions by month, newest month first; months without releases are absent."""
    months = selection.by_month(editions)
    return tuple(group(site, language, month, found) for month, found in months.items())


def group(
    site: Site, language: LanguageSettings, month: Month, editions: Iterable[Edition]
) -> MonthGroup:
    """Make one month's group."""
    return MonthGroup(
        heading=language.language.month_heading(month),
        href=site.at.link(addresses.month(language.key, month)),
        machine_month=str(month),
        releases=tuple(item(site, language, edition) for edition in editions),
    )


def item(site: Site, language: LanguageSettings, edition: Edition) -> Item:
    """Make a release's line in a list."""
    foreign = edition.language != language.key
    return Item(
        title=edition.title,
        href=site.at.link(addresses.release(edition)),
        date=language.language.list_date(edition.day),
        machine_date=edition.day.isoformat(),
        summary=edition.summary,
        kind=language.language.kind_name(edition.kind),
        language=edition.language if foreign else "",
        language_name=own_name(site.newsroom.languages[edition.language]) if foreign else "",
    )
