"""Take out of the ledger what it tells of somebody who is forgotten; the numbers stay."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from dateline.mail.ledger.rates import scopes_of
from dateline.mail.ledger.tables import delivery, rate

_NOWHERE = "forgotten"  # no domain: it has no dot


def forget(connection: Connection, subscriber_id: int) -> None:
    """Erase the domain and the servers' words of a subscriber's deliveries.

    A domain may be a person's own. With it goes its rate, which says for a moment how many
    letters it had.
    """
    own = delivery.c.subscriber_id == subscriber_id
    domains = connection.scalars(select(delivery.c.domain).where(own).distinct()).all()
    connection.execute(delete(rate).where(rate.c.scope.in_(scopes_of(domains))))
    connection.execute(update(delivery).where(own).values(domain=_NOWHERE, words=""))
