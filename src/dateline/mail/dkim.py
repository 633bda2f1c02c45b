"""Sign letters with DKIM (RFC 6376): rsa-sha256, relaxed/relaxed, no `l=`.

What is the same for every recipient is canonicalised and hashed once; per recipient only the
token's surroundings are. From, Subject, Date and both unsubscribe headers are oversigned, so that
nobody can add a second one (RFC 6376 section 8.15); RFC 8058 section 4 asks that the last two be
covered.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from dateline.errors import UsageError

OVERSIGNED = ("From", "Subject", "Date", "List-Unsubscribe", "List-Unsubscribe-Post")
SIGNED = ("To", "Message-ID", "MIME-Version", "Content-Type", "Content-Language", "List-Id")
_BLANKS = re.compile(rb"[ \t]+")
_LINE_END = re.compile(rb"[ \t]+(?=\r\n)")
_LEAST_BITS = 2048  # RFC 8301 section 3.2
_LINE = 74


@dataclass(frozen=True)
class Signer:
    """A domain's key under a selector; `key` is never printed."""

    domain: str
    selector: str
    key: rsa.RSAPrivateKey

    def __repr__(self) -> str:
        return f"Signer({self.selector}._domainkey.{self.domain})"

    def sign(self, data: bytes) -> bytes:
        """Sign bytes and give the signature in base64."""
        signature = self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signature)

    @cached_property
    def record(self) -> str:
        """Give the text of the DNS record that publishes the key (RFC 6376 section 3.6.1)."""
        public = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def load_signer(pem: bytes, domain: str, selector: str) -> Signer:
    """Read a private key in PEM; raises UsageError for any but RSA of 2048 bits or more."""
    hint = "`dateline keys new` makes one."
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as failure:  # damaged; or locked with a password
        raise UsageError("The DKIM key cannot be read as PEM.", hint=hint) from failure
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _LEAST_BITS:
        raise UsageError("The DKIM key is not RSA of at least 2048 bits.", hint=hint)
    return Signer(domain, selector, key)


def relaxed_body(body: bytes) -> bytes:
    """Give a body in its relaxed form (RFC 6376 section 3.4.4)."""
    body = _BLANKS.sub(b" ", _LINE_END.sub(b"", body))
    while body.endswith(b"\r\n"):
        body = body[:-2]
    return body + b"\r\n" if body else b""


def relaxed_header(name: str, value: bytes) -> bytes:
    """Give a header field in its relaxed form, CRLF included (RFC 6376 section 3.4.2)."""
    unfolded = _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")
    return name.lower().encode() + b":" + unfolded + b"\r\n"


class BodyHash:
    """The SHA-256 of a body with gaps, all but the gaps prepared."""

    def __init__(self, body: bytes, gap: bytes) -> None:
        first, *rest = relaxed_body(body).split(gap)
        self._start = hashlib.sha256(first)
        self._rest = rest

    def filled(self, filling: bytes) -> bytes:
        """Give the hash in base64 with each gap filled; the filling holds no blanks."""
        digest = self._start.copy()
        for piece in self._rest:
            digest.update(filling)
            digest.update(piece)
        return base64.b64encode(digest.digest())


class Signature:
    """A signature over one set of header fields, as far as it is the same for each letter."""

    def __init__(self, signer: Signer, present: Iterable[str]) -> None:
        self._signer = signer
        there = {name.lower() for name in present}
        self._once = [name for name in (*OVERSIGNED, *SIGNED) if name.lower() in there]
        names = [*self._once, *OVERSIGNED]
        self._tags = (
            f"v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d={signer.domain}; s={signer.selector};"
        )
        self._names = [f"h={names[0]}", *(f":{name}" for name in names[1:])]

    def field(self, canonical: Mapping[str, bytes], body_hash: bytes) -> bytes:
        """Give the DKIM-Signature field of a letter, folded, CRLF included.

        `canonical` holds the relaxed form of each field by its name.
        """
        head = f" {self._tags}\r\n {_folded(self._names)};\r\n bh={body_hash.decode()};\r\n b="
        own = relaxed_header("DKIM-Signature", head.encode()).removesuffix(b"\r\n")
        data = b"".join([canonical[name] for name in self._once]) + own
        signature = self._signer.sign(data).decode()
        lines = [signature[at : at + _LINE] for at in range(0, len(signature), _LINE)]
        value = "\r\n ".join((head, *lines))
        return f"DKIM-Signature:{value}\r\n".encode()


def _folded(pieces: list[str]) -> str:
    lines = [""]
    for piece in pieces:
        if len(lines[-1]) + len(piece) > _LINE - 2:
            lines.append("")
        lines[-1] += piece
    return "\r\n ".join(lines)
