"""Say what dateline.toml and feeds/*.toml may hold: every key, its type and its default."""

from __future__ import annotations

import difflib
import re
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from dateline.model import Kind
from dateline.problems import error
from dateline.settings.posting_schema import DkimTable, SendingKeys, SmtpTable, SubscriptionsTable
from dateline.settings.words import (
    HOST,
    Address,
    Domain,
    Line,
    Table,
    TokenAddress,
    Words,
    check_address,
    check_line,
    check_plain,
)
from dateline.validation import INVALID_VALUE, refuse

INVALID_ID = error(
    "invalid-id",
    "Ids of feeds, topics, contacts and pages stand in addresses.",
    bad="[topics.Social_Protection]",
    good="[topics.social-protection]",
)
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
# RFC 4151 section 2.1: a DNS name or e-mail address, a comma, a date of one to three parts.
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r",(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?\Z"
)
_BASE = re.compile(
    rf"https?://(?:{HOST}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?"
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*/?\Z",
    re.IGNORECASE,
)


def _base_url(url: str) -> str:
    if not re.match(r"https?://[^/]", url, re.IGNORECASE):
        raise refuse(
            INVALID_VALUE,
            "`base_url` is no web address.",
            "Write it in full: https://press.example.org/",
        )
    if not _BASE.match(url) or {".", ".."} & set(urlsplit(url).path.split("/")):
        raise refuse(
            INVALID_VALUE,
            "`base_url` may have no query, fragment, user or characters outside ASCII.",
            "Write scheme, host and path alone; an international host in its xn-- form.",
        )
    parts = urlsplit(url)
    if not 0 < _port(parts) <= 65535:
        raise refuse(INVALID_VALUE, "`base_url` has a port that cannot be.", "Leave it out.")
    # Scheme and host mean the same in small letters, and are compared as text.
    url = f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"
    return url if url.endswith("/") else url + "/"


def _port(parts: SplitResult) -> int:
    try:
        return 443 if parts.port is None else parts.port
    except ValueError:
        return 0


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as failure:  # "", "../x" and "Mars/X", in this order
        # Only a slip of the pen is guessed at: spelling knows nothing of geography.
        near = difflib.get_close_matches(name, available_timezones(), n=1, cutoff=0.85)
        hint = f"Did you mean `{near[0]}`?" if near else "Write one such as Asia/Ho_Chi_Minh."
        raise refuse(INVALID_VALUE, f"`{name}` is no IANA time zone.", hint) from failure
    return name


def _authority(text: str) -> str:
    if not _AUTHORITY.match(text):
        raise refuse(
            INVALID_VALUE,
            "`id_authority` is no RFC 4151 authority.",
            "Write a domain that was yours and the year: press.example.org,2003",
        )
    return text


def _mailbox(text: str) -> str:
    name, address = split_mailbox(text)
    check_address(address)
    if len(name.encode()) > 45:
        raise refuse(
            INVALID_VALUE,
            "The sender's name is longer than 45 bytes.",
            "Shorten it: mail programs break longer names.",
        )
    return check_line(text)


def split_mailbox(text: str) -> tuple[str, str]:
    """Split `Press desk <press@example.org>` into name and address; a bare address has no name."""
    name, bracket, address = text.strip().rpartition("<")
    if not bracket:
        return "", text.strip()
    return name.strip().removeprefix('"').removesuffix('"'), address.removesuffix(">").strip()


def _some(formats: list[str]) -> list[str]:
    if not formats:
        raise refuse(INVALID_VALUE, "`formats` is empty.", "Leave it out to write all of them.")
    return formats


class LanguageTable(Table):
    """`[languages.xx]`: what the newsroom is called in a language."""

    name: Line = Field(description="The newsroom's name in this language.")
    description: Annotated[str, AfterValidator(check_plain)] = Field(
        "", description="A sentence on the newsroom, for feeds and search."
    )
    boilerplate: str = Field("", description="Markdown, printed under every release.")


