"""Send single letters, such as those that ask for confirmation, over the mail room's line."""

from __future__ import annotations

import re

from dateline.mail import message
from dateline.mail.dkim import BodyHash, Signature, Signer, relaxed_header
from dateline.mail.equipment import Equipment
from dateline.mail.transport import Carrier, Verdict
from dateline.subscriptions.messenger import Letter, NotSentError

_FIELD = re.compile(rb"([!-9;-~]+):((?:[^\r\n]|\r\n[ \t])*)\r\n")
_NO_GAP = b"\0"  # stands in no letter
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>\r\n]+>)", re.IGNORECASE | re.MULTILINE)


class SmtpMessenger:
    """Sends by SMTP, signed where the newsroom signs; keeps to the allow-list of a rehearsal."""

    def __init__(self, equipment: Equipment, carrier: Carrier | None = None) -> None:
        self._equipment = equipment
        self._carrier = carrier or equipment.carrier(0)

    def send(self, letter: Letter) -> None:
        """Send one letter over a connection of its own; raises NotSentError."""
        if not self._equipment.rules.is_allowed(letter.recipient):
            raise NotSentError("The allow-list does not name the address.", again=False)
        # Else the final dot would be no line of its own, and the server would wait for it.
        content = letter.content.removesuffix(b"\r\n") + b"\r\n"
        if self._equipment.signer is not None:
            content = signature_of(content, self._equipment.signer) + content
        found = _MESSAGE_ID.search(content)
        finished = message.Letter(
            letter.sender, letter.recipient, found[1].decode() if found else "", content
        )
        try:
            reply = self._carrier.carry(finished, lambda: True)
        finally:
            self._carrier.close()
        if reply.verdict is not Verdict.ACCEPTED:
            raise NotSentError(reply.words, again=reply.verdict is not Verdict.REFUSED)


def signature_of(content: bytes, signer: Signer) -> bytes:
    """Give the DKIM-Signature field of a whole letter, CRLF included."""
    head, _, body = content.partition(b"\r\n\r\n")
    fields = {match[1].decode(): match[2] for match in _FIELD.finditer(head + b"\r\n")}
    canonical = {name: relaxed_header(name, value) for name, value in fields.items()}
    return Signature(signer, fields).field(canonical, BodyHash(body, _NO_GAP).filled(b""))
