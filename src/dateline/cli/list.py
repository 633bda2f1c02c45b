"""`dateline list`: the releases, and where each stands at now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from dateline import addresses, selection
from dateline.addresses import Addresses
from dateline.cli.desk import Desk
from dateline.cli.listing import print_table, tell_broken
from dateline.cli.newsroom import open_to_read
from dateline.cli.options import common, examples, now_option
from dateline.cli.showing import show_json
from dateline.cli.times import local
from dateline.reading import read_newsroom
from dateline.selection import Standing
from dateline.settings import Newsroom

_HEADING = ("DATE", "STATE", "LANGUAGE", "FILE", "TITLE")


@click.command("list", epilog=examples("dateline list", "dateline list --format json"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or programs.",
)
@now_option
@common
def command(desk: Desk, *, form: str, now: datetime) -> int:
    """List the releases and where each stands.

    Newest first: public, held until a moment, draft, or withdrawn.
    """
    newsroom = open_to_read(desk)
    reading = read_newsroom(newsroom)
    editions = sorted(reading.editions, key=selection.newest_first)
    standings = selection.standings(editions, now, newsroom.default_language)
    if form == "json":
        show_json(desk, [_as_dict(each, newsroom) for each in standings])
    else:
        _print_table(desk, standings, newsroom)
    return tell_broken(desk, newsroom, reading)


def _as_dict(each: Standing, newsroom: Newsroom) -> dict[str, Any]:
    edition, at = each.edition, Addresses(newsroom)
    moment = edition.date.astimezone(newsroom.timezone)
    return {
        "path": edition.path,
        "id": at.entry_id(edition),
        "language": edition.language,
        "date": str(edition.day) if edition.date_is_day else moment.isoformat(),
        "title": edition.title,
        "state": each.state.value,
        "until": each.until and each.until.astimezone(newsroom.timezone).isoformat(),
        "url": at.absolute(addresses.release(edition)),
    }


def _print_table(desk: Desk, standings: Sequence[Standing], newsroom: Newsroom) -> None:
    if not standings:
        desk.tell("There are no releases.")
    rows = [_row(each, newsroom) for each in standings]
    print_table(desk, _HEADING, rows, [each.state for each in standings])


def _row(each: Standing, newsroom: Newsroom) -> tuple[str, ...]:
    edition = each.edition
    state = f"held until {local(each.until, newsroom)}" if each.until else each.state.value
    return edition.day.isoformat(), state, edition.language, edition.path, edition.title
