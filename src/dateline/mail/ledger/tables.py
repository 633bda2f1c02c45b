"""Declare the ledger's tables and the states of a delivery.

    queued ──► leased ──► committing ──► accepted
      ▲          │            ├────────► deferred ──► leased …
      └──────────┘            ├────────► failed
                              └────────► uncertain ──► accepted | queued | failed
    queued, leased ──► suppressed

`committing` stands in the ledger before DATA and `accepted` after the 250. So after a crash a
leased delivery was not sent, and of a committing one nobody but the mail server knows.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from dateline.database import METADATA, Moment

_ID = BigInteger().with_variant(Integer, "sqlite")
_OPEN = text("state IN ('queued', 'deferred')")
_HELD = text("lease_id IS NOT NULL")


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    LEASED = "leased"
    COMMITTING = "committing"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    UNCERTAIN = "uncertain"


# `content` is the letter as it was frozen, `hash` its SHA-256; `releases` the ids of what it
# carries, one a line.
edition = Table(
    "edition",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("releases", Text, nullable=False),
    Column("frozen_at", Moment, nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("paused_at", Moment),
    UniqueConstraint("feed", "language", "month"),
)

lease = Table(
    "lease",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("worker", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# `subscriber_id` is no foreign key: who is forgotten is still counted. `words` are the mail
# server's last.
delivery = Table(
    "delivery",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("edition_id", BigInteger, ForeignKey("edition.id"), nullable=False),
    Column("subscriber_id", BigInteger, nullable=False),
    Column("domain", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_id", BigInteger),
    Column("changed_at", Moment),
    Column("words", Text, nullable=False),
    UniqueConstraint("edition_id", "subscriber_id"),
    Index(
        "ix_delivery_due",
        "edition_id",
        "due_at",
        "id",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("ix_delivery_lease_id", "lease_id", sqlite_where=_HELD, postgresql_where=_HELD),
)

# When a scope (a domain, or the empty one for all) may send again, in seconds since 1970.
rate = Table(
    "rate",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("until", Float, nullable=False),
)
