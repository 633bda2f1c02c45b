"""Find what waits to be delivered, however long the queue is: every query walks an index.

SQLite uses a partial index only where it sees, before any value is bound, that a query stays
within it (sqlite.org/partialindex.html, section 3): so states are written out, and editions are
asked one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from dateline.mail.ledger.leasing import Task
from dateline.mail.ledger.tables import State, delivery, edition
from dateline.subscriptions.model import subscriber

_DAY = timedelta(days=1)


def candidates(
    connection: Connection, editions: Collection[int], limit: int, now: datetime
) -> list[Task]:
    """Give deliveries that are due and that nobody holds; locks them.

    Of the edition that was frozen first, then of the next; the longest due first.
    """
    found: list[Task] = []
    for number in _running(connection, editions):
        given = {"b_edition": number, "b_now": now, "b_most": limit - len(found)}
        found += [Task(*row) for row in connection.execute(_DUE, given)]
        if len(found) == limit:
            break
    return found


def next_due(connection: Connection, editions: Collection[int]) -> datetime | None:
    """Give when the next waiting delivery is due; None where none waits or all are paused."""
    running = list(_running(connection, editions))
    moments = [connection.scalar(_FIRST, {"b_edition": number}) for number in running]
    return min((moment for moment in moments if moment is not None), default=None)


def held(connection: Connection, editions: Collection[int]) -> bool:
    """Say whether a worker holds any delivery of editions."""
    return any(number in editions for number in connection.scalars(_HELD))


def count_open(connection: Connection, editions: Collection[int]) -> int:
    """Count what is still to be done: what waits, and what workers hold."""
    waiting = sum(connection.scalar(_COUNT, {"b_edition": number}) or 0 for number in editions)
    return waiting + sum(number in editions for number in connection.scalars(_HELD))


def is_open(connection: Connection, number: int) -> bool:
    """Say whether anything of an edition is still to be done."""
    waits = connection.scalar(_FIRST, {"b_edition": number}) is not None
    return waits or held(connection, [number])


def postpone(connection: Connection, tasks: Sequence[Task], until: Sequence[datetime]) -> None:
    """Put deliveries that are locked off, each until its moment."""
    for task, moment in zip(tasks, until, strict=True):
        connection.execute(update(delivery).where(delivery.c.id == task.id).values(due_at=moment))


def recall(connection: Connection, editions: Collection[int], now: datetime) -> None:
    """Make due what waits for more than a day, as no wait of ours does: a clock was set back."""
    for number in editions:
        connection.execute(_RECALL, {"b_edition": number, "b_now": now, "b_late": now + _DAY})


def _running(connection: Connection, editions: Collection[int]) -> Iterator[int]:
    query = select(edition.c.id).where(edition.c.id.in_(editions), edition.c.paused_at.is_(None))
    yield from connection.scalars(query.order_by(edition.c.id)).all()


def _stands(*states: State) -> ColumnElement[bool]:
    names = [state.value for state in states]
    return delivery.c.state.in_(bindparam(None, names, expanding=True, literal_execute=True))


_WAITS = (
    delivery.c.edition_id == bindparam("b_edition"),
    _stands(State.QUEUED, State.DEFERRED),
)
_DUE = (
    select(
        delivery.c.id,
        delivery.c.edition_id,
        delivery.c.subscriber_id,
        delivery.c.domain,
        delivery.c.attempts,
        subscriber.c.address,
        func.coalesce(subscriber.c.generation, 0),
    )
    .outerjoin(subscriber, subscriber.c.id == delivery.c.subscriber_id)
    .where(*_WAITS, delivery.c.due_at <= bindparam("b_now", type_=delivery.c.due_at.type))
    .order_by(delivery.c.due_at, delivery.c.id)
    .limit(bindparam("b_most"))
    .with_for_update(of=delivery, skip_locked=True)
)
_RECALL = (
    update(delivery)
    .where(*_WAITS, delivery.c.due_at > bindparam("b_late", type_=delivery.c.due_at.type))
    .values(due_at=bindparam("b_now", type_=delivery.c.due_at.type))
)
_FIRST = select(delivery.c.due_at).where(*_WAITS).order_by(delivery.c.due_at).limit(1)
_COUNT = select(func.count()).select_from(delivery).where(*_WAITS)
_HELD = select(delivery.c.edition_id).where(
    delivery.c.lease_id.is_not(None), _stands(State.LEASED, State.COMMITTING)
)
