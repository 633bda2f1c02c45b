"""Make ready what sending needs, from the newsroom's settings and the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.mail.clock import Clock
from dateline.mail.dispatch import Errand, Rules
from dateline.mail.dkim import Signer, load_signer
from dateline.mail.doubts import GRACE
from dateline.mail.identity import Identity
from dateline.mail.ledger import editions
from dateline.mail.ledger.editions import Edition
from dateline.mail.ledger.queue import Limits
from dateline.mail.maillog import MailLog, PostfixLog
from dateline.mail.message import Mould
from dateline.mail.server import Server, servers
from dateline.mail.transport import Carrier, Patience, SmtpCarrier
from dateline.settings import Newsroom
from dateline.settings.posting import Dkim, Sending
from dateline.subscriptions.tokens import KeyRing


@dataclass(frozen=True)
class Equipment:
    """All that sending needs; `make_equipment` makes it from the settings."""

    database: Database
    ring: KeyRing
    identity: Identity
    clock: Clock
    timezone: ZoneInfo
    servers: tuple[Server, ...]
    rules: Rules
    signer: Signer | None = None
    log: MailLog | None = None
    workers: int = 4
    patience: Patience = field(default_factory=Patience)
    grace: timedelta = GRACE

    def carrier(self, number: int) -> Carrier:
        """Give a worker its carrier; workers begin with different servers of the pool."""
        helo = self.identity.domain
        return SmtpCarrier(self.servers, patience=self.patience, helo=helo, first=number)

    def errand(self, chosen: Sequence[Edition]) -> Errand:
        """Take up frozen editions to deliver them."""
        moulds = {}
        for each in chosen:
            with self.database.reading() as connection:
                content = editions.content_of(connection, each.id)
            moulds[each.id] = self.mould(content, each.frozen_at)
        by_id = {each.id: each for each in chosen}
        return Errand(by_id, moulds, self.identity, self.ring.unsubscribe_token)

    def mould(self, content: bytes, at: datetime) -> Mould:
        """Take a letter apart; it is dated in the newsroom's zone."""
        return Mould(content, at.astimezone(self.timezone), self.signer)


def make_equipment(
    newsroom: Newsroom,
    database: Database,
    ring: KeyRing,
    clock: Clock,
    environment: Mapping[str, str],
) -> Equipment:
    """Make the equipment; raises UsageError or OutsideError for keys and secrets."""
    sending = newsroom.sending
    return Equipment(
        database=database,
        ring=ring,
        identity=make_identity(newsroom, ring),
        clock=clock,
        timezone=newsroom.timezone,
        servers=servers(sending.smtp, environment),
        rules=rules(sending, newsroom.timezone),
        signer=_signer(sending.dkim) if sending.dkim else None,
        log=PostfixLog(sending.smtp.log) if sending.smtp.log else None,
        workers=sending.smtp.connections,
    )


def make_identity(newsroom: Newsroom, ring: KeyRing) -> Identity:
    """Give the names that a newsroom's letters bear."""
    sender, return_path = newsroom.mail.sender_address, newsroom.sending.return_path
    return Identity(
        ring.secret(b"mail identity"),
        sender.rpartition("@")[2],
        return_path or sender,
        tagged=bool(return_path),
    )


def rules(sending: Sending, zone: ZoneInfo) -> Rules:
    """Give the rules that the settings make."""
    return Rules(
        limits=Limits(sending.per_minute, sending.domain_per_minute),
        is_open=_window(sending.window, zone),
        is_allowed=allowed(sending.allow),
    )


def allowed(allow: Sequence[str]) -> Callable[[str], bool]:
    """Give what says whether an address is on the allow-list; an empty one allows all."""
    entries = {entry.casefold() for entry in allow}

    def is_allowed(address: str) -> bool:
        address = address.casefold()
        domain = address[address.rfind("@") :]
        return not entries or address in entries or domain in entries

    return is_allowed


def _window(window: tuple[time, time] | None, zone: ZoneInfo) -> Callable[[datetime], bool]:
    def is_open(now: datetime) -> bool:
        if window is None:
            return True
        start, end = window
        clock = now.astimezone(zone).time()
        inside = start <= clock < end
        # 20:00-06:00 reaches over midnight.
        return inside if start < end else clock >= start or clock < end

    return is_open


def _signer(dkim: Dkim) -> Signer:
    try:
        pem = dkim.key_file.read_bytes()
    except OSError as failure:
        message = f"The DKIM key {dkim.key_file} cannot be read: {failure.strerror}."
        raise OutsideError(message, hint="`dateline keys new` makes one.") from failure
    return load_signer(pem, dkim.domain, dkim.selector)
