"""`dateline schedule`: what is held until when, and when the output will change next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from dateline import addresses, schedule, selection
from dateline.addresses import Addresses
from dateline.cli.desk import Desk
from dateline.cli.listing import print_table, tell_broken
from dateline.cli.newsroom import open_to_read
from dateline.cli.options import common, examples, now_option
from dateline.cli.showing import show_json
from dateline.cli.times import local
from dateline.model import State
from dateline.reading import read_newsroom
from dateline.schedule import Event, What
from dateline.selection import Standing
from dateline.settings import Newsroom

_HEADING = ("UNTIL", "UTC", "STATE", "LANGUAGE", "FILE", "TITLE")
_WORDS = {
    What.LIFT: "is public",
    What.CHANGE: "has a change to tell",
    What.WITHDRAWAL: "is withdrawn",
    What.COVERAGE: "has coverage to show",
}


@click.command(
    "schedule",
    epilog=examples(
        "dateline schedule", "dateline schedule --format json", "dateline schedule --next"
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or programs.",
)
@click.option(
    "--next", "next_only", is_flag=True, help="Print the next instant alone, in UTC, or nothing."
)
@now_option
@common
def command(desk: Desk, *, form: str, next_only: bool, now: datetime) -> int:
    """List what is held, and when the output will change next.

    A build at that instant shows what waited for it: an embargo or a date
    that comes, a change, a withdrawal, coverage, the end of a month.
    """
    newsroom = open_to_read(desk)
    reading = read_newsroom(newsroom)
    standings = selection.standings(reading.editions, now, newsroom.default_language)
    coming = schedule.events(standings, now, newsroom)
    held = sorted(filter(_is_held, standings), key=_soonest)
    if next_only:
        if coming:
            desk.result(_instant(coming[0].at))
    elif form == "json":
        show_json(desk, _as_dict(held, coming, now, newsroom))
    else:
        rows = [_row(each, newsroom) for each in held]
        print_table(desk, _HEADING, rows, [each.state for each in held])
        _tell_next(desk, coming, newsroom)
    return tell_broken(desk, newsroom, reading)


def _is_held(standing: Standing) -> bool:
    return standing.state in {State.HELD, State.DRAFT}


def _soonest(standing: Standing) -> tuple[bool, datetime, str]:
    until = standing.until or datetime.max.replace(tzinfo=UTC)
    return standing.until is None, until.astimezone(UTC), standing.edition.path


def _instant(moment: datetime) -> str:
    """Write an instant in UTC as RFC 3339; nothing is dated to less than a second."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _row(each: Standing, newsroom: Newsroom) -> tuple[str, ...]:
    until = local(each.until, newsroom) if each.until else "-"
    utc = _instant(each.until.astimezone(UTC)) if each.until else "-"
    edition = each.edition
    return until, utc, each.state.value, edition.language, edition.path, edition.title


def _tell_next(desk: Desk, coming: Sequence[Event], newsroom: Newsroom) -> None:
    if not coming:
        desk.tell("Nothing will change by itself.")
        return
    first = coming[0]
    desk.tell(f"Next: {local(first.at, newsroom)} ({_instant(first.at)})")
    for event in coming:
        if event.at == first.at:
            words = f"{event.path} {_WORDS[event.what]}" if event.path else "the month is over"
            desk.tell(f"  {words}")


def _as_dict(
    held: Sequence[Standing], coming: Sequence[Event], now: datetime, newsroom: Newsroom
) -> dict[str, Any]:
    return {
        "now": _instant(now.astimezone(UTC)),
        "next": _instant(coming[0].at) if coming else None,
        "held": [_held_as_dict(each, newsroom) for each in held],
        "events": [
            {"at": _instant(each.at), "what": each.what.value, "path": each.path or None}
            for each in coming
        ],
    }


def _held_as_dict(each: Standing, newsroom: Newsroom) -> dict[str, Any]:
    edition, at = each.edition, Addresses(newsroom)
    until = each.until
    return {
        "path": edition.path,
        "id": at.entry_id(edition),
        "language": edition.language,
        "title": edition.title,
        "state": each.state.value,
        "until": until and until.astimezone(newsroom.timezone).isoformat(),
        "until_utc": until and _instant(until.astimezone(UTC)),
        "url": at.absolute(addresses.release(edition)),
    }
