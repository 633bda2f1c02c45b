"""Find what waits to be delivered, however long the queue is: every query walks an index.

SQLite uses a partial index only where it sees, before any value is bound, that a query stays
within it (sqlite.org/partialindex.html, section 3): so states are written out, and editions are
asked one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from dateline.mail.ledger.leasing import Task
from dateline.mail.ledger.tables import State, delivery, edition
from dateline.subscriptions.model import subscriber

_DAY = timedelta(days=1)
_LOOK_AHEAD = 2_000


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


def of_domains(
    connection: Connection, editions: Collection[int], domains: Collection[str], now: datetime
) -> dict[str, list[int]]:
    """Give what is due for domains, by domain, the longest due first; locks it.

    Looked for only among what is due next in each edition: further on in a long queue, others may
    stand between.
    """
    domain_of: dict[int, str] = {}
    for number in _running(connection, editions):
        given = {"b_edition": number, "b_now": now, "b_most": _LOOK_AHEAD}
        rows = connection.execute(_NEXT, given)
        domain_of |= {row.id: row.domain for row in rows if row.domain in domains}
    still = set(connection.scalars(_STILL_DUE, {"b_tasks": list(domain_of), "b_now": now}))
    found: dict[str, list[int]] = {}
    for task, domain in domain_of.items():
        if task in still:
            found.setdefault(domain, []).append(task)
    return found


def postpone(connection: Connection, numbers: Iterable[int], until: Iterable[datetime]) -> None:
    """Put deliveries that are locked off, each until its moment."""
    given = [{"b_task": task, "b_due": due} for task, due in zip(numbers, until, strict=True)]
    connection.execute(_POSTPONE, given)


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
_IS_DUE = delivery.c.due_at <= bindparam("b_now", type_=delivery.c.due_at.type)
_ORDER = (delivery.c.due_at, delivery.c.id)
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
    .where(*_WAITS, _IS_DUE)
    .order_by(*_ORDER)
    .limit(bindparam("b_most"))
    .with_for_update(of=delivery, skip_locked=True)
)
_NEXT = (
    select(delivery.c.id, delivery.c.domain)
    .where(*_WAITS, _IS_DUE)
    .order_by(*_ORDER)
    .limit(bindparam("b_most"))
)
_STILL_DUE = (
    select(delivery.c.id)
    .where(delivery.c.id.in_(bindparam("b_tasks", expanding=True)))
    .where(_stands(State.QUEUED, State.DEFERRED), _IS_DUE)
    .with_for_update(skip_locked=True)
)
_POSTPONE = (
    update(delivery)
    .where(delivery.c.id == bindparam("b_task"))
    .values(due_at=bindparam("b_due", type_=delivery.c.due_at.type))
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
