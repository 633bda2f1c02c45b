"""Keep who said yes, and nothing more: subscribers, their choice, consent, tokens.

The seam to the sender, which works inside transactions of its own (`database.writing()`):

    recipients(connection, feed, language)   confirmed subscribers as a stream of `Recipient`
                                             (id, address, name, generation), by id
    wanted(column, feed, language)           SQL condition: the subscriber of this id column still
                                             wants it; put it into the WHERE that marks a row
                                             `committing`, and who unsubscribed is left out
    find_recipient(connection, id)           one `Recipient`, None where it was forgotten
    is_suppressed(connection, id)            on the suppression list? (`wanted` and `recipients`
                                             leave them out already: to suppress unsubscribes)
    mark_bounced(connection, id, now)        hard bounce: suppressed at once
    mark_complained(connection, id, now)     complaint: suppressed at once
    mark_unsubscribed(connection, id, how, now)
                                             by a mail to the unsubscribe address; idempotent

    tokens.KeyRing.unsubscribe_token(id, generation)
                                             32 characters, always; made anew for each letter
    tokens.KeyRing.read_unsubscribe_token(text)
                                             (id, generation as promised) or None; see `tokens`
    messenger.Messenger                      what the sender's SMTP transport must be able to do
                                             for confirmation mails: `send(letter)`

The ledger keeps a subscriber's id as a plain number and no foreign key: `forget` erases the row
here, and what the ledger counts must still add up. Ids are never used again.
"""

from dateline.subscriptions.model import Choice, Reason, Recipient, SubscriberState
from dateline.subscriptions.seam import (
    find_recipient,
    is_suppressed,
    mark_bounced,
    mark_complained,
    mark_unsubscribed,
    recipients,
    wanted,
)

__all__ = [
    "Choice",
    "Reason",
    "Recipient",
    "SubscriberState",
    "find_recipient",
    "is_suppressed",
    "mark_bounced",
    "mark_complained",
    "mark_unsubscribed",
    "recipients",
    "wanted",
]
