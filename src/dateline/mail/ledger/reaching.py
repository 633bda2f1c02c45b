"""Tell who has not been reached for months, though nothing said that the mailbox is gone.

One soft bounce means little: a mailbox is full over the holidays, a server is away. The third
month running means that nobody reads there; senders who go on are taken for careless.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, select

from dateline.mail.ledger.tables import State, delivery, edition

MONTHS = 3
BOUNCED = "bounced: "
# What is said of the recipient: address, mailbox, way there (RFC 3463 section 3). What is said of
# us (policy, content, system) would take a whole provider's readers off the list in three months.
_OF_THE_RECIPIENT = re.compile(rf"(?:{BOUNCED}|\d{{3}} )[45]\.[124]\.\d")


def is_unreached(connection: Connection, subscriber_id: int) -> bool:
    """Say whether every letter of a subscriber's last three months with letters came back."""
    query = (
        select(edition.c.month, delivery.c.words)
        .select_from(edition)
        .join(delivery, delivery.c.edition_id == edition.c.id)
        .where(
            delivery.c.subscriber_id == subscriber_id,
            delivery.c.state.in_([State.ACCEPTED.value, State.FAILED.value]),
        )
    )
    reached: dict[str, bool] = {}
    for month, words in connection.execute(query):
        came_back = _OF_THE_RECIPIENT.match(words) is not None
        reached[month] = reached.get(month, False) or not came_back
    last = sorted(reached)[-MONTHS:]
    return len(last) == MONTHS and not any(reached[month] for month in last)
