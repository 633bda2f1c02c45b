"""Keep subscribers and what they chose: each function works inside the caller's transaction."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

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


def insert_or_leave(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row, or leave the one with the same key; True where it was inserted."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = dialect.insert(table).values(**values).on_conflict_do_nothing()
    # Asked for the row, for psycopg counts none where SQLAlchemy has it return the new id.
    return connection.execute(made.returning(*table.primary_key.columns)).first() is not None


def insert_or_update(
    connection: Connection, table: Table, values: dict[str, Any], again: dict[str, Any]
) -> None:
    """Insert a row; where one with the same primary key is there, give it the values `again`."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key.columns]
    connection.execute(
        dialect.insert(table).values(values).on_conflict_do_update(index_elements=keys, set_=again)
    )


def find(connection: Connection, canonical: str) -> Row[Any] | None:
    """Find a subscriber by canonical address."""
    return connection.execute(select(subscriber).where(subscriber.c.canonical == canonical)).first()


def suppress(connection: Connection, subscriber_id: int, reason: Reason, now: datetime) -> bool:
    """Put a subscriber's address on the suppression list; False where nobody has the id."""
    digest = connection.scalar(select(subscriber.c.digest).where(subscriber.c.id == subscriber_id))
    if digest is None:
        return False
    insert_or_leave(connection, suppression, digest=digest, reason=reason.value, at=now)
    unsubscribe(connection, subscriber_id, reason.value, now)
    return True


def unsubscribe(connection: Connection, subscriber_id: int, how: str, now: datetime) -> bool:
    """Unsubscribe somebody from everything and note it; again, it changes nothing.

    False where nobody has the id.
    """
    row = connection.execute(select(subscriber).where(subscriber.c.id == subscriber_id)).first()
    if row is None:
        return False
    connection.execute(delete(request).where(request.c.canonical == row.canonical))
    done = connection.execute(
        update(subscriber)
        .where(
            subscriber.c.id == subscriber_id,
            subscriber.c.state != SubscriberState.UNSUBSCRIBED.value,
        )
        .values(state=SubscriberState.UNSUBSCRIBED.value, changed_at=now)
    )
    if done.rowcount:
        note(connection, row.id, now, event="unsubscribed", how=how, language=row.language)
    return True


def note(  # noqa: PLR0913 -- a record's columns
    connection: Connection,
    subscriber_id: int,
    now: datetime,
    *,
    event: str,
    how: str,
    language: str,
    wording: str = "",
    choice: Choice | None = None,
) -> None:
    """Add to the record of what somebody said: when, how, in which words and language."""
    connection.execute(
        insert(consent).values(
            subscriber_id=subscriber_id,
            at=now,
            event=event,
            how=how,
            wording=wording,
            language=language,
            choice=str(choice or ""),
        )
    )


def choice_of(connection: Connection, subscriber_id: int) -> Choice:
    """Give what a subscriber chose."""
    rows = connection.execute(
        select(subscription.c.feed, subscription.c.language)
        .where(subscription.c.subscriber_id == subscriber_id)
        .order_by(subscription.c.feed, subscription.c.language)
    )
    return Choice(tuple((row.feed, row.language) for row in rows))


def new_generation() -> int:
    """Draw a subscriber's generation, 31 bits."""
    return secrets.randbits(31)
