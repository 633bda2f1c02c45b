"""Say what dateline.toml and feeds/*.toml may hold: every key, its type and its default."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dateline.settings.checks import ChecksTable
from dateline.settings.delivery import DeliveryTable
from dateline.settings.posting_schema import DkimTable, SendingKeys, SmtpTable, SubscriptionsTable
from dateline.settings.table import Table
from dateline.settings.values import (
    ECMA_ID,
    ECMA_LANGUAGE,
    Address,
    Authority,
    BaseUrl,
    Domain,
    Formats,
    KindWord,
    Line,
    Mailbox,
    Names,
    Plain,
    TokenAddress,
    WebAddress,
    Words,
    Zone,
    keys_like,
)


class LanguageTable(Table):
    """`[languages.xx]`: what the newsroom is called in a language."""

    name: Line = Field(description="The newsroom's name in this language.")
    description: Plain = Field("", description="A sentence on the newsroom, for feeds and search.")
    boilerplate: str = Field("", description="Markdown, printed under every release.")


class ContactTable(Table):
    """`[contacts.id]`: somebody whom journalists may call."""

    name: Names = Field(description="The contact's name, or a table of names by language.")
    phone: Line | None = Field(None, description="With the country code: +84 24 3734 0902.")
    fax: Line | None = Field(None, description="With the country code.")
    email: Address | None = Field(None, description="An e-mail address.")
    default: bool = Field(False, description="Used by releases that name no contact.")


class MailTable(SendingKeys):
    """`[mail]`: what the digest's letters say of their sender, and how they are sent."""

    from_: Mailbox | None = Field(
        None, alias="from", description="The sender: Press desk <press@example.org>."
    )
    list_domain: Domain | None = Field(None, description="The end of each List-Id.")
    unsubscribe_url: TokenAddress | None = Field(None, description="With {token} where it goes.")
    unsubscribe_mailto: Address | None = Field(None, description="Takes unsubscribing mails.")
    postal_address: str | None = Field(None, description="Printed at the end of each digest.")
    smtp: SmtpTable = Field(
        default_factory=SmtpTable.model_construct, description="The mail server."
    )
    dkim: DkimTable | None = Field(None, description="How letters are signed; else they are not.")


class StyleTable(Table):
    """`[style]`: what the house holds its texts to."""

    title_length: Annotated[int, Field(ge=20, le=1000)] = Field(
        150, description="Titles of more characters get a warning."
    )


class NewsroomTable(Table):
    """The whole of dateline.toml."""

    base_url: BaseUrl = Field(description="Where the site will stand; a path prefix is allowed.")
    timezone: Zone = Field(description="An IANA zone; a bare date means that day there.")
    id_authority: Authority = Field(
        description="RFC 4151 authority of every entry id; stays when base_url moves."
    )
    default_language: str = Field(description="The language of files without a suffix.")
    hub: WebAddress | None = Field(
        None, description="A WebSub hub that `dateline ping` tells of changed feeds."
    )
    untranslated: Literal["omit", "list"] = Field(
        "omit", description="What a language's lists do with releases that lack it."
    )
    plain_text: bool = Field(True, description="Write a plain-text twin beside each release.")
    languages: dict[str, LanguageTable] = Field(
        description="The newsroom's languages.", json_schema_extra=keys_like(ECMA_LANGUAGE)
    )
    contacts: dict[str, ContactTable] = Field(
        default={}, description="Contacts by id.", json_schema_extra=keys_like(ECMA_ID)
    )
    topics: dict[str, dict[str, Line]] = Field(
        default={}, description="Names by language.", json_schema_extra=keys_like(ECMA_ID)
    )
    mail: MailTable = Field(
        default_factory=MailTable.model_construct, description="The digest's sender."
    )
    checks: ChecksTable = Field(
        default_factory=ChecksTable.model_construct, description="What rules weigh."
    )
    style: StyleTable = Field(
        default_factory=StyleTable.model_construct, description="The house's style."
    )
    spelling: dict[str, Words] = Field(
        default={},
        description='Words spelt otherwise here: `Vietnam = "Viet Nam"`; or by language.',
    )
    delivery: DeliveryTable = Field(
        default_factory=DeliveryTable.model_construct,
        description="How the site is handed to readers.",
    )
    subscriptions: SubscriptionsTable = Field(
        default_factory=SubscriptionsTable.model_construct,
        description="The door for subscribers.",
    )


class FeedTable(Table):
    """The whole of feeds/ID.toml; empty selections mean all."""

    title: Names = Field(description="The feed's title, or a table of titles by language.")
    description: Words | None = Field(None, description="What the feed brings, likewise.")
    topics: list[str] = Field(default=[], description="Ids of topics; empty: all.")
    kinds: list[KindWord] = Field(default=[], description="Kinds of release; empty: all.")
    languages: list[str] = Field(default=[], description="Languages; empty: all.")
    items: Annotated[int, Field(ge=1, le=1000)] = Field(
        20, description="Newest releases in the live document."
    )
    history: bool = Field(True, description="Write RFC 5005 archive documents.")
    content: Literal["full", "summary"] = Field("full", description="What entries carry.")
    formats: Formats = Field(
        default=["rss", "atom", "json"],
        description="The documents to write.",
        json_schema_extra={"minItems": 1},
    )
    digest: Literal["monthly", "none"] = Field("monthly", description="The e-mail digest.")
