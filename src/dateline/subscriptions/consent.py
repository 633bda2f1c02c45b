"""Let nobody be mailed who did not say yes: asking, confirming, changing, leaving.

Each function works inside the caller's transaction, and is handed the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from dateline.subscriptions import store
from dateline.subscriptions.addresses import Address
from dateline.subscriptions.model import (
    Choice,
    SubscriberState,
    consent,
    request,
    subscriber,
    subscription,
    suppression,
)
from dateline.subscriptions.tokens import Confirmation, KeyRing

_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for what, where, and in which words the door put it."""

    address: Address
    choice: Choice
    language: str
    wording: str


class Answer(Enum):
    """What became of an operator's or a subscriber's word."""

    DONE = "done"
    NOTHING = "nothing to do"
    SUPPRESSED = "suppressed"
    UNSUBSCRIBED = "unsubscribed"
    UNKNOWN = "unknown"
    STALE = "stale"


def ask(connection: Connection, asked: Asked, now: datetime) -> None:
    """Keep what somebody asked for until the confirmation mail is sent.

    The same work for every address, so that nobody can tell who subscribes. Who asks again
    before the mail is out replaces what was asked, and keeps the place in the queue: to ask for
    somebody without end would else put off his mail without end.
    """
    values = {
        "canonical": asked.address.canonical,
        "address": asked.address.text,
        "at": now,
        "language": asked.language,
        "wording": asked.wording,
        "choice": str(asked.choice),
        "attempts": 0,
        "due_at": now,
    }
    again = {key: values[key] for key in ("at", "language", "wording", "choice", "attempts")}
    store.insert_or_update(connection, request, values, again)


def prepare_confirmation(
    connection: Connection, row: Row[Any], keys: KeyRing, per_day: int, now: datetime
) -> Confirmation | None:
    """Turn a kept request into what its mail says; None where the address gets no mail.

    That is: it is suppressed, or was sent `per_day` confirmation mails within 24 hours.
    """
    digest = keys.digest(row.canonical)
    if _is_suppressed(connection, digest):
        return None
    store.insert_or_leave(
        connection,
        subscriber,
        address=row.address,
        canonical=row.canonical,
        digest=digest,
        name="",
        language=row.language,
        state=SubscriberState.UNCONFIRMED.value,
        generation=store.new_generation(),
        created_at=now,
        changed_at=now,
    )
    who: Any = store.find(connection, row.canonical)
    if _times_asked(connection, who.id, now) >= per_day:
        return None
    connection.execute(update(subscriber).where(subscriber.c.id == who.id).values(asked_at=now))
    choice = Choice.read(row.choice)
    return Confirmation(who.id, who.generation, choice, row.language, row.wording, now)


def note_asked(connection: Connection, said: Confirmation) -> None:
    """Put on record that a confirmation mail went out; nothing where it was forgotten since."""
    if _row(connection, said.subscriber_id) is not None:
        store.note(
            connection,
            said.subscriber_id,
            said.issued,
            event="asked",
            how="web",
            language=said.language,
            wording=said.wording,
            choice=said.choice,
        )


def confirm(connection: Connection, said: Confirmation, now: datetime) -> Answer:
    """Do what a confirmation link says; once more, it changes nothing."""
    row = _row(connection, said.subscriber_id)
    if row is None or row.generation != said.generation:
        return Answer.UNKNOWN
    if _is_suppressed(connection, row.digest):
        return Answer.SUPPRESSED
    if row.state == SubscriberState.UNSUBSCRIBED.value and row.changed_at > said.issued:
        return Answer.STALE  # who left since then did not mean this link
    before = _before(connection, row)
    after = before | said.choice
    if row.state == SubscriberState.CONFIRMED.value and after == before:
        return Answer.NOTHING
    _set(connection, row, after, now, said.language)
    store.note(
        connection,
        row.id,
        now,
        event="confirmed",
        how="web",
        language=said.language,
        wording=said.wording,
        choice=after,
    )
    return Answer.DONE


def change(
    connection: Connection, subscriber_id: int, choice: Choice, language: str, now: datetime
) -> Answer:
    """Replace what a confirmed subscriber chose; nothing chosen is to leave."""
    row = _row(connection, subscriber_id)
    if row is None:
        return Answer.UNKNOWN
    if row.state != SubscriberState.CONFIRMED.value:
        return Answer.UNSUBSCRIBED
    if not choice:
        store.unsubscribe(connection, subscriber_id, "preferences", now)
        return Answer.DONE
    if choice == store.choice_of(connection, subscriber_id) and row.language == language:
        return Answer.NOTHING
    _set(connection, row, choice, now, language)
    store.note(
        connection,
        row.id,
        now,
        event="changed",
        how="preferences",
        language=language,
        choice=choice,
    )
    return Answer.DONE


def add(
    connection: Connection,
    keys: KeyRing,
    asked: Asked,
    now: datetime,
    *,
    name: str = "",
    how: str = "operator",
) -> Answer:
    """Add somebody who said yes elsewhere; `asked.wording` is the proof.

    Neither the suppressed nor those who left come back this way.
    """
    digest = keys.digest(asked.address.canonical)
    if _is_suppressed(connection, digest):
        return Answer.SUPPRESSED
    store.insert_or_leave(
        connection,
        subscriber,
        address=asked.address.text,
        canonical=asked.address.canonical,
        digest=digest,
        name=name,
        language=asked.language,
        state=SubscriberState.UNCONFIRMED.value,
        generation=store.new_generation(),
        created_at=now,
        changed_at=now,
    )
    row: Any = store.find(connection, asked.address.canonical)
    if row.state == SubscriberState.UNSUBSCRIBED.value:
        return Answer.UNSUBSCRIBED
    before = _before(connection, row)
    after = before | asked.choice
    if row.state == SubscriberState.CONFIRMED.value and after == before:
        return Answer.NOTHING
    _set(connection, row, after, now, row.language)
    store.note(
        connection,
        row.id,
        now,
        event="confirmed",
        how=how,
        language=asked.language,
        wording=asked.wording,
        choice=after,
    )
    return Answer.DONE


def _before(connection: Connection, row: Row[Any]) -> Choice:
    """Give what somebody gets now; what one left behind does not come back by itself."""
    if row.state != SubscriberState.CONFIRMED.value:
        return Choice()
    return store.choice_of(connection, row.id)


def _set(
    connection: Connection, row: Row[Any], choice: Choice, now: datetime, language: str
) -> None:
    state = SubscriberState.CONFIRMED.value
    changed = {"state": state, "language": language, "changed_at": now}
    connection.execute(update(subscriber).where(subscriber.c.id == row.id).values(changed))
    connection.execute(delete(subscription).where(subscription.c.subscriber_id == row.id))
    rows = [{"subscriber_id": row.id, "feed": f, "language": key} for f, key in choice.pairs]
    connection.execute(insert(subscription), rows)


def _row(connection: Connection, subscriber_id: int) -> Row[Any] | None:
    return connection.execute(select(subscriber).where(subscriber.c.id == subscriber_id)).first()


def _is_suppressed(connection: Connection, digest: bytes) -> bool:
    query = select(suppression.c.digest).where(suppression.c.digest == digest)
    return connection.execute(query).first() is not None


def _times_asked(connection: Connection, subscriber_id: int, now: datetime) -> int:
    query = select(func.count()).where(
        consent.c.subscriber_id == subscriber_id,
        consent.c.event == "asked",
        consent.c.at > now - _DAY,
    )
    return connection.scalar(query) or 0
