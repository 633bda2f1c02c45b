"""Make a letter personal: put in recipient, tokens and Message-ID, and sign it.

The letter is rendered once for each language and frozen. Here it is taken apart once; for each
recipient only its gaps are filled, with texts of a fixed length but for the address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from dateline.digest.letter import RECIPIENT
from dateline.digest.tools import TOKEN
from dateline.mail.dkim import BodyHash, Signature, Signer, relaxed_header

_GAP = TOKEN.encode()
# What stands in an address unescaped and that quoted-printable leaves alone.
_TOKEN = re.compile(r"[A-Za-z0-9_.~-]{1,75}\Z")
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+\Z")
_FIELD = re.compile(rb"([!-9;-~]+):((?:[^\r\n]|\r\n[ \t])*)\r\n")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to, and what it says of them; `return_path` takes its bounces."""

    address: str
    token: str
    message_id: str
    return_path: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be handed to a mail server: envelope and bytes."""

    sender: str
    recipient: str
    message_id: str
    content: bytes

    @property
    def international(self) -> bool:
        """Say whether an address needs SMTPUTF8 (RFC 6531)."""
        return not (self.sender.isascii() and self.recipient.isascii())


class Mould:
    """A frozen letter taken apart; gives each recipient theirs. Safe to share among threads."""

    def __init__(self, frozen: bytes, date: datetime, signer: Signer | None = None) -> None:
        """Take a letter apart; `date` is what it says it was written on, with its zone."""
        head, _, body = frozen.partition(b"\r\n\r\n")
        fields = {match[1].decode(): match[2] for match in _FIELD.finditer(head + b"\r\n")}
        fields["Date"] = b" " + format_datetime(date).encode()
        fields["To"] = b" " + RECIPIENT.encode()
        self._fields = fields
        self._body = body.split(_GAP)
        self._body_hash = BodyHash(body, _GAP)
        self._canonical = {name: relaxed_header(name, value) for name, value in fields.items()}
        self._gaps = [name for name, value in fields.items() if _GAP in value]
        self._signature = Signature(signer, fields) if signer else None

    def letter(self, recipient: Recipient) -> Letter:
        """Give a recipient's letter; raises ValueError for what cannot stand in one."""
        if not _ADDRESS.match(recipient.address) or not _TOKEN.match(recipient.token):
            raise ValueError("The address or token cannot stand in a letter.")
        own = self._own_fields(recipient)
        head = b"".join(
            [name.encode() + b":" + own.get(name, value) + b"\r\n"
             for name, value in self._fields.items()]
        )  # fmt: skip
        token = recipient.token.encode()
        content = self._sign(own, token) + head + b"\r\n" + token.join(self._body)
        return Letter(recipient.return_path, recipient.address, recipient.message_id, content)

    def _own_fields(self, recipient: Recipient) -> dict[str, bytes]:
        token = recipient.token.encode()
        own = {name: self._fields[name].replace(_GAP, token) for name in self._gaps}
        own["To"] = f" <{recipient.address}>".encode()
        own["Message-ID"] = f" {recipient.message_id}".encode()
        return own

    def _sign(self, own: Mapping[str, bytes], token: bytes) -> bytes:
        if self._signature is None:
            return b""
        canonical = self._canonical | {
            name: relaxed_header(name, value) for name, value in own.items()
        }
        return self._signature.field(canonical, self._body_hash.filled(token))
