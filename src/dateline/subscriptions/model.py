"""Say what a subscription is: the tables, and the values that leave this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text

from dateline.database import METADATA, Moment

_ID = BigInteger().with_variant(Integer, "sqlite")


class SubscriberState(StrEnum):
    """Where a subscriber stands; only the confirmed get mail."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"


class Reason(StrEnum):
    """Why an address gets no mail, whoever asks for it."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    OPERATOR = "operator"


# `canonical` is the address as two spellings of it are compared, `digest` its keyed hash.
# `generation` is drawn once a row, so that a token of one database means nobody in another.
subscriber = Table(
    "subscriber",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("address", Text, nullable=False),
    Column("canonical", Text, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("asked_at", Moment),
    sqlite_autoincrement=True,
)

# What a subscriber chose: a row a feed and language. Without consent there is none.
subscription = Table(
    "subscription",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column(
        "subscriber_id",
        BigInteger,
        ForeignKey("subscriber.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
)

# Whom nobody mails again. The hash stays when the address is forgotten, so that no import
# brings it back.
suppression = Table(
    "suppression",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# When, how, in which words and language somebody said yes, changed the choice, or said no.
consent = Table(
    "consent",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column(
        "subscriber_id",
        BigInteger,
        ForeignKey("subscriber.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", Moment, nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("choice", Text, nullable=False),
)

# Who asked at the door and is to be mailed: kept as it came, for the known and unknown alike.
request = Table(
    "request",
    METADATA,
    Column("canonical", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("language", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
)

# Which keys this database was used with: a lost one is noticed before a token is refused.
token_key = Table(
    "token_key",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is to get an edition: what a letter needs to be theirs."""

    id: int
    address: str
    name: str
    generation: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody subscribes to: pairs of a feed and a language, in order."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, feeds: Iterable[str], languages: Iterable[str]) -> Choice:
        """Choose each feed in each language."""
        languages = tuple(languages)
        return cls(tuple(sorted({(feed, language) for feed in feeds for language in languages})))

    @classmethod
    def read(cls, text: str) -> Choice:
        """Read what `str` wrote; raises ValueError for anything else."""
        pairs = [tuple(pair.split("/")) for pair in text.split()]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ValueError("no choice")
        return cls(tuple(sorted({(pair[0], pair[1]) for pair in pairs})))

    def __str__(self) -> str:
        """Write the choice: `press/en press/vi`."""
        return " ".join(f"{feed}/{language}" for feed, language in self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def __or__(self, other: Choice) -> Choice:
        return Choice(tuple(sorted({*self.pairs, *other.pairs})))
