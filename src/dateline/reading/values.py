"""Say what each value of front matter may be, and refuse the rest in words that help."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import AfterValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from dateline.languages import fold
from dateline.markup import HTML_PATTERN, has_html
from dateline.model import Kind
from dateline.problems import did_you_mean, error
from dateline.reading.dates import INVALID_DATE, Moment, read_moment
from dateline.settings.values import (
    ECMA_ID,
    ECMA_LANGUAGE,
    ECMA_WEB_ADDRESS,
    is_id,
    is_language,
    is_web_address,
)
from dateline.validation import INVALID_VALUE, NULL_VALUE, refuse

EMBARGO_NEEDS_ZONE = error(
    "embargo-needs-zone",
    "An embargo without time and zone lifts at different moments for different readers.",
    bad="embargo: 2024-02-01 09:00",
    good="embargo: 2024-02-01T09:00:00+07:00",
)
HTML_IN_TITLE = error(
    "html-in-title",
    "RSS readers render tags and entities in titles; others print them.",
    bad="title: Online <em>course</em> &amp; more",
    good="title: Online course & more",
)
HTML_IN_TEXT = error(
    "html-in-text",
    "This key is plain text: a tag or entity would be printed as it stands, or obeyed by readers.",
    bad="summary: A <b>new</b> course &amp; more",
    good="summary: A new course & more",
)
LONG_TITLE = error(
    "long-title",
    "Over 1,000 characters is no title; a quotation mark is missing, or the text slipped in.",
    bad="title: ⟨Online course opens × 60⟩",
    good="title: Online course on social protection opens",
)
INVALID_SLUG = error(
    "invalid-slug",
    "A slug is one step of an address; anything else could climb out of its folder.",
    bad="slug: ../../index",
    good="slug: khoa-hoc-truc-tuyen",
)
INVALID_STEM = error(
    "invalid-stem",
    "Releases are named by their stem: the file's name without language and .md.",
    bad="id: Online course",
    good="id: 2024-02-01-online-course",
)
MAX_TITLE = 1000
_MAX_STEP = 200  # file systems take 255 bytes a name
_MAX_PATH = 1000
_STEM = re.compile(r"\d{4}-\d{2}-\d{2}-[^/\\\s](?:[^/\\\r\n\t]*[^/\\\s])?\Z", re.ASCII)
_ALIAS = re.compile(r"/[^\s\\?#]*\Z")


def _moment(value: Any) -> Moment:
    if isinstance(value, str):
        return read_moment(value)
    raise _not_text(value)


def _not_text(value: Any) -> PydanticCustomError:
    if value is None:
        return refuse(NULL_VALUE, "The date has no value.", "Write it year first: 2024-02-01.")
    hint = "Write it year first: 2024-02-01."
    return refuse(INVALID_DATE, "This is no date.", hint)


def _day(value: Any) -> date:
    moment = _moment(value)
    if isinstance(moment, datetime):
        raise refuse(INVALID_DATE, "This key takes a day without a time.", "Write 2024-02-01.")
    return moment


def _embargo(value: Any) -> datetime:
    moment = _moment(value)
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment
    raise refuse(
        EMBARGO_NEEDS_ZONE,
        "An embargo needs a time of day and a zone.",
        "Write 2024-02-01T09:00:00+07:00.",
    )


def _is_plain(text: str) -> bool:
    """Say whether a text is as nearly all are: of all spaces, only the common can be printed."""
    return (
        text.isprintable()
        and text.strip(" ") is text != ""
        and "  " not in text
        and not ("<" in text or "&" in text)
    )


def _one_line(text: str) -> str:
    return _filled(" ".join(text.split()))


def _filled(text: str) -> str:
    if not text.strip():
        raise refuse(NULL_VALUE, "The text is empty.", "Write something, or remove the key.")
    return text


def _title(text: str) -> str:
    if len(text) <= MAX_TITLE and _is_plain(text):
        return text
    line = _one_line(text)
    if len(text) > MAX_TITLE:
        message = f"The title has {len(text):,} characters; {MAX_TITLE:,} are allowed."
        raise refuse(LONG_TITLE, message, "Is a closing quotation mark missing?")
    if has_html(text):
        message = "The title holds HTML or an entity."
        raise refuse(HTML_IN_TITLE, message, "Write the plain characters: & < > — ’.")
    return line


def _text(text: str) -> str:
    if _is_plain(text):
        return text
    line = _one_line(text)
    if has_html(text):
        message = "The text holds HTML or an entity."
        raise refuse(HTML_IN_TEXT, message, "Write the plain characters: & < > — ’.")
    return line


def _slug(text: str) -> str:
    if len(text) > _MAX_STEP:
        message = f"The slug has {len(text):,} characters; {_MAX_STEP} are allowed."
        raise refuse(INVALID_SLUG, message, "Use the words that matter.")
    if not is_id(text):
        hint = "Use small letters a to z, digits and hyphens."
        raise refuse(INVALID_SLUG, f"`{text[:60]}` cannot stand in an address.", hint)
    return text


def _stem(text: str) -> str:
    if not _STEM.match(text):
        raise refuse(INVALID_STEM, f"`{text[:60]}` is no stem.", "Write 2024-02-01-online-course.")
    return text


def _ident(text: str) -> str:
    if not fold(_stem(text)[11:]):
        message = f"Nothing of `{text[:60]}` is left when it is folded to ASCII."
        raise refuse(INVALID_STEM, message, "Write it with letters a to z.")
    return text


def _web_address(text: str) -> str:
    if not is_web_address(text):
        message = f"`{text[:60]}` is no web address."
        raise refuse(INVALID_VALUE, message, "Write it in full: https://…")
    return text


def _language(text: str) -> str:
    if not is_language(text):
        raise refuse(INVALID_VALUE, f"`{text[:20]}` is no language tag.", "Write en, vi, pt-BR.")
    return text


def _alias(text: str) -> str:
    path = unicodedata.normalize("NFC", unquote(text))
    if not _ALIAS.match(text) or not _is_path(path) or path == "/":
        message = f"`{text[:60]}` is no path of this site."
        raise refuse(INVALID_VALUE, message, "Write the old path: /news/2019/course/")
    return text


def _is_path(path: str) -> bool:
    """Say whether a decoded path climbs nowhere, and fits on a disk and into a server's list."""
    steps = path.split("/")
    if {".", ".."} & set(steps) or "" in steps[1:-1] or len(path) > _MAX_PATH:
        return False
    is_plain = path.isprintable() and not {"\\", "\ufffd"} & set(path)
    return is_plain and all(len(step.encode()) <= _MAX_STEP for step in steps)


