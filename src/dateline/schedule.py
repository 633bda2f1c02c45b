"""Say when the output will change by itself: the instants that a build should run at.

Pure, as `selection` is. Between two of these instants, builds of the same files give the same
bytes; a test holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from dateline.model import Month, State
from dateline.selection import Standing
from dateline.settings import Newsroom


class What(Enum):
    """What happens at an instant."""

    LIFT = "lift"
    CHANGE = "change"
    WITHDRAWAL = "withdrawal"
    COVERAGE = "coverage"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changes the output at an instant (UTC); `path` is empty for a month's end."""

    at: datetime
    what: What
    path: str = ""


def events(standings: Iterable[Standing], now: datetime, newsroom: Newsroom) -> tuple[Event, ...]:
    """Give what will change the output after `now`, soonest first.

    Drafts have no hour, so they change nothing by themselves.
    """
    found: set[Event] = set()
    for standing in standings:
        for event in _of_edition(standing, newsroom):
            found.add(event)
            # The month in which something was told closes: digest and archive are written then.
            if event.what in {What.LIFT, What.CHANGE, What.WITHDRAWAL}:
                found.add(Event(_month_end(event.at, newsroom), What.MONTH))
    coming = (event for event in found if event.at > now)
    return tuple(sorted(coming, key=lambda event: (event.at, event.what.value, event.path)))


def next_change(standings: Iterable[Standing], now: datetime, newsroom: Newsroom) -> datetime:
    """Give an instant before which the output does not change by itself: a month's end, at latest.

    Quick: most releases have all their events behind them.
    """
    eventful = (
        each
        for each in standings
        if each.state is not State.PUBLIC
        or each.edition.changes
        or each.edition.coverage
        or each.edition.withdrawn
    )
    coming = [event.at for each in eventful for event in _of_edition(each, newsroom)]
    return min([_month_end(now, newsroom), *(at for at in coming if at > now)])


def _of_edition(standing: Standing, newsroom: Newsroom) -> Iterator[Event]:
    """Yield every event of an edition's life, past ones too."""
    edition = standing.edition
    public_from = standing.until or edition.public_from
    if standing.state is State.DRAFT or (standing.state is State.HELD and not standing.until):
        return
    withdrawn = edition.withdrawn.at if edition.withdrawn else None
    yield Event(_utc(public_from), What.LIFT, edition.path)
    for change in edition.changes:
        yield Event(_utc(max(change.at, public_from)), What.CHANGE, edition.path)
    for coverage in edition.coverage:
        if coverage.date:
            shown = max(_utc(newsroom.midnight(coverage.date)), _utc(public_from))
            if withdrawn is None or shown < withdrawn:
                yield Event(shown, What.COVERAGE, edition.path)
    if withdrawn is not None:
        yield Event(_utc(max(withdrawn, public_from)), What.WITHDRAWAL, edition.path)


def _month_end(moment: datetime, newsroom: Newsroom) -> datetime:
    """Give the first instant after the local month that a moment lies in."""
    month = Month.of(newsroom.local_day(moment))
    following = Month.of(date(month.year, month.month, 28) + timedelta(days=4))
    return _utc(newsroom.midnight(date(following.year, following.month, 1)))


def _utc(moment: datetime) -> datetime:
    """Give a moment in UTC: in one zone, datetimes are compared by their clocks, not in time."""
    return moment.astimezone(UTC)
