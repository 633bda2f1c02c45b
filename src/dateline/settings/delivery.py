"""Say what `[delivery]` of dateline.toml may hold: how the site is handed to readers."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from dateline.settings.newsroom import Delivery
from dateline.settings.table import Table
from dateline.validation import INVALID_VALUE, refuse

# CSP Level 3 section 2.3.1: a host with scheme, or the hash of an inline script or style. No
# keyword such as 'unsafe-inline' and no bare scheme: a policy that names nothing protects nobody.
_SOURCE = re.compile(
    r"https?://(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!&()*+=:@%/-]*)?"
    r"|'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'"
)


def _source(text: str) -> str:
    if not _SOURCE.fullmatch(text):
        raise refuse(
            INVALID_VALUE,
            f"`{text[:60]}` is no source that a policy can name.",
            "Write https://stats.example.org, or a script's hash: 'sha256-…'",
        )
    return text


Sources = list[Annotated[str, AfterValidator(_source)]]


class SourcesTable(Table):
    """`[delivery.sources]`: what pages may load from elsewhere, by kind."""

    script: Sources = Field(default=[], description="Hosts or hashes of scripts; empty: none.")
    style: Sources = Field(default=[], description="Hosts of style sheets, beside the site's own.")
    font: Sources = Field(default=[], description="Hosts of fonts, beside the site's own.")
    media: Sources = Field(default=[], description="Hosts of sound and film, likewise.")
    frame: Sources = Field(default=[], description="Hosts of embedded pages; empty: none.")
    connect: Sources = Field(default=[], description="Hosts that scripts may ask; empty: none.")
    form: Sources = Field(default=[], description="Hosts that forms may send to; empty: none.")


class DeliveryTable(Table):
    """`[delivery]`: how the site is handed to readers; each key has a default."""

    gzip: bool = Field(False, description="Write a .gz beside every file that shrinks.")
    hsts: bool = Field(False, description="Tell browsers to use https alone for a year.")
    sources: SourcesTable = Field(
        default_factory=lambda: SourcesTable.model_validate({}),
        description="What pages may load from other hosts.",
    )


def settle_delivery(table: DeliveryTable) -> Delivery:
    """Settle the table into a value."""
    named = {kind: tuple(dict.fromkeys(hosts)) for kind, hosts in table.sources}
    return Delivery(table.gzip, table.hsts, {kind: hosts for kind, hosts in named.items() if hosts})
