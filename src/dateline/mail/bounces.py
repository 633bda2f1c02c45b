"""Act on mail that came back: silence addresses that are gone and people who complained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dateline.database import Database
from dateline.mail.identity import Identity
from dateline.mail.ledger import settling
from dateline.mail.ledger.reaching import is_unreached
from dateline.mail.returned import Kind, Returned
from dateline.subscriptions import (
    find_recipient,
    mark_bounced,
    mark_complained,
    mark_unsubscribed,
)
from dateline.subscriptions.tokens import LENGTH, KeyRing

_TOKEN = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{LENGTH}}}(?![A-Za-z0-9_-])")


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a mail; `subscriber_id` is None where nobody could be told for sure."""

    kind: Kind
    subscriber_id: int | None
    words: str


@dataclass(frozen=True)
class Counter:
    """The desk to which mail comes back."""

    database: Database
    ring: KeyRing
    identity: Identity

    def take(self, returned: Returned, now: datetime) -> Done:
        """Act on a mail; once more changes nothing. Raises OutsideError."""
        with self.database.writing() as connection:
            delivery = self._delivery(returned)
            subscriber = self._subscriber(connection, returned, delivery)
            if subscriber is not None:
                self._act(connection, returned, subscriber, now)
            if delivery is not None and returned.kind in {Kind.HARD, Kind.SOFT}:
                settling.note_bounce(
                    connection, delivery, returned.words, now, hard=returned.kind is Kind.HARD
                )
                if subscriber is not None and is_unreached(connection, subscriber):
                    mark_bounced(connection, subscriber, now)
        return Done(returned.kind, subscriber, returned.words)

    def _delivery(self, returned: Returned) -> int | None:
        for text in returned.evidence:
            delivery = self.identity.delivery_of(text)
            if delivery is not None:
                return delivery
        return None

    def _subscriber(
        self, connection: Connection, returned: Returned, delivery: int | None
    ) -> int | None:
        """Tell whom a mail is about: by our own return path, else by an unsubscribe token."""
        if delivery is not None and returned.kind is not Kind.UNSUBSCRIBE:
            return settling.subscriber_of(connection, delivery)
        for text in returned.evidence:
            for match in _TOKEN.finditer(text):
                claim = self.ring.read_unsubscribe_token(match[0])
                person = claim and find_recipient(connection, claim.subscriber_id)
                if claim and person and self.ring.proves(claim, person.generation):
                    return person.id
        return None

    def _act(
        self, connection: Connection, returned: Returned, subscriber: int, now: datetime
    ) -> None:
        match returned.kind:
            case Kind.HARD:
                mark_bounced(connection, subscriber, now)
            case Kind.COMPLAINT:
                mark_complained(connection, subscriber, now)
            case Kind.UNSUBSCRIBE:
                mark_unsubscribed(connection, subscriber, "mail", now)
            case Kind.SOFT | Kind.OTHER:
                pass
