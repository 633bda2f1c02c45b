"""Give each delivery the names that it keeps over retries: its Message-ID and its return path.

Both are made with a key, so that nobody who sees one can make another: a forged bounce would
silence a subscriber.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass

_VERP = re.compile(r"\+d([0-9a-f]{1,16})-([a-z2-7]{16})@", re.IGNORECASE)


@dataclass(frozen=True)
class Identity:
    """Names deliveries under a key and a domain; `bounces` is the mailbox that takes bounces.

    Where it is not `tagged`, all bounces come to the one address, and tell less.
    """

    key: bytes
    domain: str
    bounces: str
    tagged: bool = True

    def __repr__(self) -> str:
        return f"Identity({self.domain})"

    def message_id(self, edition: str, subscriber: int) -> str:
        """Give the Message-ID of an edition for a subscriber, the same over every retry."""
        digits = self._digits(f"message-id|{edition}|{subscriber}", 32)
        return f"<{digits}@{self.domain}>"

    def return_path(self, delivery: int) -> str:
        """Give the address that bounces of a delivery come back to (VERP)."""
        if not self.tagged:
            return self.bounces
        mailbox, _, host = self.bounces.rpartition("@")
        return f"{mailbox}+d{delivery:x}-{self._verp_digits(delivery)}@{host}"

    def delivery_of(self, text: str) -> int | None:
        """Find the delivery that a text's first true return path names, None for none or forged."""
        for match in _VERP.finditer(text):
            delivery = int(match[1], 16)
            if hmac.compare_digest(self._verp_digits(delivery), match[2].lower()):
                return delivery
        return None

    def _verp_digits(self, delivery: int) -> str:
        return self._digits(f"return-path|{delivery}", 16)

    def _digits(self, text: str, length: int) -> str:
        digest = hmac.digest(self.key, text.encode(), "sha256")
        return base64.b32encode(digest).decode().lower()[:length]
