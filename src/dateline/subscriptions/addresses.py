"""Read e-mail addresses, international ones too (RFC 6531), and names without harm in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from email_validator import validate_email

LONGEST_NAME = 100
_LONGEST = 320  # RFC 3696 section 3: 64 octets, the sign, 255 octets
# Line breaks would start headers, and marks of direction would turn a letter's words around.
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as its owner writes it, and in the form by which two spellings are compared."""

    text: str
    canonical: str


class InvalidAddressError(ValueError):
    """The text is no e-mail address; the message says why."""


def read_address(text: str) -> Address:
    """Read an address; whether a server takes mail for it is not asked.

    Raises InvalidAddressError. Hosts tell `Anna@` from `anna@` in theory only (RFC 5321 section
    2.4), so that the two are one subscriber.
    """
    if len(text) > _LONGEST:
        raise InvalidAddressError("It is longer than an address may be.")
    try:
        found = validate_email(text.strip(), check_deliverability=False, strict=True)
    except ValueError as failure:  # its own errors, and idna's
        raise InvalidAddressError(str(failure)) from failure
    canonical = unicodedata.normalize("NFC", found.normalized.casefold())
    return Address(found.normalized, canonical)


def read_name(text: str) -> str:
    """Give a name on one line, without what could start a header or turn text around."""
    clean = " ".join(_HARMFUL.sub(" ", text).split())
    return unicodedata.normalize("NFC", clean)[:LONGEST_NAME].rstrip()
