"""Show what became of letters: reports whose numbers add up, and what is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.cli.desk import Desk
from dateline.cli.showing import count, show_json
from dateline.database import Database
from dateline.mail.ledger import settling
from dateline.mail.ledger.editions import Report
from dateline.mail.ledger.tables import State

_MOST = 50


def show_reports(desk: Desk, reports: Sequence[Report], *, form: str = "text") -> None:
    """Print a line an edition, or JSON."""
    if form == "json":
        show_json(desk, [_as_dict(report) for report in reports])
        return
    if not reports:
        desk.tell("Nothing was sent yet.")
    for report in reports:
        told = [f"{number:,} {state.value}" for state, number in report.counts.items() if number]
        paused = " Paused." if report.edition.paused_at else ""
        words = ", ".join(told) or "nobody"
        recipients = count(report.edition.recipients, "recipient")
        desk.result(f"{report.edition.key}: {recipients}: {words}.{paused}")


def show_doubts(desk: Desk, database: Database, editions: Sequence[int]) -> None:
    """List the letters of which nobody knows, and say what to do."""
    with database.reading() as connection:
        found = settling.doubts(connection, editions)
    for doubt in found[:_MOST]:
        since = f"{doubt.since:%Y-%m-%d %H:%M:%S} UTC"
        who = doubt.address or f"subscriber {doubt.subscriber_id}"
        desk.tell(f"uncertain: {doubt.edition} to {who}, since {since}: {doubt.words}")
    if len(found) > _MOST:
        desk.tell(f"… and {len(found) - _MOST:,} more.")
    desk.fail(
        f"Of {count(len(found), 'letter')} nobody knows whether the mail server took it.",
        "Name its log in [mail.smtp] `log` and send again; or --resolve resend or skip.",
    )


def _as_dict(report: Report) -> dict[str, Any]:
    edition = report.edition
    return {
        "feed": edition.key.feed,
        "language": edition.key.language,
        "month": edition.key.month,
        "frozen_at": edition.frozen_at.isoformat(),
        "hash": edition.hash.hex(),
        "paused": edition.paused_at is not None,
        "recipients": edition.recipients,
        "open": report.open,
        "states": {state.value: report.counts[state] for state in State},
    }
