"""Write the letter that asks for confirmation (RFC 5322), with nothing in it drawn by lot."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import format_datetime

import idna

from dateline.digest.quotedprintable import quoted_printable
from dateline.digest.rfc2047 import named, shorten, unstructured
from dateline.settings import Mail
from dateline.subscriptions.messenger import Letter


def confirmation_letter(
    mail: Mail, recipient: str, subject: str, text: str, language: str, at: datetime
) -> Letter:
    """Give a plain letter to one recipient. `Auto-Submitted` keeps autoresponders quiet."""
    to = on_the_wire(recipient)
    digits = hashlib.sha256("\0".join((to, subject, text)).encode()).hexdigest()
    domain = mail.sender_address.rpartition("@")[2]
    headers = (
        named("From", shorten(mail.sender_name), f"<{mail.sender_address}>"),
        f"To: <{to}>",
        unstructured("Subject", subject),
        f"Date: {format_datetime(at)}",
        f"Message-ID: <confirm.{digits[:32]}@{domain}>",
        "MIME-Version: 1.0",
        f"Content-Language: {language}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "Auto-Submitted: auto-generated",
    )
    # A letter ends with a line break: the final dot stands on a line of its own.
    body = quoted_printable(f"{text.rstrip()}\n")
    content = "\r\n".join(headers).encode() + b"\r\n\r\n" + body
    return Letter(mail.sender_address, to, content, needs_utf8=not to.isascii())


def on_the_wire(address: str) -> str:
    """Give an address as old servers take it where that can be: its domain in ASCII."""
    local, _, domain = address.rpartition("@")
    if not local.isascii() or domain.isascii():
        return address
    return f"{local}@{idna.encode(domain, uts46=True).decode()}"
