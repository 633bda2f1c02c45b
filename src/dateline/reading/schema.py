"""Say what front matter may hold: every key, its type and its default."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from dateline.markup import has_html
from dateline.model import Kind
from dateline.problems import did_you_mean, error
from dateline.reading.dates import INVALID_DATE, Moment, read_moment
from dateline.settings.schema import is_id, is_language
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
    bad="title: (a text of 100,000 characters)",
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
_STEM = re.compile(r"\d{4}-\d{2}-\d{2}-[^/\\\s]+\Z")
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


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _filled(text: str) -> str:
    if not text.strip():
        raise refuse(NULL_VALUE, "The text is empty.", "Write something, or remove the key.")
    return text


def _title(text: str) -> str:
    if len(text) > MAX_TITLE:
        message = f"The title has {len(text):,} characters; {MAX_TITLE:,} are allowed."
        raise refuse(LONG_TITLE, message, "Is a closing quotation mark missing?")
    if has_html(text):
        message = "The title holds HTML or an entity."
        raise refuse(HTML_IN_TITLE, message, "Write the plain characters: & < > — ’.")
    return text


def _plain(text: str) -> str:
    if has_html(text):
        message = "The text holds HTML or an entity."
        raise refuse(HTML_IN_TEXT, message, "Write the plain characters: & < > — ’.")
    return text


def _slug(text: str) -> str:
    if not is_id(text):
        hint = "Use small letters a to z, digits and hyphens."
        raise refuse(INVALID_SLUG, f"`{text[:60]}` cannot stand in an address.", hint)
    return text


def _stem(text: str) -> str:
    if not _STEM.match(text):
        raise refuse(INVALID_STEM, f"`{text[:60]}` is no stem.", "Write 2024-02-01-online-course.")
    return text


def _web_address(text: str) -> str:
    if not re.match(r"https?://[^\s<>\"]+\Z", text):
        message = f"`{text[:60]}` is no web address."
        raise refuse(INVALID_VALUE, message, "Write it in full: https://…")
    return text


def _language(text: str) -> str:
    if not is_language(text):
        raise refuse(INVALID_VALUE, f"`{text[:20]}` is no language tag.", "Write en, vi, pt-BR.")
    return text


def _alias(text: str) -> str:
    if not _ALIAS.match(text) or ".." in text.split("/"):
        message = f"`{text[:60]}` is no path of this site."
        raise refuse(INVALID_VALUE, message, "Write the old path: /news/2019/course/")
    return text


def _kind(value: Any) -> Kind:
    found = next((kind for kind in Kind if kind.value == value), None)
    if found is None:
        hint = did_you_mean(str(value), [kind.value for kind in Kind])
        raise refuse(INVALID_VALUE, f"`{str(value)[:60]}` is no kind of release.", hint)
    return found


Text = Annotated[str, AfterValidator(_filled), AfterValidator(_plain), AfterValidator(_one_line)]
Title = Annotated[str, AfterValidator(_filled), AfterValidator(_title), AfterValidator(_one_line)]
Markdown = Annotated[str, AfterValidator(_filled)]
Slug = Annotated[str, AfterValidator(_slug)]
Stem = Annotated[str, AfterValidator(_stem)]
Alias = Annotated[str, AfterValidator(_alias)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
LanguageTag = Annotated[str, AfterValidator(_language)]
KindValue = Annotated[Any, PlainValidator(_kind)]
MomentValue = Annotated[Any, PlainValidator(_moment)]
DayValue = Annotated[Any, PlainValidator(_day)]
EmbargoValue = Annotated[Any, PlainValidator(_embargo)]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ImageKeys(_Keys):
    """`image`: the picture of a release."""

    src: Text = Field(description="The file, from the release file's folder.")
    alt: Text = Field(description="What the picture shows, for those who do not see it.")
    caption: Text = Field("", description="The line under the picture.")
    credit: Text = Field("", description="Who made it.")


class AttachmentKeys(_Keys):
    """An item of `attachments`: a file to download."""

    file: Text = Field(description="The file, from the release file's folder.")
    title: Text = Field(description="What readers see instead of the file's name.")
    lang: LanguageTag = Field("", description="The file's language, if another.")


class CoverageKeys(_Keys):
    """An item of `coverage`: who wrote about the release."""

    title: Text = Field(description="The article's title.")
    url: WebAddress = Field("", description="The article's address.")
    outlet: Text = Field("", description="Who published it.")
    date: DayValue | None = Field(None, description="Its day; not shown before.")


class ChangeKeys(_Keys):
    """An item of `changes`: what was changed after publication."""

    at: MomentValue = Field(description="When.")
    note: Text = Field(description="What, in a sentence for readers.")
    kind: Literal["minor", "major"] = Field(description="A major change is told to readers.")


class WithdrawnKeys(_Keys):
    """`withdrawn`: the taking back of a release."""

    at: MomentValue = Field(description="When.")
    reason: Text = Field(description="Why, in a sentence for readers.")
    replaced_by: Stem = Field("", description="The stem of the release in its place.")


class FrontMatter(_Keys):
    """The front matter of a release file."""

    title: Title = Field(description="The headline.")
    date: MomentValue = Field(description="The day, or day and time, of the release.")
    summary: Text = Field("", description="One paragraph for lists, feeds and mail.")
    place: Text = Field("", description="The dateline's city.")
    kind: KindValue = Field(Kind.PRESS_RELEASE, description="What sort of text it is.")
    topics: list[str] = Field([], description="Ids from dateline.toml.")
    contacts: list[str] = Field([], description="Ids from dateline.toml.")
    reference: Text = Field("", description="Unique; shared by a release's languages.")
    id: Stem = Field("", description="An earlier stem: keeps the id of a renamed file.")
    slug: Slug = Field("", description="This language's slug, if not the file's.")
    translation_key: Text = Field("", description="Pairs files whose stems differ.")
    byline: Text = Field("", description="Who wrote it.")
    image: ImageKeys | None = Field(None, description="The picture.")
    attachments: list[AttachmentKeys] = Field([], description="Files to download.")
    notes: Markdown = Field("", description="Markdown: notes to editors.")
    related: list[Stem] = Field([], description="Stems of related releases.")
    coverage: list[CoverageKeys] = Field([], description="Who wrote about it.")
    draft: bool = Field(False, description="true keeps the file out of everything.")
    embargo: EmbargoValue | None = Field(None, description="Held until then; with a zone.")
    changes: list[ChangeKeys] = Field([], description="What changed after publication.")
    withdrawn: WithdrawnKeys | None = Field(None, description="Takes the release back.")
    aliases: list[Alias] = Field([], description="Old paths that lead here.")


class PageKeys(_Keys):
    """The front matter of a standing page."""

    title: Title = Field(description="The page's heading, and its name in the navigation.")
    summary: Text = Field("", description="One paragraph for search and sharing.")
    order: int = Field(0, description="Its position in the navigation, small first.")
    draft: bool = Field(False, description="true keeps the page out.")
