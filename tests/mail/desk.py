"""Subscribers, frozen editions and equipment for the tests of sending."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from dateline.cli.clock import SystemClock
from dateline.database import Database
from dateline.mail.dispatch import Rules
from dateline.mail.equipment import Equipment
from dateline.mail.identity import Identity
from dateline.mail.ledger import editions
from dateline.mail.ledger.editions import Edition, Key
from dateline.mail.maillog import Answer
from dateline.mail.server import Server
from dateline.mail.transport import Patience
from dateline.subscriptions.model import subscriber, subscription
from dateline.subscriptions.tokens import KeyRing
from tests.mail.letters import IDENTITY, frozen, signer

KEY = Key("press", "en", "2024-02")
RING = KeyRing({1: b"r" * 32})
START = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
QUICK = Rules(
    batch=20, lease=10, margin=2, first_wait=0.05, longest_wait=0.4, attempts=60, outage=20
)
SHORT = Patience(connect=5, command=5, data=5, block=5, dot=5)


def add_subscribers(
    database: Database,
    count: int,
    *,
    feed: str = "press",
    language: str = "en",
    address: str = "reader{n}@d{d}.example.net",
) -> None:
    """Add confirmed subscribers: straight into the tables, for many of them."""
    with database.writing() as connection:
        for start in range(1, count + 1, 5000):
            numbers = range(start, min(start + 5000, count + 1))
            rows: list[dict[str, Any]] = []
            for n in numbers:
                text = address.format(n=n, d=n % 7)
                rows.append(
                    {
                        "address": text,
                        "canonical": text,
                        "digest": hashlib.sha256(text.encode()).digest(),
                        "name": "",
                        "language": language,
                        "state": "confirmed",
                        "generation": n,
                        "created_at": START,
                        "changed_at": START,
                    }
                )
            made = connection.execute(insert(subscriber).returning(subscriber.c.id), rows).scalars()
            choices = [
                {"subscriber_id": number, "feed": feed, "language": language} for number in made
            ]
            connection.execute(insert(subscription), choices)


def freeze(database: Database, key: Key = KEY, now: datetime = START) -> Edition:
    """Freeze the golden letter as an edition."""
    with database.writing() as connection:
        return editions.freeze(connection, key, frozen(), ["2024-02-20-report"], now)


def identity() -> Identity:
    """Give the names that the letters of `equipment` bear."""
    return Identity(IDENTITY.key, "example.org", "bounces@example.org")


def equipment(database: Database, port: int, **changes: Any) -> Equipment:
    """Give the equipment to send to a server on the loopback; impatient."""
    made = Equipment(
        database=database,
        ring=RING,
        identity=identity(),
        clock=SystemClock(),
        timezone=ZoneInfo("Asia/Ho_Chi_Minh"),
        servers=(Server("127.0.0.1", port),),
        rules=QUICK,
        signer=signer(),
        patience=SHORT,
        grace=timedelta(seconds=1),
    )
    return replace(made, **changes)


@dataclass(frozen=True)
class HostileLog:
    """Asks the hostile server's log."""

    path: Path

    def ask(self, message_ids: Collection[str], now: datetime) -> Answer:
        """Say which Message-IDs the server took."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        taken = {line.split(" ")[0] for line in lines}
        return Answer(frozenset(taken & set(message_ids)), LONG_AGO)