def _kind(value: Any) -> Kind:
    found = next((kind for kind in Kind if kind.value == value), None)
    if found is None:
        hint = did_you_mean(str(value), [kind.value for kind in Kind])
        raise refuse(INVALID_VALUE, f"`{str(value)[:60]}` is no kind of release.", hint)
    return found


# What JSON Schema can say of a value, for editors; the functions above decide.
_DAY = r"\s*(?:1[89]|2[01])\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[Tt]| +)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_ZONE = r" *(?:[Zz]|[+-]\d{2}:?[0-5]\d)"
_STEMS = r"^\d{4}-\d{2}-\d{2}-[^/\\\s](?:[^/\\\r\n\t]*[^/\\\s])?$"
_NO_HTML = {"not": {"pattern": HTML_PATTERN}}


def _says(**words: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **words})


# One function a value: pydantic looks into each at every start, and calls each for every value.
Text = Annotated[str, AfterValidator(_text), _says(pattern=r"\S", **_NO_HTML)]
Title = Annotated[
    str, AfterValidator(_title), _says(pattern=r"\S", maxLength=MAX_TITLE, **_NO_HTML)
]
Markdown = Annotated[
    str, AfterValidator(_filled), _says(pattern=r"\S", contentMediaType="text/markdown")
]
Slug = Annotated[
    str, AfterValidator(_slug), _says(pattern=ECMA_ID, maxLength=_MAX_STEP)
]  # fmt: skip
Stem = Annotated[str, AfterValidator(_stem), _says(pattern=_STEMS)]
Ident = Annotated[str, AfterValidator(_ident), _says(pattern=_STEMS)]
Alias = Annotated[
    str,
    AfterValidator(_alias),
    _says(pattern=r"^/(?!\.{0,2}(?:/|$)|.*%[01][0-9A-Fa-f])(?:(?!/\.{0,2}/|/\.\.?$)[^\s\\?#])*$"),
]
WebAddress = Annotated[str, AfterValidator(_web_address), _says(pattern=ECMA_WEB_ADDRESS)]
LanguageTag = Annotated[str, AfterValidator(_language), _says(pattern=ECMA_LANGUAGE)]
KindValue = Annotated[
    Any, PlainValidator(_kind), _says(enum=[kind.value for kind in Kind])
]  # fmt: skip
# The comments tell those who make forms of a schema which sort of date it is.
MomentValue = Annotated[
    Any,
    PlainValidator(_moment),
    _says(**{"$comment": "moment"}, pattern=rf"^{_DAY}(?:{_TIME}(?:{_ZONE})?)?\s*$"),
]
DayValue = Annotated[
    Any, PlainValidator(_day), _says(**{"$comment": "day"}, pattern=rf"^{_DAY}\s*$")
]
EmbargoValue = Annotated[
    Any,
    PlainValidator(_embargo),
    _says(**{"$comment": "instant"}, pattern=rf"^{_DAY}{_TIME}{_ZONE}\s*$"),
]
