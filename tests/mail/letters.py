"""Letters, keys and recipients for the tests of the mail room."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from dateline.mail.dkim import Signer
from dateline.mail.identity import Identity
from dateline.mail.message import Letter, Mould, Recipient

GOLDEN = Path(__file__).parent.parent / "digest" / "golden" / "press-2024-02.eml"
DATE = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
IDENTITY = Identity(b"k" * 32, "example.org", "bounces@example.org")


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Make a key, once in a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def signer() -> Signer:
    """Give a signer for example.org."""
    return Signer("example.org", "dateline", rsa_key())


def pem(key: object) -> bytes:
    """Write a private key as PEM."""
    return key.private_bytes(  # type: ignore[attr-defined,no-any-return]
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def frozen() -> bytes:
    """Give a letter as the digest room writes it."""
    return GOLDEN.read_bytes()


def recipient(number: int = 1, address: str = "reader@example.net", token: str = "") -> Recipient:
    """Give a recipient of a delivery."""
    return Recipient(
        address,
        token or f"T{number:x}".ljust(40, "-"),
        IDENTITY.message_id("press/en/2024-02", number),
        IDENTITY.return_path(number),
    )


def letter(number: int = 1, address: str = "reader@example.net") -> Letter:
    """Give a personal letter, unsigned."""
    return Mould(frozen(), DATE).letter(recipient(number, address))
