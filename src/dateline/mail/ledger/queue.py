"""Take deliveries off the queue, within the rates that all workers share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
        tasks, held = _within(connection, found, limits.domain_per_minute, seconds)
        leasing.take_these(connection, lease, tasks)
        _put_off(connection, editions, held, limits.domain_per_minute, now)
    else:
        leasing.take_these(connection, lease, tasks)
    if limits.per_minute:
        rates.spend(connection, rates.EVERYWHERE, len(tasks), limits.per_minute, seconds)
    if tasks:
        return Taken(tasks)
    look_again = waiting.next_due(connection, editions)
    return Taken([], look_again, others=waiting.held(connection, editions))


def _within(
    connection: Connection, found: list[Task], per_minute: int, now: float
) -> tuple[list[Task], dict[str, float]]:
    """Keep what the domains' rates let through; also gives which have more, and when one may."""
    by_domain: dict[str, list[Task]] = {}
    for task in found:
        by_domain.setdefault(task.domain, []).append(task)
    if not by_domain:
        return [], {}
    kept, held = [], {}
    for domain, allowance in rates.look(connection, by_domain, per_minute, now).items():
        tasks = by_domain[domain][: allowance.count]
        kept += tasks
        if len(tasks) < len(by_domain[domain]):
            held[domain] = allowance.next_at
        rates.spend(connection, domain, len(tasks), per_minute, now)
    return kept, held


def _put_off(
    connection: Connection,
    editions: Collection[int],
    held: Mapping[str, float],
    per_minute: int,
    now: datetime,
) -> None:
    """Put what waits for domains that may have no more off until its turn, and let others pass."""
    waits = waiting.of_domains(connection, editions, held, now) if held else {}
    for domain, numbers in waits.items():
        turns = rates.give_turns(
            connection, domain, len(numbers), held[domain], per_minute, now.timestamp()
        )
        waiting.postpone(connection, numbers, map(_moment, turns))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
