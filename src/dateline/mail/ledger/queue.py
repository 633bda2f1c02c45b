"""Take deliveries off the queue, within the rates that all workers share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from dateline.mail.ledger import leasing, rates, waiting
from dateline.mail.ledger.leasing import Task


@dataclass(frozen=True, slots=True)
class Limits:
    """How many letters may go a minute: in all, and to each domain; None for no limit."""

    per_minute: int | None = None
    domain_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a worker got; with nothing, when to look again (None: nothing waits).

    `lost` says that the lease was taken away, `others` that workers hold what is left.
    """

    tasks: list[Task]
    look_again: datetime | None = None
    lost: bool = False
    others: bool = False


def take(
    connection: Connection,
    lease: int,
    editions: Collection[int],
    limit: int,
    now: datetime,
    limits: Limits,
) -> Taken:
    """Lease deliveries that are due, as many as the rates let through."""
    if not leasing.stands(connection, lease):
        return Taken([], lost=True)
    seconds = now.timestamp()
    if limits.per_minute:
        whole = rates.look(connection, [rates.EVERYWHERE], limits.per_minute, seconds)
        allowance = whole[rates.EVERYWHERE]
        if not allowance.count:
            waits = waiting.next_due(connection, editions)
            return Taken([], waits and max(waits, _moment(allowance.next_at)))
        limit = min(limit, allowance.count)
    found = waiting.candidates(connection, editions, limit, now)
    tasks = found
    if limits.domain_per_minute:
        tasks = _within(connection, found, limits.domain_per_minute, seconds)
    leasing.take_these(connection, lease, tasks)
    if limits.per_minute:
        rates.spend(connection, rates.EVERYWHERE, len(tasks), limits.per_minute, seconds)
    if tasks:
        return Taken(tasks)
    look_again = waiting.next_due(connection, editions)
    return Taken([], look_again, others=waiting.held(connection, editions))


def _within(connection: Connection, found: list[Task], per_minute: int, now: float) -> list[Task]:
    """Keep what the domains' rates let through; the rest is put off, so that others pass it."""
    by_domain: dict[str, list[Task]] = {}
    for task in found:
        by_domain.setdefault(task.domain, []).append(task)
    if not by_domain:
        return []
    kept = []
    for domain, allowance in rates.look(connection, by_domain, per_minute, now).items():
        tasks = by_domain[domain]
        kept += tasks[: allowance.count]
        rest = tasks[allowance.count :]
        turns = [allowance.next_at + n * 60 / per_minute for n in range(len(rest))]
        waiting.postpone(connection, rest, [_moment(turn) for turn in turns])
        rates.spend(connection, domain, min(len(tasks), allowance.count), per_minute, now)
    return kept


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
