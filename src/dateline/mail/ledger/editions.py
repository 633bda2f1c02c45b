"""Freeze editions and count what became of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, literal, select, update

from dateline.errors import UsageError
from dateline.mail.ledger.tables import State, delivery, edition
from dateline.subscriptions import wanted
from dateline.subscriptions.model import subscriber

OPEN = (State.QUEUED, State.LEASED, State.COMMITTING, State.DEFERRED)


@dataclass(frozen=True, slots=True)
class Key:
    """Which edition: a feed, a language and a month, `2024-02`."""

    feed: str
    language: str
    month: str

    def __str__(self) -> str:
        return f"{self.feed}/{self.language}/{self.month}"


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen edition, without its bytes."""

    id: int
    key: Key
    hash: bytes
    releases: tuple[str, ...]
    frozen_at: datetime
    recipients: int
    paused_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """How many deliveries of an edition stand in each state."""

    edition: Edition
    counts: Mapping[State, int]

    @property
    def adds_up(self) -> bool:
        """Say whether every frozen recipient is accounted for."""
        return sum(self.counts.values()) == self.edition.recipients

    @property
    def open(self) -> int:
        """Count what is still to be done."""
        return sum(self.counts[state] for state in OPEN)


_COLUMNS = [column for column in edition.c if column is not edition.c.content]


def find(connection: Connection, key: Key) -> Edition | None:
    """Find an edition; None where it was never frozen."""
    found = _select(
        connection,
        edition.c.feed == key.feed,
        edition.c.language == key.language,
        edition.c.month == key.month,
    )
    return found[0] if found else None


def all_editions(connection: Connection) -> list[Edition]:
    """Give every edition, the newest month first."""
    return _select(connection)


def freeze(
    connection: Connection, key: Key, content: bytes, releases: Iterable[str], now: datetime
) -> Edition:
    """Freeze an edition and queue it for all who want it now; a frozen one is given as it is.

    Raises UsageError where the frozen one has other bytes.
    """
    digest = hashlib.sha256(content).digest()
    if before := find(connection, key):
        if before.hash != digest:
            raise changed(before)
        return before
    number = connection.execute(
        insert(edition).values(
            feed=key.feed,
            language=key.language,
            month=key.month,
            hash=digest,
            content=content,
            releases="\n".join(releases),
            frozen_at=now,
            recipients=0,
        )
    ).inserted_primary_key[0]  # type: ignore[index]  # an insert of one row has it
    count = _queue(connection, number, key, now)
    connection.execute(update(edition).where(edition.c.id == number).values(recipients=count))
    (made,) = _select(connection, edition.c.id == number)
    return made


def changed(before: Edition) -> UsageError:
    """Say that an edition is not what was frozen."""
    return UsageError(
        f"The digest {before.key} is not the one that was frozen on "
        f"{before.frozen_at:%Y-%m-%d at %H:%M UTC}.",
        hint="Some may have it already. --frozen goes on with the frozen one; "
        "what is new goes into the next month's.",
    )


def content_of(connection: Connection, number: int) -> bytes:
    """Give the bytes of an edition as they were frozen."""
    query = select(edition.c.content).where(edition.c.id == number)
    return bytes(connection.execute(query).scalar_one())


def pause(connection: Connection, number: int, now: datetime | None) -> None:
    """Pause an edition, or let it go on with None."""
    connection.execute(update(edition).where(edition.c.id == number).values(paused_at=now))


def report(connection: Connection, of: Edition) -> Report:
    """Count the deliveries of an edition by state."""
    query = select(delivery.c.state, func.count()).where(delivery.c.edition_id == of.id)
    found = {State(state): count for state, count in connection.execute(query.group_by("state"))}
    return Report(of, {state: found.get(state, 0) for state in State})


def _queue(connection: Connection, number: int, key: Key, now: datetime) -> int:
    """Queue a delivery for each who wants the edition, in one stroke, and count them."""
    at = func.instr if connection.dialect.name == "sqlite" else func.strpos
    domain = func.lower(func.substr(subscriber.c.address, at(subscriber.c.address, "@") + 1))
    chosen = (
        select(
            literal(number),
            subscriber.c.id,
            domain,
            literal(State.QUEUED.value),
            literal(now, delivery.c.due_at.type),
            literal(0),
            literal(""),
        )
        .where(wanted(subscriber.c.id, key.feed, key.language))
        .order_by(subscriber.c.id)
    )
    names = ["edition_id", "subscriber_id", "domain", "state", "due_at", "attempts", "words"]
    connection.execute(insert(delivery).from_select(names, chosen))
    query = select(func.count()).where(delivery.c.edition_id == number)
    return connection.execute(query).scalar_one()


def _select(connection: Connection, *conditions: object) -> list[Edition]:
    query = select(*_COLUMNS).where(*conditions)  # type: ignore[arg-type]
    order = (edition.c.month.desc(), edition.c.feed, edition.c.language)
    return [
        Edition(
            row.id,
            Key(row.feed, row.language, row.month),
            row.hash,
            tuple(row.releases.split()),
            row.frozen_at,
            row.recipients,
            row.paused_at,
        )
        for row in connection.execute(query.order_by(*order))
    ]
