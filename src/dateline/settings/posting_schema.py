"""Say what dateline.toml may hold of sending and subscribing. Secrets never stand in it."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from dateline.settings.table import Table
from dateline.settings.values import Address, Domain, Line, WebAddress, says, whole
from dateline.validation import INVALID_VALUE, refuse

_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_ECMA_TIME = f"^{_CLOCK}$"
_ECMA_WINDOW = f"^{_CLOCK}-{_CLOCK}$"
_ECMA_LISTEN = r"^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})$"
_ECMA_SELECTOR = "^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$"
_TIME = re.compile(whole(_ECMA_TIME))
_WINDOW = re.compile(whole(_ECMA_WINDOW))
_LISTEN = re.compile(whole(_ECMA_LISTEN))
_SELECTOR = re.compile(whole(_ECMA_SELECTOR))


def _database(text: str) -> str:
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
        secret = parts.password is not None or "password=" in parts.query.lower()
    except ValueError as failure:
        raise refuse(
            INVALID_VALUE,
            "`database` is no address.",
            "Write postgresql://user@host/database, or the path of an SQLite file.",
        ) from failure
    if parts.scheme not in {"postgresql", "postgres"}:
        raise refuse(
            INVALID_VALUE,
            f"`{parts.scheme[:20]}` is no database that can be used.",
            "Write postgresql://user@host/database, or the path of an SQLite file.",
        )
    if secret:
        raise refuse(
            INVALID_VALUE,
            "`database` holds a password.",
            "Put the whole address into DATELINE_DATABASE, or the password into ~/.pgpass.",
        )
    return text


def _time(text: str) -> str:
    if not _TIME.match(text):
        raise refuse(INVALID_VALUE, f"`{text[:20]}` is no time of day.", "Write it as 09:00.")
    return text


def _window(text: str) -> str:
    start, _, end = text.partition("-")
    if not _WINDOW.match(text) or start == end:
        hint = "Write two times: 08:00-20:00."
        raise refuse(INVALID_VALUE, f"`{text[:30]}` is no span of the day.", hint)
    return text


def _listen(text: str) -> str:
    match = _LISTEN.match(text)
    if not match or int(match[1]) > 65535:
        hint = "Write host and port: 127.0.0.1:8025."
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no place to listen at.", hint)
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as failure:
        hint = "Write addresses or networks: 127.0.0.1, 10.0.0.0/8."
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no network.", hint) from failure
    return text


def _door(text: str) -> str:
    if "?" in text or "#" in text:
        hint = "Write https://press.example.org/subscriptions/"
        raise refuse(INVALID_VALUE, "`url` may have no query and no fragment.", hint)
    return text if text.endswith("/") else f"{text}/"


def _selector(text: str) -> str:
    if not is_selector(text):
        hint = "Use letters, digits and hyphens: press2024."
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no DKIM selector.", hint)
    return text


# A path, or an address of PostgreSQL without a password before its host.
_ECMA_DATABASE = (
    r"^(?:(?![\s\S]*://)[\s\S]*\S[\s\S]*"
    r"|\s*[Pp][Oo][Ss][Tt][Gg][Rr][Ee][Ss](?:[Qq][Ll])?://(?:[^/?#:]*@)?[^/?#@]*(?:[/?#][\s\S]*)?)$"
)
_ECMA_NETWORK = r"^[0-9A-Fa-f:.]+(?:%[^/]+)?(?:/[0-9.]+)?$"
_Database = Annotated[Line, AfterValidator(_database), says(pattern=_ECMA_DATABASE)]
_Time = Annotated[str, AfterValidator(_time), says(pattern=_ECMA_TIME)]
_Window = Annotated[str, AfterValidator(_window), says(pattern=_ECMA_WINDOW)]
_Listen = Annotated[str, AfterValidator(_listen), says(pattern=_ECMA_LISTEN)]
_Network = Annotated[str, AfterValidator(_network), says(pattern=_ECMA_NETWORK)]
_Door = Annotated[WebAddress, AfterValidator(_door), says(pattern="^https?://[^?#]+$")]
_Selector = Annotated[str, AfterValidator(_selector), says(pattern=_ECMA_SELECTOR)]
_Count = Annotated[int, Field(ge=1, le=1_000_000)]


class SmtpTable(Table):
    """`[mail.smtp]`: the mail server that takes the letters."""

    host: Domain = Field("localhost", description="The mail server's name.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(25, description="587 for submission.")
    security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="Without encryption no letter is sent, unless this is none."
    )
    user: Line | None = Field(
        None, description="To log in as; the password is in DATELINE_SMTP_PASSWORD, or:"
    )
    password_file: Line | None = Field(None, description="A file that holds the password.")
    connections: Annotated[int, Field(ge=1, le=100)] = Field(
        4, description="How many connections send at a time."
    )
    pool: list[_Listen] = Field(
        default=[], description="Further mail servers that share the work: mx2.example.org:25."
    )
    log: Line | None = Field(
        None, description="Postfix's log, asked what became of letters after a crash."
    )


class DkimTable(Table):
    """`[mail.dkim]`: the signature of each letter."""

    selector: _Selector = Field(description="The key's name in DNS: SELECTOR._domainkey.DOMAIN.")
    domain: Domain | None = Field(None, description="The signing domain; else the sender's.")
    key_file: Line | None = Field(
        None, description="The private key; else dkim-SELECTOR.pem among the keys."
    )


class SendingKeys(Table):
    """What `[mail]` says of sending."""

    database: _Database = Field(
        "private/mail.db",
        description="A path, or postgresql://user@host/name; DATELINE_DATABASE comes first.",
    )
    keys: Line = Field("private/keys", description="The folder of the secret keys.")
    return_path: Address | None = Field(
        None, description="Where bounces go, each to an address of its own: bounces+…@…"
    )
    day: Annotated[int, Field(ge=1, le=28)] = Field(
        1, description="The day of the month on which the last month's digest is due."
    )
    hour: _Time = Field("09:00", description="The time of that day, in the newsroom's zone.")
    window: _Window | None = Field(
        None, description="Send only between these times, in the newsroom's zone: 08:00-20:00."
    )
    per_minute: _Count | None = Field(None, description="Send at most so many letters a minute.")
    domain_per_minute: _Count | None = Field(
        None, description="Likewise to the addresses of one domain."
    )
    allow: list[Line] = Field(
        default=[], description="Send to these addresses or @domains alone: for rehearsals."
    )


class SubscriptionsTable(Table):
    """`[subscriptions]`: the door for subscribers."""

    url: _Door | None = Field(
        None, description="Where the door stands in public; the subscribe pages get its form."
    )
    listen: _Listen = Field("127.0.0.1:8025", description="Where the door listens, behind a proxy.")
    trusted_proxies: list[_Network] = Field(
        default=["127.0.0.1", "::1"], description="Whose word on the client is taken."
    )
    client_header: Literal["X-Forwarded-For", "X-Real-IP"] = Field(
        "X-Forwarded-For", description="The header in which they name the client."
    )
    confirm_within: Annotated[int, Field(ge=1, le=720)] = Field(
        72, description="Hours that a confirmation link is good for."
    )
    per_address: _Count = Field(3, description="Confirmation mails to one address in 24 hours.")
    per_client: _Count = Field(20, description="Requests of one client to subscribe in an hour.")
    per_hour: _Count = Field(1000, description="Confirmation mails to all addresses in an hour.")
    privacy: WebAddress | None = Field(None, description="The page that says what is kept.")


def is_selector(text: str) -> bool:
    """Say whether text may be a DKIM selector of one label (RFC 6376 section 3.1)."""
    return bool(_SELECTOR.match(text))