class ContactTable(Table):
    """`[contacts.id]`: somebody whom journalists may call."""

    name: Words = Field(description="The contact's name, or a table of names by language.")
    phone: Line | None = Field(None, description="With the country code: +84 24 3734 0902.")
    fax: Line | None = Field(None, description="With the country code.")
    email: Address | None = Field(None, description="An e-mail address.")
    default: bool = Field(False, description="Used by releases that name no contact.")


class MailTable(SendingKeys):
    """`[mail]`: what the digest's letters say of their sender, and how they are sent."""

    from_: Annotated[str, AfterValidator(_mailbox)] | None = Field(
        None, alias="from", description="The sender: Press desk <press@example.org>."
    )
    list_domain: Domain | None = Field(None, description="The end of each List-Id.")
    unsubscribe_url: TokenAddress | None = Field(None, description="With {token} where it goes.")
    unsubscribe_mailto: Address | None = Field(None, description="Takes unsubscribing mails.")
    postal_address: str | None = Field(None, description="Printed at the end of each digest.")
    smtp: SmtpTable = Field(
        default_factory=lambda: SmtpTable.model_validate({}), description="The mail server."
    )
    dkim: DkimTable | None = Field(None, description="How letters are signed; else they are not.")


class NewsroomTable(Table):
    """The whole of dateline.toml."""

    base_url: Annotated[str, AfterValidator(_base_url)] = Field(
        description="Where the site will stand; a path prefix is allowed."
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        description="An IANA zone; a bare date means that day there."
    )
    id_authority: Annotated[str, AfterValidator(_authority)] = Field(
        description="RFC 4151 authority of every entry id; stays when base_url moves."
    )
    default_language: str = Field(description="The language of files without a suffix.")
    untranslated: Literal["omit", "list"] = Field(
        "omit", description="What a language's lists do with releases that lack it."
    )
    plain_text: bool = Field(True, description="Write a plain-text twin beside each release.")
    languages: dict[str, LanguageTable] = Field(description="The newsroom's languages.")
    contacts: dict[str, ContactTable] = Field(default={}, description="Contacts by id.")
    topics: dict[str, dict[str, Line]] = Field(default={}, description="Names by language.")
    mail: MailTable = Field(
        default_factory=lambda: MailTable.model_validate({}), description="The digest's sender."
    )
    subscriptions: SubscriptionsTable = Field(
        default_factory=lambda: SubscriptionsTable.model_validate({}),
        description="The door for subscribers.",
    )


class FeedTable(Table):
    """The whole of feeds/ID.toml; empty selections mean all."""

    title: Words = Field(description="The feed's title, or a table of titles by language.")
    description: Words | None = Field(None, description="What the feed brings, likewise.")
    topics: list[str] = Field(default=[], description="Ids of topics; empty: all.")
    kinds: list[str] = Field(default=[], description="Kinds of release; empty: all.")
    languages: list[str] = Field(default=[], description="Languages; empty: all.")
    items: Annotated[int, Field(ge=1, le=1000)] = Field(
        20, description="Newest releases in the live document."
    )
    history: bool = Field(True, description="Write RFC 5005 archive documents.")
    content: Literal["full", "summary"] = Field("full", description="What entries carry.")
    formats: Annotated[list[Literal["rss", "atom", "json"]], AfterValidator(_some)] = Field(
        default=["rss", "atom", "json"], description="The documents to write."
    )
    digest: Literal["monthly", "none"] = Field("monthly", description="The e-mail digest.")


KINDS = tuple(kind.value for kind in Kind)


def is_id(text: str) -> bool:
    """Say whether text may be the id of a feed, topic, contact or page."""
    return bool(ID.match(text))


def is_language(text: str) -> bool:
    """Say whether text has the shape of a BCP 47 language tag (RFC 5646)."""
    return bool(_LANGUAGE.match(text))
