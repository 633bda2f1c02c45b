"""Say what each value of the settings may be, and refuse the rest in words that help."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)
from pydantic.config import JsonDict

from dateline.model import Kind
from dateline.problems import error
from dateline.validation import INVALID_VALUE, refuse

INVALID_ID = error(
    "invalid-id",
    "Ids of feeds, topics, contacts and pages stand in addresses.",
    where="dateline.toml",
    bad='[topics]\nSocial_Protection = { en = "Social protection", vi = "An sinh xã hội" }',
    good='[topics]\nsocial-protection = { en = "Social protection", vi = "An sinh xã hội" }',
)


def whole(pattern: str) -> str:
    """Give a pattern for Python, where `$` would allow a line end behind it."""
    return pattern.removesuffix("$") + r"\Z"


# The patterns that JSON Schema shares are written so that JavaScript reads them too.
ECMA_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
ECMA_LANGUAGE = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"
ECMA_WEB_ADDRESS = r"""^https?://[^\s<>"{}|\\^`]+$"""
ID = re.compile(whole(ECMA_ID))
_LANGUAGE = re.compile(whole(ECMA_LANGUAGE))
_WEB_ADDRESS = re.compile(whole(ECMA_WEB_ADDRESS))
# RFC 4151 section 2.1: a DNS name or e-mail address, a comma, a date of one to three parts.
_ECMA_AUTHORITY = (
    r"^(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r",(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$"
)
_AUTHORITY = re.compile(whole(_ECMA_AUTHORITY))
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_ECMA_DOMAIN = f"^{_HOST}$"
_DOMAIN = re.compile(whole(_ECMA_DOMAIN))
_TAG = re.compile(r"<[A-Za-z!/?]")
_ECMA_ADDRESS = rf"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_HOST}$"
_ADDRESS = re.compile(whole(_ECMA_ADDRESS))
_BASE = re.compile(
    rf"https?://(?:{_HOST}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?"
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
        import difflib  # noqa: PLC0415 -- only slips of the pen need it

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


def _address(text: str) -> str:
    if not _ADDRESS.match(text):
        message = f"`{text[:60]}` is no e-mail address."
        raise refuse(INVALID_VALUE, message, "Write name@example.org")
    return text


def _domain(text: str) -> str:
    if not _DOMAIN.match(text):
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no domain.", "Write press.example.org")
    return text


def _plain(text: str) -> str:
    # Feeds hand these texts to readers that obey tags.
    if _TAG.search(text):
        raise refuse(INVALID_VALUE, "The text holds HTML.", "Write plain text here.")
    return text


def _line(text: str) -> str:
    return _plain(_one_line(text))


def _one_line(text: str) -> str:
    if "\n" in text.strip() or "\r" in text:
        raise refuse(INVALID_VALUE, "The value must stand on one line.")
    if not text.strip():
        raise refuse(INVALID_VALUE, "The value is empty.")
    return text.strip()


def _mailbox(text: str) -> str:
    name, address = split_mailbox(text)
    _address(address)
    if len(name.encode()) > 45:
        raise refuse(
            INVALID_VALUE,
            "The sender's name is longer than 45 bytes.",
            "Shorten it: mail programs break longer names.",
        )
    return _one_line(text)


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


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no web address.", "Write https://…")
    return text


def _token_address(text: str) -> str:
    _web_address(text.replace("{token}", "token"))
    return text


def says(**words: object) -> WithJsonSchema:
    """Tell editors what JSON Schema can say of a text; the validator before it decides."""
    return WithJsonSchema({"type": "string", **words})


def keys_like(pattern: str) -> JsonDict:
    """Tell editors what the keys of a table must look like."""
    return {"propertyNames": {"pattern": pattern}}


_NO_TAG = {"not": {"pattern": _TAG.pattern}}
Line = Annotated[str, AfterValidator(_line), says(pattern=r"\S", **_NO_TAG)]
Address = Annotated[str, AfterValidator(_address), says(pattern=_ECMA_ADDRESS)]
WebAddress = Annotated[str, AfterValidator(_web_address), says(pattern="^https?://")]
TokenAddress = Annotated[str, AfterValidator(_token_address), says(pattern="^https?://")]
BaseUrl = Annotated[
    str,
    AfterValidator(_base_url),
    says(pattern=r"^[Hh][Tt]{2}[Pp][Ss]?://[^/?#@\s]+(?:/[^?#\s]*)?$"),
]
Zone = Annotated[str, AfterValidator(_zone), says(pattern=r"^[A-Za-z0-9_+/-]+$")]
Authority = Annotated[str, AfterValidator(_authority), says(pattern=_ECMA_AUTHORITY)]
Plain = Annotated[str, AfterValidator(_plain), says(**_NO_TAG)]
Mailbox = Annotated[str, AfterValidator(_mailbox), says(pattern="@")]
Domain = Annotated[str, AfterValidator(_domain), says(pattern=_ECMA_DOMAIN)]
KINDS = tuple(kind.value for kind in Kind)
KindWord = Annotated[str, says(enum=list(KINDS))]
Formats = Annotated[list[Literal["rss", "atom", "json"]], AfterValidator(_some)]
# A discriminator, so that a wrong value is told of once and not once a branch.
_EITHER = Discriminator(lambda words: "table" if isinstance(words, dict) else "text")
_Text = Annotated[Line, Tag("text")]
Words = Annotated[_Text | Annotated[dict[str, Line], Tag("table")], _EITHER]
# Each language is asked for later; a schema, which knows none of them, tells that all are lacking.
_Some = Annotated[dict[str, Line], Tag("table"), Field(json_schema_extra={"minProperties": 1})]
Names = Annotated[_Text | _Some, _EITHER]


def is_id(text: str) -> bool:
    """Say whether text may be the id of a feed, topic, contact or page."""
    return bool(ID.match(text))


def is_language(text: str) -> bool:
    """Say whether text has the shape of a BCP 47 language tag (RFC 5646)."""
    return bool(_LANGUAGE.match(text))


def is_web_address(text: str) -> bool:
    """Say whether text is a full address of the web, with a host."""
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return False
    return bool(host) and bool(_WEB_ADDRESS.match(text))
