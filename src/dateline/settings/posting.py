"""Hold the settings of sending and subscribing as frozen values, every default settled."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from dateline.settings.posting_schema import DkimTable, SendingKeys, SmtpTable, SubscriptionsTable


class Smtp(NamedTuple):
    """The mail server; the password is in DATELINE_SMTP_PASSWORD or `password_file`."""

    host: str = "localhost"
    port: int = 25
    security: str = "starttls"
    user: str = ""
    password_file: Path | None = None
    connections: int = 4
    pool: tuple[str, ...] = ()
    log: Path | None = None


class Dkim(NamedTuple):
    """How letters are signed."""

    selector: str
    domain: str
    key_file: Path


class Sending(NamedTuple):
    """How letters are sent. `database` is a path or an address without a password.

    `return_path` is empty where bounces go to the sender; `window` holds two times of the
    newsroom's zone; `allow` is empty where everybody may be mailed.
    """

    database: Path | str
    keys: Path
    return_path: str = ""
    day: int = 1
    hour: time = time(9)
    window: tuple[time, time] | None = None
    per_minute: int | None = None
    domain_per_minute: int | None = None
    allow: tuple[str, ...] = ()
    smtp: Smtp = Smtp()
    dkim: Dkim | None = None


class SubscriptionDoor(NamedTuple):
    """The door for subscribers; `url` ends in a slash, and is empty where there is no door."""

    url: str = ""
    host: str = "127.0.0.1"
    port: int = 8025
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    client_header: str = "X-Forwarded-For"
    confirm_within: int = 72
    per_address: int = 3
    per_client: int = 20
    per_hour: int = 1000
    privacy: str = ""


def settle_sending(
    root: Path, keys: SendingKeys, smtp: SmtpTable, dkim: DkimTable | None, sender: str
) -> Sending:
    """Settle how letters are sent; paths are taken from the newsroom's root."""
    folder = root / keys.keys
    address = keys.database
    return Sending(
        database=address if "://" in address else root / address,
        keys=folder,
        return_path=keys.return_path or "",
        day=keys.day,
        hour=time.fromisoformat(keys.hour),
        window=_window(keys.window),
        per_minute=keys.per_minute,
        domain_per_minute=keys.domain_per_minute,
        allow=tuple(keys.allow),
        smtp=Smtp(
            smtp.host,
            smtp.port,
            smtp.security,
            smtp.user or "",
            root / smtp.password_file if smtp.password_file else None,
            smtp.connections,
            tuple(smtp.pool),
            root / smtp.log if smtp.log else None,
        ),
        dkim=_dkim(root, folder, dkim, sender) if dkim else None,
    )


def settle_door(table: SubscriptionsTable) -> SubscriptionDoor:
    """Settle where the door stands and what it takes."""
    parts = urlsplit(f"//{table.listen}")
    return SubscriptionDoor(
        url=table.url or "",
        host=parts.hostname or "",
        port=parts.port or 0,
        trusted_proxies=tuple(table.trusted_proxies),
        client_header=table.client_header,
        confirm_within=table.confirm_within,
        per_address=table.per_address,
        per_client=table.per_client,
        per_hour=table.per_hour,
        privacy=table.privacy or "",
    )


def _window(text: str | None) -> tuple[time, time] | None:
    if text is None:
        return None
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _dkim(root: Path, folder: Path, table: DkimTable, sender: str) -> Dkim:
    domain = table.domain or sender.rpartition("@")[2]
    own = folder / f"dkim-{table.selector}.pem"
    return Dkim(table.selector, domain, root / table.key_file if table.key_file else own)
