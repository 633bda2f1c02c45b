"""Show, count and erase what is kept: the operator's side of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from dateline.subscriptions import store
from dateline.subscriptions.model import (
    Choice,
    Reason,
    SubscriberState,
    consent,
    request,
    subscriber,
    subscription,
    suppression,
)
from dateline.subscriptions.tokens import KeyRing

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that somebody said: when, how, in which words and language, choosing what."""

    at: datetime
    event: str
    how: str
    wording: str
    language: str
    choice: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A subscriber as the operator sees one, with every statement on record."""

    id: int
    address: str
    name: str
    language: str
    state: SubscriberState
    choice: Choice
    created_at: datetime
    changed_at: datetime
    record: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are: by state, by feed and language, suppressed by reason, to be asked."""

    states: dict[str, int]
    choices: dict[tuple[str, str], int]
    suppressed: dict[str, int]
    requests: int


def entries(
    connection: Connection, canonical: str | None = None, state: SubscriberState | None = None
) -> Iterator[Entry]:
    """Yield subscribers by id, a batch in memory at a time: one address's, or of one state."""
    last = 0
    while True:
        query = select(subscriber).where(subscriber.c.id > last).order_by(subscriber.c.id)
        if canonical is not None:
            query = query.where(subscriber.c.canonical == canonical)
        if state is not None:
            query = query.where(subscriber.c.state == state.value)
        rows = connection.execute(query.limit(_BATCH)).all()
        if not rows:
            return
        last = rows[-1].id
        yield from _with_records(connection, rows)


def _with_records(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Entry]:
    first, last = rows[0].id, rows[-1].id
    choices: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(
        select(subscription).where(subscription.c.subscriber_id.between(first, last))
    ):
        choices.setdefault(row.subscriber_id, []).append((row.feed, row.language))
    records: dict[int, list[Statement]] = {}
    for row in connection.execute(
        select(consent).where(consent.c.subscriber_id.between(first, last)).order_by(consent.c.id)
    ):
        statement = Statement(row.at, row.event, row.how, row.wording, row.language, row.choice)
        records.setdefault(row.subscriber_id, []).append(statement)
    for row in rows:
        yield Entry(
            row.id,
            row.address,
            row.name,
            row.language,
            SubscriberState(row.state),
            Choice(tuple(sorted(choices.get(row.id, ())))),
            row.created_at,
            row.changed_at,
            tuple(records.get(row.id, ())),
        )


def forget(connection: Connection, canonical: str) -> bool:
    """Erase all that is kept of an address, but for its hash if it is suppressed.

    Every token of it is void from then on, for its id is never used again. Call
    `Database.wipe_traces` afterwards. False where nothing was kept.
    """
    gone = connection.execute(delete(request).where(request.c.canonical == canonical)).rowcount
    gone += connection.execute(
        delete(subscriber).where(subscriber.c.canonical == canonical)
    ).rowcount
    return bool(gone)


def suppress_address(
    connection: Connection, keys: KeyRing, canonical: str, reason: Reason, now: datetime
) -> bool:
    """Suppress an address, known or not; False where it was already."""
    row = store.find(connection, canonical)
    new = store.insert_or_leave(
        connection, suppression, digest=keys.digest(canonical), reason=reason.value, at=now
    )
    connection.execute(delete(request).where(request.c.canonical == canonical))
    if row is not None:
        store.unsubscribe(connection, row.id, reason.value, now)
    return new


def lift_suppression(connection: Connection, keys: KeyRing, canonical: str) -> bool:
    """Take an address off the suppression list; it stays unsubscribed. False where it was not."""
    where = suppression.c.digest == keys.digest(canonical)
    return bool(connection.execute(delete(suppression).where(where)).rowcount)


def counts(connection: Connection) -> Counts:
    """Count what is kept."""
    states = connection.execute(
        select(subscriber.c.state, func.count().label("number")).group_by(subscriber.c.state)
    )
    choices = connection.execute(
        select(subscription.c.feed, subscription.c.language, func.count())
        .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
        .where(subscriber.c.state == SubscriberState.CONFIRMED.value)
        .group_by(subscription.c.feed, subscription.c.language)
        .order_by(subscription.c.feed, subscription.c.language)
    )
    suppressed = connection.execute(
        select(suppression.c.reason, func.count().label("number"))
        .group_by(suppression.c.reason)
        .order_by(suppression.c.reason)
    )
    found = {row.state: row.number for row in states}
    return Counts(
        {state.value: found.get(state.value, 0) for state in SubscriberState},
        {(feed, language): number for feed, language, number in choices},
        {row.reason: row.number for row in suppressed},
        connection.scalar(select(func.count()).select_from(request)) or 0,
    )


def drop_unconfirmed(connection: Connection, before: datetime) -> int:
    """Erase those who were asked before a moment and never answered; gives how many."""
    where = (
        subscriber.c.state == SubscriberState.UNCONFIRMED.value,
        func.coalesce(subscriber.c.asked_at, subscriber.c.created_at) < before,
    )
    return connection.execute(delete(subscriber).where(*where)).rowcount
