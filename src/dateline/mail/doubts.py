"""Settle uncertain deliveries: by the mail server's log, or by the operator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.database import Database
from dateline.mail.identity import Identity
from dateline.mail.ledger import settling
from dateline.mail.ledger.settling import Doubt
from dateline.mail.ledger.tables import State
from dateline.mail.maillog import MailLog

# A server may still be taking a letter whose sender died: RFC 5321 section 4.5.3.2.6 gives it
# ten minutes.
GRACE = timedelta(minutes=12)


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled: known to be sent, to be sent again, and still open (and until when)."""

    sent: int
    again: int
    open: int
    look_again: datetime | None = None


def ask_log(
    database: Database,
    editions: Collection[int],
    log: MailLog,
    identity: Identity,
    now: datetime,
    grace: timedelta = GRACE,
) -> Settled:
    """Ask the log for every uncertain delivery; what it names was sent.

    What it does not name was not sent, once the grace is over and the log is known to reach back
    to before the attempt; otherwise it stays uncertain. Raises OutsideError.
    """
    with database.reading() as connection:
        open_ones = settling.doubts(connection, editions)
    if not open_ones:
        return Settled(0, 0, 0)
    by_id = {doubt.id: identity.message_id(doubt.edition, doubt.subscriber_id)
             for doubt in open_ones}  # fmt: skip
    answer = log.ask(frozenset(by_id.values()), now)
    sent = [doubt.id for doubt in open_ones if by_id[doubt.id] in answer.taken]
    others = [doubt for doubt in open_ones if by_id[doubt.id] not in answer.taken]
    known = [doubt for doubt in others if answer.since and answer.since < doubt.since]
    again = [doubt.id for doubt in known if now - doubt.since >= grace]
    waiting = [doubt.since + grace for doubt in known if now - doubt.since < grace]
    with database.writing() as connection:
        words = "found in the mail server's log"
        settling.settle_doubts(connection, sent, State.ACCEPTED, words, now)
        words = "not in the mail server's log"
        settling.settle_doubts(connection, again, State.QUEUED, words, now)
    left = len(open_ones) - len(sent) - len(again)
    return Settled(len(sent), len(again), left, min(waiting, default=None))


def resolve(
    database: Database, editions: Collection[int], *, resend: bool, now: datetime
) -> list[Doubt]:
    """Settle every uncertain delivery as the operator says; gives what was settled."""
    with database.writing() as connection:
        found = settling.doubts(connection, editions)
        state = State.QUEUED if resend else State.FAILED
        words = "sent again by the operator" if resend else "given up by the operator"
        settling.settle_doubts(connection, [doubt.id for doubt in found], state, words, now)
    return found
