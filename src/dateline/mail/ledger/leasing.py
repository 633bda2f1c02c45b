"""Hand deliveries out to workers and note what they did: every change names the worker's lease.

A lease that ran out is taken away; a worker that wakes up afterwards changes nothing and, by the
lease's deadline on its own stopwatch, sends nothing either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from dateline.mail.ledger.reaching import is_unreached
from dateline.mail.ledger.tables import State, delivery, edition, lease
from dateline.subscriptions import mark_bounced, wanted


@dataclass(frozen=True, slots=True)
class Task:
    """A delivery that a worker leased, with what its letter needs; no address: forgotten."""

    id: int
    edition_id: int
    subscriber_id: int
    domain: str
    attempts: int
    address: str | None
    generation: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery; `bounced` silences its subscriber."""

    task: Task
    state: State
    words: str = ""
    due_at: datetime | None = None
    attempts: int = 0
    bounced: bool = False


class Mark(Enum):
    """Whether a delivery may be sent now."""

    COMMITTED = "committed"
    UNWANTED = "unwanted"
    PAUSED = "paused"
    LOST = "lost"


def open_lease(connection: Connection, worker: str, until: datetime) -> int:
    """Open a lease for a worker, good until a moment."""
    made = connection.execute(insert(lease).values(worker=worker, expires_at=until))
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has it


def renew(connection: Connection, number: int, until: datetime) -> bool:
    """Make a lease good until later; False where it was taken away."""
    changed = connection.execute(update(lease).where(lease.c.id == number).values(expires_at=until))
    return changed.rowcount == 1


def stands(connection: Connection, number: int) -> bool:
    """Say whether a lease still stands, and keep it so until the transaction ends."""
    query = select(lease.c.id).where(lease.c.id == number).with_for_update()
    return connection.scalar(query) is not None


def take_these(connection: Connection, number: int, tasks: Iterable[Task]) -> None:
    """Note deliveries that are locked as leased."""
    connection.execute(
        update(delivery)
        .where(delivery.c.id.in_([task.id for task in tasks]))
        .values(state=State.LEASED.value, lease_id=number)
    )


def commit_to(
    connection: Connection, number: int, task: Task, key: tuple[str, str], now: datetime
) -> Mark:
    """Mark a delivery `committing`, if it may be sent: the last word before DATA.

    `key` is the edition's feed and language. A delivery that this lease has marked already is
    marked again: the answer to the first time may have been lost with the database's connection.
    """
    given = _given(number, task) | {"b_now": now}
    given |= {"b_edition": task.edition_id, "b_feed": key[0], "b_language": key[1]}
    if connection.execute(_MARK, given).rowcount == 1:
        return Mark.COMMITTED
    if connection.execute(_LET_GO, given).rowcount == 1:
        return Mark.UNWANTED
    held = connection.scalar(_HELD, given)
    return Mark.LOST if held is None else Mark.PAUSED


def settle(connection: Connection, number: int, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Note what became of deliveries of a lease.

    One that was called uncertain meanwhile, because the lease ran out, is settled as well: who
    holds the mail server's answer knows. What another worker holds is left alone.
    """
    for outcome in outcomes:
        kept = outcome.state is State.UNCERTAIN
        changed = connection.execute(
            _SETTLE,
            _given(number, outcome.task)
            | {
                "b_state": outcome.state.value,
                "b_keep": number if kept else None,
                "b_words": outcome.words,
                "b_attempts": outcome.attempts,
                "b_due": outcome.due_at,
                "b_now": None if kept else now,
            },
        )
        if changed.rowcount == 1 and _is_lost(connection, outcome):
            mark_bounced(connection, outcome.task.subscriber_id, now)


def _is_lost(connection: Connection, outcome: Outcome) -> bool:
    """Say whether mail to a recipient had better end."""
    if outcome.state is not State.FAILED:
        return False
    return outcome.bounced or is_unreached(connection, outcome.task.subscriber_id)


def expired(connection: Connection, now: datetime | None, but: Collection[int] = ()) -> list[int]:
    """Give the leases that ran out, or all of them with None, except some; locks them."""
    query = select(lease.c.id).where(lease.c.id.not_in(but))
    if now is not None:
        query = query.where(lease.c.expires_at < now)
    return list(connection.scalars(query.with_for_update(skip_locked=True)))


def give_back(connection: Connection, numbers: Collection[int]) -> None:
    """Put what leases hold, and nobody began to send, back into the queue."""
    connection.execute(
        update(delivery)
        .where(delivery.c.lease_id.in_(numbers), delivery.c.state == State.LEASED.value)
        .values(state=State.QUEUED.value, lease_id=None)
    )


def take_away(connection: Connection, numbers: Collection[int]) -> None:
    """Take leases away from their workers (the first update meets a mark that is on its way)."""
    if not numbers:
        return
    give_back(connection, numbers)
    held = delivery.c.lease_id.in_(numbers)
    connection.execute(
        update(delivery)
        .where(held, delivery.c.state == State.COMMITTING.value)
        .values(state=State.UNCERTAIN.value, words="the worker died before the answer came")
    )
    connection.execute(delete(lease).where(lease.c.id.in_(numbers)))


def later(now: datetime, seconds: float) -> datetime:
    """Give a moment some seconds later."""
    return now + timedelta(seconds=seconds)


def _given(number: int, task: Task) -> dict[str, object]:
    return {"b_task": task.id, "b_lease": number}


def _mine(*states: State) -> ColumnElement[bool]:
    return and_(
        delivery.c.id == bindparam("b_task"),
        delivery.c.lease_id == bindparam("b_lease"),
        or_(*(delivery.c.state == state.value for state in states)),
    )


# Built once: a letter costs two of them, and to build one takes longer than SQLite to run it.
_MINE = _mine(State.LEASED, State.COMMITTING)
_WANTS = wanted(delivery.c.subscriber_id, bindparam("b_feed"), bindparam("b_language"))
_RUNNING = select(edition.c.id).where(
    edition.c.id == bindparam("b_edition"), edition.c.paused_at.is_(None)
)
_NOW = bindparam("b_now", type_=delivery.c.changed_at.type)
_MARK = (
    update(delivery)
    .where(_MINE, _WANTS, _RUNNING.exists())
    .values(state=State.COMMITTING.value, changed_at=_NOW)
)
_LET_GO = (
    update(delivery)
    .where(_MINE, ~_WANTS)
    .values(state=State.SUPPRESSED.value, lease_id=None, changed_at=_NOW, words="unsubscribed")
)
_HELD = select(delivery.c.id).where(_MINE)
_SETTLE = (
    update(delivery)
    .where(_mine(State.LEASED, State.COMMITTING, State.UNCERTAIN))
    .values(
        state=bindparam("b_state"),
        lease_id=bindparam("b_keep"),
        words=bindparam("b_words"),
        attempts=bindparam("b_attempts"),
        due_at=func.coalesce(bindparam("b_due", type_=delivery.c.due_at.type), delivery.c.due_at),
        changed_at=func.coalesce(_NOW, delivery.c.changed_at),
    )
)
