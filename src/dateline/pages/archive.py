"""Render the archive: the press-release list, the years and the months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from dateline import addresses
from dateline.model import Artifact, Edition, Month
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import whole_month
from dateline.parts import Needs, Part
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


def parts(site: Site, frame: Frame) -> Iterator[Part]:
    """Yield a language's list page, and a page for each year and month with releases."""
    key = frame.language.key
    months = site.by_month(key)
    counts = tuple((str(month), len(editions)) for month, editions in months.items())
    yield Part(
        addresses.home(key),
        lambda: (counts, tuple([site.listed_face(key, month) for month in _newest(months)])),
        partial(_render_list, site, frame, months),
    )
    years = sorted({month.year for month in months})
    for year in years:
        yield Part(
            addresses.year(key, year),
            partial(_needs_of_year, site, key, years, year),
            partial(_render_year, site, frame, months, year),
        )
    order = list(months)
    for index, month in enumerate(order):
        older = order[index + 1] if index + 1 < len(order) else None
        newer = order[index - 1] if index else None
        neighbours = older, newer
        yield Part(
            addresses.month(key, month),
            partial(_needs_of_month, site, key, month, neighbours),
            partial(_render_month, site, frame, month, months[month], neighbours),
        )


def _needs_of_year(site: Site, own: str, years: Sequence[int], year: int) -> Needs:
    others = tuple(key for key in site.newsroom.languages if site.has_year(key, year))
    shown = tuple(
        [(str(month), site.listed_face(own, month))
         for month in site.by_month(own)
         if month.year == year]
    )  # fmt: skip
    return others, shown, _neighbour(years, year, -1), _neighbour(years, year, +1)


def _needs_of_month(
    site: Site,
    own: str,
    month: Month,
    neighbours: tuple[Month | None, Month | None],
) -> Needs:
    others = tuple(key for key in site.newsroom.languages if site.has_month(key, month))
    return others, site.listed_face(own, month), tuple(map(str, neighbours))


def _newest(months: Months) -> Iterator[Month]:
    """Yield whole months, newest first, until there are releases enough."""
    count = 0
    for month, editions in months.items():
        if count >= _ENOUGH:
            return
        count += len(editions)
        yield month


def _render_list(site: Site, frame: Frame, months: Months) -> Iterator[Artifact]:
    """Yield the press-release list: whole months, newest first, then the index of all."""
    language = frame.language
    shown = [whole_month(frame, month, months[month]) for month in _newest(months)]
    languages = site.newsroom.languages
    page = Page(
        path=addresses.home(language.key),
        title=language.language.words.gettext("Press releases"),
        description=language.description,
        section="releases",
        translations={key: addresses.home(key) for key in languages},
    )
    yield frame.render(
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


def _render_year(site: Site, frame: Frame, months: Months, year: int) -> Iterator[Artifact]:
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
    yield frame.render(
        "year.html",
        page,
        months=[whole_month(frame, month, months[month]) for month in shown],
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
) -> Iterator[Artifact]:
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
    yield frame.render(
        "month.html",
        page,
        month=whole_month(frame, month, editions),
        year=Link(str(month.year), site.at.link(addresses.year(language.key, month.year))),
        older=older,
        newer=newer,
        contact=frame.contact,
    )


def _month_link(frame: Frame, month: Month | None) -> Link | None:
    return frame.month(month) if month else None
