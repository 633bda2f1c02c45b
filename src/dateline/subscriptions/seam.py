"""Give the sender what it needs, inside its own transactions, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from dateline.subscriptions import store
from dateline.subscriptions.model import (
    Reason,
    Recipient,
    SubscriberState,
    subscriber,
    subscription,
    suppression,
)

_CONFIRMED = subscriber.c.state == SubscriberState.CONFIRMED.value
_BATCH = 2000


def recipients(connection: Connection, feed: str, language: str) -> Iterator[Recipient]:
    """Yield the confirmed subscribers of a feed in a language, by id, a batch in memory at a time.

    Keep the connection's transaction open meanwhile; nobody suppressed is among them.
    """
    columns = (subscriber.c.id, subscriber.c.address, subscriber.c.name, subscriber.c.generation)
    query = (
        select(*columns)
        .join(subscription, subscription.c.subscriber_id == subscriber.c.id)
        .where(subscription.c.feed == feed, subscription.c.language == language, _CONFIRMED)
        .order_by(subscriber.c.id)
    )
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        yield Recipient(*row)


def wanted(
    column: ColumnElement[int], feed: str | ColumnElement[str], language: str | ColumnElement[str]
) -> ColumnElement[bool]:
    """Give the SQL condition that the subscriber of an id column still wants an edition.

    For a `WHERE` of the sender's own, such as the one that marks a row `committing`.
    """
    return exists().where(
        and_(
            subscriber.c.id == column,
            subscription.c.subscriber_id == subscriber.c.id,
            subscription.c.feed == feed,
            subscription.c.language == language,
            _CONFIRMED,
        )
    )


def find_recipient(connection: Connection, subscriber_id: int) -> Recipient | None:
    """Find a subscriber by id, whatever the state; None where it was forgotten."""
    columns = (subscriber.c.id, subscriber.c.address, subscriber.c.name, subscriber.c.generation)
    row = connection.execute(select(*columns).where(subscriber.c.id == subscriber_id)).first()
    return Recipient(*row) if row else None


def is_suppressed(connection: Connection, subscriber_id: int) -> bool:
    """Say whether a subscriber's address is on the suppression list."""
    query = select(suppression.c.digest).join(
        subscriber, subscriber.c.digest == suppression.c.digest
    )
    return connection.execute(query.where(subscriber.c.id == subscriber_id)).first() is not None


def mark_bounced(connection: Connection, subscriber_id: int, now: datetime) -> bool:
    """Suppress a subscriber whose mailbox does not exist; False where nobody has the id."""
    return store.suppress(connection, subscriber_id, Reason.BOUNCED, now)


def mark_complained(connection: Connection, subscriber_id: int, now: datetime) -> bool:
    """Suppress a subscriber who called a digest spam; False where nobody has the id."""
    return store.suppress(connection, subscriber_id, Reason.COMPLAINED, now)


def mark_unsubscribed(connection: Connection, subscriber_id: int, how: str, now: datetime) -> bool:
    """Unsubscribe somebody from everything; False where nobody has the id."""
    return store.unsubscribe(connection, subscriber_id, how, now)
