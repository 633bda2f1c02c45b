"""Make the lists of releases that list, year, month and topic pages share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from markupsafe import Markup

from dateline import addresses
from dateline.model import Edition, Month
from dateline.pages.frame import Frame

_STRIDE = 1_000


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


class Line:
    """The same of a release as it stands: what it says is told again to whoever asks.

    The lines of all releases are kept while the lists are made, and hardly anybody asks.
    """

    __slots__ = ("_edition", "_frame", "markup")

    def __init__(self, frame: Frame, edition: Edition, markup: Markup) -> None:
        self._frame = frame
        self._edition = edition
        self.markup = markup

    @property
    def item(self) -> Item:
        """Give what it says."""
        return item(self._frame, self._edition)


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """A month of a list, its releases newest first."""

    heading: str
    href: str
    machine_month: str
    releases: tuple[Listed | Line, ...]


def whole_month(frame: Frame, month: Month, editions: Sequence[Edition]) -> MonthGroup:
    """Make the group of a whole month, once: its own page shows it, its year's, and the list."""
    found: MonthGroup | None = frame.whole_months.get(month)
    if found is None:
        found = frame.whole_months[month] = group(frame, month, editions)
    return found


def some_of(
    frame: Frame, month: Month, editions: Sequence[Edition], places: Sequence[int]
) -> MonthGroup:
    """Make the group of some of a month's releases, by their places among all."""
    whole: MonthGroup | None = frame.whole_months.get(month)
    if whole is None:  # as in a build that makes few lists
        return group(frame, month, [editions[place] for place in places])
    return replace(whole, releases=tuple([whole.releases[place] for place in places]))


def group(frame: Frame, month: Month, editions: Sequence[Edition]) -> MonthGroup:
    """Make one month's group."""
    link = frame.month(month)
    return MonthGroup(
        heading=link.title,
        href=link.href,
        machine_month=str(month),
        releases=listed(frame, editions),
    )


def listed(frame: Frame, editions: Sequence[Edition]) -> tuple[Line, ...]:
    """Make releases' lines, each once, because year, month and topic pages show the same.

    What they say is gathered before they are rendered: in turns, it would take twice as long.
    """
    lines = frame.lines
    new = [edition for edition in editions if edition.path not in lines]
    for start in range(0, len(new), _STRIDE):
        some = new[start : start + _STRIDE]
        made = frame.forms.lines([item(frame, each) for each in some])
        for edition, line in zip(some, made, strict=True):
            lines[edition.path] = Line(frame, edition, line)
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
