"""Print the list of subscribers: as a table, as CSV, as JSON; and its counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from dateline.cli.desk import Desk
from dateline.cli.showing import count, show_json
from dateline.cli.times import local
from dateline.settings import Newsroom
from dateline.subscriptions.importing import FORMULAS
from dateline.subscriptions.register import Counts, Entry

_COLUMNS = ("address", "name", "language", "subscriptions", "state", "consent")


def export(desk: Desk, entries: Iterator[Entry], form: str) -> int:
    """Print entries as CSV that `import` reads, or as JSON, a line each; gives how many."""
    number = 0
    if form == "csv":
        desk.put(_csv_line(_COLUMNS))
    for number, entry in enumerate(entries, start=1):  # noqa: B007 -- the count is wanted
        if form == "json":
            desk.put(json.dumps(_as_dict(entry), ensure_ascii=True))
        else:
            desk.put(_csv_line(_row(entry)))
    return number


def show(desk: Desk, entries: Iterator[Entry], newsroom: Newsroom, form: str) -> None:
    """Print a line for each entry, or one JSON array."""
    if form == "json":
        show_json(desk, [_as_dict(entry) for entry in entries])
        return
    number = 0
    for number, entry in enumerate(entries, start=1):  # noqa: B007 -- the count is wanted
        since = local(entry.changed_at, newsroom)
        desk.result(f"{entry.state.value:<12}  {entry.address}  {entry.choice}  {since}")
    desk.tell(count(number, "subscriber") if number else "There are no subscribers.")


def show_counts(desk: Desk, counts: Counts) -> None:
    """Print the counts."""
    for state, number in counts.states.items():
        desk.result(f"{number:>9,}  {state}")
    for (feed, language), number in counts.choices.items():
        desk.result(f"{number:>9,}  confirmed for {feed} ({language})")
    for reason, number in counts.suppressed.items():
        desk.result(f"{number:>9,}  suppressed: {reason}")
    desk.result(f"{counts.requests:>9,}  to be asked for confirmation")


def counts_as_dict(counts: Counts) -> dict[str, Any]:
    """Give the counts in the shape that `--format json` prints."""
    return {
        "states": counts.states,
        "confirmed": [
            {"feed": feed, "language": language, "subscribers": number}
            for (feed, language), number in counts.choices.items()
        ],
        "suppressed": counts.suppressed,
        "requests": counts.requests,
    }


def _row(entry: Entry) -> tuple[str, ...]:
    said = [each for each in entry.record if each.event == "confirmed"]
    proof = f"{said[-1].how}, {said[-1].at:%Y-%m-%d}: {said[-1].wording}" if said else ""
    return (
        _harmless(entry.address),
        _harmless(entry.name),
        entry.language,
        str(entry.choice),
        entry.state.value,
        proof,
    )


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running text as a formula; `import` undoes it."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _csv_line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _as_dict(entry: Entry) -> dict[str, Any]:
    return {
        "address": entry.address,
        "name": entry.name,
        "language": entry.language,
        "state": entry.state.value,
        "subscriptions": [{"feed": feed, "language": key} for feed, key in entry.choice.pairs],
        "created_at": entry.created_at.isoformat(),
        "changed_at": entry.changed_at.isoformat(),
        "record": [
            {
                "at": each.at.isoformat(),
                "event": each.event,
                "how": each.how,
                "wording": each.wording,
                "language": each.language,
                "choice": each.choice,
            }
            for each in entry.record
        ],
    }
