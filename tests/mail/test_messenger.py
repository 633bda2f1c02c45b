"""Single letters over the mail room's line: signed, refused, put off, held back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from dateline.mail.dkim import Signer
from dateline.mail.equipment import Equipment
from dateline.mail.message import Letter as Finished
from dateline.mail.messenger import SmtpMessenger
from dateline.mail.transport import Reply, Verdict
from dateline.settings import Mail
from dateline.subscriptions.letters import confirmation_letter
from dateline.subscriptions.messenger import NotSentError

MAIL = Mail("Phòng báo chí", "press@example.org", "example.org", "", "press@example.org", "")
LETTER = confirmation_letter(
    MAIL, "anna@example.org", "Vui lòng xác nhận đăng ký", "Chào bạn!\n", "vi",
    datetime(2024, 2, 1, tzinfo=UTC),
)  # fmt: skip


class Fake:
    """A carrier that says what it is told to."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.took: list[Finished] = []
        self.closed = False

    def prepare(self) -> str:
        return ""

    def carry(self, letter: Finished, may_send: Callable[[], bool]) -> Reply:
        assert may_send()
        self.took.append(letter)
        return Reply(self.verdict, "the server's words")

    def close(self) -> None:
        self.closed = True


def equipment(signer: Signer | None = None, *, allowed: bool = True) -> Equipment:
    rules = SimpleNamespace(is_allowed=lambda _: allowed)
    return cast("Equipment", SimpleNamespace(rules=rules, signer=signer))


def test_a_letter_is_signed() -> None:
    """A letter goes out under a DKIM signature that dkimpy verifies, and the line is closed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signer, carrier = Signer("example.org", "press", key), Fake(Verdict.ACCEPTED)

    SmtpMessenger(equipment(signer), carrier).send(LETTER)

    (sent,) = carrier.took
    record = signer.record.encode()
    assert dkim.verify(sent.content, dnsfunc=lambda *_, **__: record)
    assert sent.content.endswith(LETTER.content)
    assert carrier.closed


def test_a_letter_unsigned() -> None:
    """Without a key a letter goes out as it was written."""
    carrier = Fake(Verdict.ACCEPTED)
    SmtpMessenger(equipment(), carrier).send(LETTER)

    assert [(s.sender, s.recipient, s.content) for s in carrier.took] == [
        ("press@example.org", "anna@example.org", LETTER.content)
    ]
    assert carrier.took[0].message_id.startswith("<confirm.")


def test_a_letter_ends_with_a_line() -> None:
    """A letter without a line break at its end gets one: the final dot stands alone."""
    carrier = Fake(Verdict.ACCEPTED)
    SmtpMessenger(equipment(), carrier).send(replace(LETTER, content=b"A: b\r\n\r\nend"))

    assert carrier.took[0].content == b"A: b\r\n\r\nend\r\n"
    assert LETTER.content.endswith(b"\r\n")


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.ACCEPTED])
def test_what_was_not_taken(verdict: Verdict) -> None:
    """What a server refuses for good is not tried again; all else is."""
    with pytest.raises(NotSentError, match="the server's words") as told:
        SmtpMessenger(equipment(), cast("Any", Fake(verdict))).send(LETTER)

    assert told.value.again == (verdict is not Verdict.REFUSED)


def test_a_rehearsal_reaches_nobody_else() -> None:
    """Whom the allow-list does not name gets no letter."""
    carrier = Fake(Verdict.ACCEPTED)

    with pytest.raises(NotSentError) as told:
        SmtpMessenger(equipment(allowed=False), carrier).send(LETTER)

    assert (told.value.again, carrier.took) == (False, [])
