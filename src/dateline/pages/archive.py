"""Render the archive: the press-release list, the years and the months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline import addresses, selection
from dateline.model import Artifact, Edition, Month
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import group
from dateline.site import Site

# Whole months stand on the list page until it holds this many releases.
_ENOUGH = 50

Months = dict[Month, tuple[Edition, ...]]


@dataclass(frozen=True, slots=True)
class YearIndex:
    """A year of the archive's index: its link and count, and its months' with theirs."""

    year: int
    href: str
    count: int
    months: tuple[tuple[Link, int], ...]


def render(site: Site, frame: Frame) -> Iterator[Artifact]:
    """Yield a language's list page, and a page for each year and month with releases."""
    months = selection.by_month(site.listed(frame.language.key))
    yield render_list(site, frame, months)
    for year in sorted({month.year for month in months}, reverse=True):
        yield _render_year(site, frame, months, year)
    order = list(months)
    for index, month in enumerate(order):
        older = order[index + 1] if index + 1 < len(order) else None
        newer = order[index - 1] if index else None
        yield _render_month(site, frame, month, months[month], (older, newer))


def render_list(site: Site, frame: Frame, months: Months) -> Artifact:
    """Render the press-release list: whole months, newest first, then the index of all."""
    language = frame.language
    shown, count = [], 0
    for month, editions in months.items():
        if count >= _ENOUGH:
            break
        count += len(editions)
        shown.append(group(frame, month, editions))
    languages = site.newsroom.languages
    page = Page(
        path=addresses.home(language.key),
        title=language.language.words.gettext("Press releases"),
        description=language.description,
        section="releases",
        translations={key: addresses.home(key) for key in languages},
    )
    return frame.render(
        "list.html",
        page,
        months=shown,
        archive=_index(site, frame, months),
        topics=_topics(site, frame),
        contact=frame.contact,
    )


def _index(site: Site, frame: Frame, months: Months) -> tuple[YearIndex, ...]:
    """Index every year and month with its count, newest year first, months in their order."""
    language = frame.language
    years: dict[int, list[Month]] = {}
    for month in sorted(months):
        years.setdefault(month.year, []).append(month)
    return tuple(
        YearIndex(
            year=year,
            href=site.at.link(addresses.year(language.key, year)),
            count=sum(len(months[month]) for month in of_year),
            months=tuple(
                (
                    Link(
                        language.language.month_name(month),
                        site.at.link(addresses.month(language.key, month)),
                    ),
                    len(months[month]),
                )
                for month in of_year
            ),
        )
        for year, of_year in sorted(years.items(), reverse=True)
    )


def _topics(site: Site, frame: Frame) -> tuple[Link, ...]:
    return tuple(frame.topic(topic.id) for topic, _ in site.topics(frame.language.key))


def _render_year(site: Site, frame: Frame, months: Months, year: int) -> Artifact:
    language = frame.language
    words = language.language.words
    shown = [month for month in months if month.year == year]
    others = {
        key: addresses.year(key, year)
        for key in site.newsroom.languages
        if site.has_year(key, year)
    }
    page = Page(
        path=addresses.year(language.key, year),
        title=words.gettext("Press releases of %(year)s") % {"year": year},
        description=f"{language.name}: {words.gettext('Press releases')}, {year}",
        section="releases",
        translations=others,
    )
    years = sorted({month.year for month in months})
    return frame.render(
        "year.html",
        page,
        months=[group(frame, month, months[month]) for month in shown],
        older=_year_link(site, frame, _neighbour(years, year, -1)),
        newer=_year_link(site, frame, _neighbour(years, year, +1)),
    )


def _neighbour(years: Sequence[int], year: int, step: int) -> int | None:
    index = years.index(year) + step
    return years[index] if 0 <= index < len(years) else None


def _year_link(site: Site, frame: Frame, year: int | None) -> Link | None:
    if year is None:
        return None
    return Link(str(year), site.at.link(addresses.year(frame.language.key, year)))


def _render_month(
    site: Site,
    frame: Frame,
    month: Month,
    editions: Sequence[Edition],
    neighbours: tuple[Month | None, Month | None],
) -> Artifact:
    language = frame.language
    heading = language.language.month_heading(month)
    title = language.language.words.gettext("Press releases: %(month)s") % {"month": heading}
    older, newer = (_month_link(frame, each) for each in neighbours)
    page = Page(
        path=addresses.month(language.key, month),
        title=title,
        description=f"{language.name}: {title}",
        section="releases",
        translations={
            key: addresses.month(key, month)
            for key in site.newsroom.languages
            if site.has_month(key, month)
        },
    )
    return frame.render(
        "month.html",
        page,
        month=group(frame, month, editions),
        year=Link(str(month.year), site.at.link(addresses.year(language.key, month.year))),
        older=older,
        newer=newer,
        contact=frame.contact,
    )


def _month_link(frame: Frame, month: Month | None) -> Link | None:
    return frame.month(month) if month else None
