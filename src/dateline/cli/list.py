"""`dateline list`: the releases, and where each stands at now."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from dateline import addresses, selection
from dateline.addresses import Addresses
from dateline.cli.cells import fitted, padded, printable, width
from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.options import common, examples, now_option
from dateline.cli.showing import count, show_json
from dateline.cli.times import local
from dateline.model import State
from dateline.reading import read_newsroom
from dateline.selection import Standing
from dateline.settings import Newsroom

_COLOURS = {State.PUBLIC: "green", State.HELD: "yellow", State.WITHDRAWN: "red"}
_HEADING = ("DATE", "STATE", "LANGUAGE", "FILE", "TITLE")
_SHORTEST_TITLE = 24


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
    newsroom = open_newsroom(desk)
    reading = read_newsroom(newsroom)
    editions = sorted(reading.editions, key=selection.newest_first)
    standings = selection.standings(editions, now, newsroom.default_language)
    if form == "json":
        show_json(desk, [_as_dict(each, newsroom) for each in standings])
    else:
        _print_table(desk, standings, newsroom)
    problems = newsroom.severities.weigh(reading.problems)
    broken = {p.place.path for p in problems if p.severity.value == "error"}
    if broken:
        noun = "file has" if len(broken) == 1 else "files have"
        message = f"{len(broken):,} {noun} problems and may not be listed."
        desk.fail(message, "`dateline check` tells which.")
    return int(bool(broken))


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
    rows = [_row(each, newsroom) for each in standings]
    if not rows:
        desk.tell("There are no releases.")
        return
    if desk.quiet:
        _print_rows(desk, rows, [None] * len(rows))
    else:
        _print_rows(desk, [_HEADING, *rows], [None, *(each.state for each in standings)])
        desk.tell(count(len(rows), "release file"))


def _row(each: Standing, newsroom: Newsroom) -> tuple[str, ...]:
    edition = each.edition
    state = f"held until {local(each.until, newsroom)}" if each.until else each.state.value
    row = (edition.day.isoformat(), state, edition.language, edition.path, edition.title)
    return tuple(map(printable, row))


def _print_rows(
    desk: Desk, rows: Sequence[tuple[str, ...]], states: Sequence[State | None]
) -> None:
    *widths, _ = [max(map(width, column)) for column in zip(*rows, strict=True)]
    room = _room() - sum(widths) - 2 * len(widths)
    for row, state in zip(rows, states, strict=True):
        cells = [padded(cell, room) for cell, room in zip(row, widths, strict=False)]
        if state in _COLOURS:
            cells[1] = click.style(cells[1], fg=_COLOURS[state])
        desk.put("  ".join((*cells, fitted(row[-1], max(_SHORTEST_TITLE, room)))))


def _room() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
