"""Settle what is uncertain: by the mail server's log, or by the operator's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from dateline.mail.ledger.reaching import BOUNCED
from dateline.mail.ledger.tables import State, delivery, edition
from dateline.subscriptions.model import subscriber


@dataclass(frozen=True, slots=True)
class Doubt:
    """A delivery of which nobody here knows whether it was sent."""

    id: int
    edition: str
    subscriber_id: int
    address: str | None
    since: datetime
    words: str


def doubts(connection: Connection, editions: Collection[int]) -> list[Doubt]:
    """List the uncertain deliveries of editions, the oldest first."""
    query = (
        select(
            delivery.c.id,
            edition.c.feed,
            edition.c.language,
            edition.c.month,
            delivery.c.subscriber_id,
            subscriber.c.address,
            delivery.c.changed_at,
            delivery.c.words,
        )
        .join(edition, edition.c.id == delivery.c.edition_id)
        .outerjoin(subscriber, subscriber.c.id == delivery.c.subscriber_id)
        .where(delivery.c.edition_id.in_(editions), delivery.c.state == State.UNCERTAIN.value)
        .order_by(delivery.c.changed_at, delivery.c.id)
    )
    return [
        Doubt(number, f"{feed}/{language}/{month}", *rest)
        for number, feed, language, month, *rest in connection.execute(query)
    ]


def settle_doubts(
    connection: Connection, numbers: Iterable[int], state: State, words: str, now: datetime
) -> int:
    """Settle uncertain deliveries: accepted, queued again or failed; counts those that were."""
    settled = 0
    for number in numbers:
        changed = connection.execute(
            update(delivery)
            .where(delivery.c.id == number, delivery.c.state == State.UNCERTAIN.value)
            .values(state=state.value, lease_id=None, words=words, changed_at=now, due_at=now)
        )
        settled += changed.rowcount
    return settled


def reconsider(connection: Connection, editions: Collection[int], words: str) -> None:
    """Queue again what was held back for a reason that may have gone, such as an allow-list."""
    connection.execute(
        update(delivery)
        .where(
            delivery.c.edition_id.in_(editions),
            delivery.c.state == State.SUPPRESSED.value,
            delivery.c.words == words,
        )
        .values(state=State.QUEUED.value)
    )


def subscriber_of(connection: Connection, number: int) -> int | None:
    """Give the subscriber of a delivery; None where there is no such delivery."""
    found: int | None = connection.scalar(
        select(delivery.c.subscriber_id).where(delivery.c.id == number)
    )
    return found


def note_bounce(
    connection: Connection, number: int, words: str, now: datetime, *, hard: bool
) -> None:
    """Note that a delivery came back: what bounces was sent, even where that was uncertain."""
    state = State.FAILED if hard else State.ACCEPTED
    connection.execute(
        update(delivery)
        .where(
            delivery.c.id == number,
            delivery.c.state.in_([State.ACCEPTED.value, State.UNCERTAIN.value]),
        )
        .values(state=state.value, lease_id=None, words=f"{BOUNCED}{words}", changed_at=now)
    )
