"""Print releases as a table, and say which could not be read."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click

from dateline.cli.cells import fitted, padded, printable, width
from dateline.cli.desk import Desk
from dateline.cli.showing import count
from dateline.model import State
from dateline.reading import Reading
from dateline.settings import Newsroom

_COLOURS = {State.PUBLIC: "green", State.HELD: "yellow", State.WITHDRAWN: "red"}
_SHORTEST_TITLE = 24


def print_table(
    desk: Desk, heading: Sequence[str], rows: Sequence[Sequence[str]], states: Sequence[State]
) -> None:
    """Print rows under a heading; the cell that begins with its row's state is coloured.

    The last cell is the title, cut where a terminal has no room; a quiet desk gets rows alone.
    """
    if not rows:
        return
    safe = [tuple(map(printable, row)) for row in rows]
    if desk.quiet:
        _print_rows(desk, safe, [None] * len(safe))
    else:
        _print_rows(desk, [tuple(heading), *safe], [None, *states])
        desk.tell(count(len(rows), "release file"))


def tell_broken(desk: Desk, newsroom: Newsroom, reading: Reading) -> int:
    """Tell that broken files may not be listed; gives the exit code."""
    problems = newsroom.severities.weigh(reading.problems)
    broken = {p.place.path for p in problems if p.severity.value == "error"}
    if broken:
        noun = "file has" if len(broken) == 1 else "files have"
        message = f"{len(broken):,} {noun} problems and may not be listed."
        desk.fail(message, "`dateline check` tells which.")
    return int(bool(broken))


def _print_rows(
    desk: Desk, rows: Sequence[tuple[str, ...]], states: Sequence[State | None]
) -> None:
    *widths, _ = [max(map(width, column)) for column in zip(*rows, strict=True)]
    room = _room() - sum(widths) - 2 * len(widths)
    for row, state in zip(rows, states, strict=True):
        cells = [
            _coloured(padded(cell, cells_wide), state)
            for cell, cells_wide in zip(row, widths, strict=False)
        ]
        desk.put("  ".join((*cells, fitted(row[-1], max(_SHORTEST_TITLE, room)))))


def _coloured(cell: str, state: State | None) -> str:
    if state in _COLOURS and cell.startswith(state.value):
        return click.style(cell, fg=_COLOURS[state])
    return cell


def _room() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
