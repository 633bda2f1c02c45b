"""Make and read the tokens of links: keys in private/, versions of which stay valid for ever.

An unsubscribe token is 24 bytes in base64url, 32 characters: key version (1), subscriber id (7),
and 128 bits of HMAC-SHA256 over purpose, version, id and generation. It is stored nowhere.
A confirmation token is signed and expires (itsdangerous), and carries what was asked for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from dateline.subscriptions.model import Choice

LENGTH = 32
_MAC = 16
_UNSUBSCRIBE = b"dateline unsubscribe\0"
_ADDRESS = b"dateline address\0"
_CONFIRM = b"dateline confirm"


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom an unsubscribe token names; believe it only after `KeyRing.proves`."""

    subscriber_id: int
    version: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation link says: who, of which generation, chose what, in which words.

    `issued` is when the link was made, to the second.
    """

    subscriber_id: int
    generation: int
    choice: Choice
    language: str
    wording: str
    issued: datetime


class ExpiredTokenError(Exception):
    """The link was right once, and is too old."""


class KeyRing:
    """The secret keys by version; the newest makes tokens, all of them read."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        self._keys = dict(sorted(keys.items()))
        self._newest = max(self._keys)
        self._oldest = min(self._keys)

    @property
    def fingerprints(self) -> dict[int, bytes]:
        """Give what tells each key from others, and tells nothing of it."""
        mark = b"dateline fingerprint\0"
        return {v: hashlib.sha256(mark + key).digest()[:8] for v, key in self._keys.items()}

    def digest(self, canonical: str) -> bytes:
        """Give an address's keyed hash, by the oldest key: it must stay the same for ever."""
        return self._hmac(self._oldest, _ADDRESS + canonical.encode())

    def secret(self, purpose: bytes) -> bytes:
        """Derive a key for one purpose, from the oldest key: it must stay the same for ever."""
        return self._hmac(self._oldest, b"dateline derive\0" + purpose)

    def unsubscribe_token(self, subscriber_id: int, generation: int) -> str:
        """Make a subscriber's unsubscribe token: 32 characters of base64url."""
        head = bytes([self._newest]) + subscriber_id.to_bytes(7, "big")
        return base64.urlsafe_b64encode(head + self._mac(head, generation)).decode()

    def read_unsubscribe_token(self, text: str) -> Claim | None:
        """Read whom a token names; None for what is none, or is of a key that there never was."""
        try:
            raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        if len(raw) != LENGTH * 3 // 4 or raw[0] not in self._keys:
            return None
        return Claim(int.from_bytes(raw[1:8], "big"), raw[0], raw[8:])

    def proves(self, claim: Claim, generation: int) -> bool:
        """Say, in constant time, whether a claim was made for a generation by one of the keys."""
        head = bytes([claim.version]) + claim.subscriber_id.to_bytes(7, "big")
        return hmac.compare_digest(self._mac(head, generation), claim.mac)

    def confirmation_token(self, asked: Confirmation) -> str:
        """Sign what somebody asked for."""
        body = [
            asked.subscriber_id,
            asked.generation,
            str(asked.choice),
            asked.language,
            asked.wording,
        ]
        return str(self._serializer(asked.issued).dumps(body))

    def read_confirmation_token(
        self, text: str, now: datetime, valid: timedelta
    ) -> Confirmation | None:
        """Read a confirmation token; None for what is none. Raises ExpiredTokenError."""
        try:
            body: Any
            body, issued = self._serializer(now).loads(
                text, max_age=int(valid.total_seconds()), return_timestamp=True
            )
        except SignatureExpired as failure:
            raise ExpiredTokenError from failure
        except BadData:
            return None
        subscriber_id, generation, choice, language, wording = body
        return Confirmation(
            subscriber_id, generation, Choice.read(choice), language, wording, issued
        )

    def _serializer(self, now: datetime) -> URLSafeTimedSerializer:
        class Signer(TimestampSigner):
            """Signs at the moment it is handed, not the machine's."""

            default_digest_method = staticmethod(hashlib.sha256)

            def get_timestamp(self) -> int:
                return int(now.timestamp())

        return URLSafeTimedSerializer(list(self._keys.values()), salt=_CONFIRM, signer=Signer)

    def _mac(self, head: bytes, generation: int) -> bytes:
        message = _UNSUBSCRIBE + head + generation.to_bytes(8, "big")
        return self._hmac(head[0], message)[:_MAC]

    def _hmac(self, version: int, message: bytes) -> bytes:
        return hmac.new(self._keys[version], message, hashlib.sha256).digest()
