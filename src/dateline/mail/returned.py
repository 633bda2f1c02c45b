"""Understand mail that came back: bounces, complaints, and wishes to unsubscribe.

Bounces by RFC 3464 first and flufl.bounce next, complaints by RFC 5965. Nothing here trusts what
a mail says of whom it is about: `evidence` is the text in which a keyed return path or an
unsubscribe token may stand, and those cannot be forged.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import Enum
from typing import Any

from flufl.bounce import all_failures

from dateline.mail.reply import without_addresses

logging.getLogger("flufl.bounce").addHandler(logging.NullHandler())
logging.getLogger("flufl.bounce").propagate = False  # it logs every mail that it cannot read
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_UNSUBSCRIBE = re.compile(r"\s*unsubscribe\s+([A-Za-z0-9_-]{20,75})\s*\Z", re.IGNORECASE)
# RFC 3463: the address or its domain does not exist, the mailbox is closed. Full mailboxes and
# refusals by policy say nothing of whether there is one.
_GONE = re.compile(r"5\.(?:1\.[0-46]|1\.10|2\.1|4\.4)\Z")
_ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_ORIGINAL = ("Original-Mail-From", "Original-Envelope-Id", "X-Original-Mail-From")
_MOST_BYTES = 5_000_000


class Kind(Enum):
    """What a returned mail says."""

    HARD = "hard bounce"
    SOFT = "soft bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "wish to unsubscribe"
    OTHER = "other mail"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a mail says, in which words; and the texts that may prove whom it is about."""

    kind: Kind
    words: str
    evidence: tuple[str, ...]


def understand(content: bytes, recipients: tuple[str, ...] = ()) -> Returned:
    """Understand a mail that came to `recipients`, the envelope's, where they are known."""
    try:
        return _understood(content[:_MOST_BYTES], recipients)
    except Exception:  # noqa: BLE001 -- Python's parser raises over what is odd enough (#27321)
        return Returned(Kind.OTHER, "cannot be read", ())  # and must not hold up all the others


def _understood(content: bytes, recipients: tuple[str, ...]) -> Returned:
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    evidence = (*recipients, *_evidence(message))
    if found := _UNSUBSCRIBE.match(_header(message, "Subject")):
        return Returned(Kind.UNSUBSCRIBE, "by mail", (found[1], *evidence))
    for part in message.walk():
        match part.get_content_type():
            case "message/feedback-report":
                return _complaint(part, evidence)
            case "message/delivery-status" | "message/global-delivery-status":
                return _bounce(part, evidence)
    return _guessed(message, evidence)


def _complaint(part: Message, evidence: tuple[str, ...]) -> Returned:
    """Judge a feedback report (RFC 5965 section 3.1)."""
    fields = _blocks(part)[0]
    kind = _header(fields, "Feedback-Type").strip().lower()
    own = tuple(_header(fields, name) for name in _ORIGINAL)
    harmless = {"not-spam", "opt-out-list", "auth-failure", "dmarc"}
    return Returned(
        Kind.OTHER if kind in harmless else Kind.COMPLAINT, kind or "abuse", (*own, *evidence)
    )


def _blocks(part: Message) -> list[Message]:
    """Give the groups of fields that a report part consists of, whichever way it was parsed.

    The parser knows one form and takes that of international mail (RFC 6533) for a letter.
    """
    payload: Any = part.get_payload()
    text = "\n\n".join(map(_written, payload)) if isinstance(payload, list) else str(payload)
    groups = re.split(r"(?:\r?\n[ \t]*){2,}", text.strip())
    return [email.message_from_string(group, policy=email.policy.compat32) for group in groups]


def _written(block: Message) -> str:
    """Write a group of fields; `as_bytes` raises over what it calls an embedded header."""
    fields = "".join(f"{name}: {value}\n" for name, value in block.raw_items())
    body: Any = block.get_payload()
    text = f"{fields}\n{body if isinstance(body, str) else ''}"
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bounce(part: Message, evidence: tuple[str, ...]) -> Returned:
    """Judge a delivery status by its worst recipient (RFC 3464 section 2.3)."""
    said = []
    for block in _blocks(part):
        action = _header(block, "Action").strip().lower()
        if action in {"failed", "delayed"}:
            diagnostic = " ".join(_header(block, "Diagnostic-Code").split())
            status = _status(_header(block, "Status"), diagnostic)
            gone = action == "failed" and bool(_GONE.match(status))
            said.append((gone, without_addresses(f"{status} {diagnostic}".strip()[:300])))
    if not said:
        return Returned(Kind.OTHER, "a report of success", evidence)
    gone, words = max(said)
    return Returned(Kind.HARD if gone else Kind.SOFT, words, evidence)


def _status(status: str, diagnostic: str) -> str:
    """Give the most telling status: many servers say 5.0.0 and more in the diagnostic."""
    own = _STATUS.search(status)
    other = _STATUS.search(diagnostic)
    if other and (not own or own[0].endswith(".0.0")):
        return other[0]
    return own[0] if own else ""


def _guessed(message: Message, evidence: tuple[str, ...]) -> Returned:
    """Let flufl.bounce judge what follows no standard."""
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 -- its detectors raise: yale.py for a mail without From
        return Returned(Kind.OTHER, "", evidence)
    if permanent:
        return Returned(Kind.HARD, "a bounce of no standard form", evidence)
    if temporary:
        return Returned(Kind.SOFT, "a bounce of no standard form", evidence)
    return Returned(Kind.OTHER, "", evidence)


def _evidence(message: Message) -> Iterator[str]:
    """Yield where a return path or a token may stand: in the envelope, and in our own letter."""
    for name in _ENVELOPE:
        yield from map(str, message.get_all(name, []))
    for part in message.walk():
        if part is message:
            continue
        if part.get_content_type() in {"text/rfc822-headers", "message/global-headers"}:
            part = _blocks(part)[0]  # noqa: PLW2901
        for name in ("Return-Path", "List-Unsubscribe"):
            yield from map(str, part.get_all(name, []))


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))
