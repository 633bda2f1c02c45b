"""Keep to rates that all workers share: how many letters may go now, and when more may.

The generic cell rate algorithm: each scope has a moment until which its letters are spoken for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dateline.mail.ledger.tables import rate

EVERYWHERE = ""
_BURST_SECONDS = 2.0
_TURNS = "turns:"  # no domain has a colon
# Turns are given out no further ahead: whoever they were given to may be paused or forgotten.
_AHEAD_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many letters of a scope may go now; `next_at` is when one more may, in seconds."""

    count: int
    next_at: float


def look(
    connection: Connection, scopes: Iterable[str], per_minute: int, now: float
) -> dict[str, Allowance]:
    """Give each scope's allowance, and hold the scopes until the transaction ends."""
    scopes = sorted(set(scopes))
    _open(connection, scopes)
    query = select(rate.c.scope, rate.c.until).where(rate.c.scope.in_(scopes))
    found = connection.execute(query.order_by(rate.c.scope).with_for_update()).all()
    return {row.scope: _allowance(row.until, per_minute, now) for row in found}


def spend(connection: Connection, scope: str, count: int, per_minute: int, now: float) -> None:
    """Note that letters of a scope go out."""
    query = select(rate.c.until).where(rate.c.scope == scope)
    until = _begin(connection.scalar(query) or 0.0, per_minute, now)
    until += count * 60 / per_minute
    connection.execute(update(rate).where(rate.c.scope == scope).values(until=until))


def give_turns(
    connection: Connection, scope: str, count: int, first: float, per_minute: int, now: float
) -> list[float]:
    """Give when letters of a held scope may go: one after the other, after all given turns before.

    `first` is when the first letter may. Those whose turns are too far ahead are all to ask again
    at the same moment, ten minutes from now.
    """
    interval, last = 60 / per_minute, now + _AHEAD_SECONDS
    own = _turns_of(scope)
    given = connection.scalar(select(rate.c.until).where(rate.c.scope == own)) or 0.0
    begin = given if first <= given <= last else first
    _open(connection, [own])
    until = min(begin + count * interval, last)
    connection.execute(update(rate).where(rate.c.scope == own).values(until=until))
    return [min(begin + number * interval, last) for number in range(count)]


def scopes_of(domains: Iterable[str]) -> list[str]:
    """Give the scopes that are kept of domains."""
    return [scope for domain in domains for scope in (domain, _turns_of(domain))]


def _open(connection: Connection, scopes: Iterable[str]) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [{"scope": scope, "until": 0.0} for scope in scopes]
    connection.execute(dialect.insert(rate).values(rows).on_conflict_do_nothing())


def _turns_of(scope: str) -> str:
    return f"{_TURNS}{scope}"


def _allowance(until: float, per_minute: int, now: float) -> Allowance:
    start = _begin(until, per_minute, now)
    interval = 60 / per_minute
    count = max(0, math.floor((now - start) / interval + 1e-6))
    return Allowance(count, start + (count + 1) * interval)


def _begin(until: float, per_minute: int, now: float) -> float:
    """Give where a scope's account starts: what was not used long ago is lost.

    A clock that was set back would stop the scope for as long: it starts anew instead.
    """
    interval = 60 / per_minute
    burst = max(interval, _BURST_SECONDS)
    if until > now + 86_400:
        until = now
    return max(until, now - burst)
