"""Say what single values of the settings may be: a line, an address, words by language."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Tag

from dateline.validation import INVALID_VALUE, refuse

HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_DOMAIN = re.compile(rf"{HOST}\Z")
_TAG = re.compile(r"<[A-Za-z!/?]")
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{HOST}\Z")


def check_address(text: str) -> str:
    """Refuse what is no e-mail address."""
    if not _ADDRESS.match(text):
        message = f"`{text[:60]}` is no e-mail address."
        raise refuse(INVALID_VALUE, message, "Write name@example.org")
    return text


def _domain(text: str) -> str:
    if not _DOMAIN.match(text):
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no domain.", "Write press.example.org")
    return text


def check_plain(text: str) -> str:
    """Refuse tags: feeds hand these texts to readers that obey them."""
    if _TAG.search(text):
        raise refuse(INVALID_VALUE, "The text holds HTML.", "Write plain text here.")
    return text


def check_line(text: str) -> str:
    """Refuse line breaks and emptiness; give the line without spaces around it."""
    if "\n" in text.strip() or "\r" in text:
        raise refuse(INVALID_VALUE, "The value must stand on one line.")
    if not text.strip():
        raise refuse(INVALID_VALUE, "The value is empty.")
    return text.strip()


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise refuse(INVALID_VALUE, f"`{text[:60]}` is no web address.", "Write https://…")
    return text


def _token_address(text: str) -> str:
    _web_address(text.replace("{token}", "token"))
    return text


Line = Annotated[str, AfterValidator(check_line), AfterValidator(check_plain)]
Address = Annotated[str, AfterValidator(check_address)]
Domain = Annotated[str, AfterValidator(_domain)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
TokenAddress = Annotated[str, AfterValidator(_token_address)]
# A discriminator, so that a wrong value is told of once and not once a branch.
Words = Annotated[
    Annotated[Line, Tag("text")] | Annotated[dict[str, Line], Tag("table")],
    Discriminator(lambda words: "table" if isinstance(words, dict) else "text"),
]


class Table(BaseModel):
    """A table of TOML: every key is known, and nothing is read as what it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def is_web_address(text: str) -> bool:
    """Say whether text is a full address of the web, with a host."""
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return False
    return bool(host) and bool(re.match(r"https?://[^\s<>\"{}|\\^`]+\Z", text))
