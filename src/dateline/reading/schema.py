"""Say what front matter may hold: every key, its type and its default."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.model import Kind
from dateline.reading.values import (
    Alias,
    DayValue,
    EmbargoValue,
    Ident,
    KindValue,
    LanguageTag,
    Markdown,
    MomentValue,
    Slug,
    Stem,
    Text,
    Title,
    WebAddress,
)

# An empty list for all who only look into it, as an empty text is: a factory would be called for
# each of seven keys of each release, and a list be copied.
_NONE: Any = ()


class _Keys(BaseModel):
    # Deferred: most are built within the front matter's, and a newsroom may have no page.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


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
    date: DayValue = Field(None, description="Its day; not shown before.")


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
    topics: list[str] = Field(_NONE, description="Ids from dateline.toml.")
    contacts: list[str] = Field(_NONE, description="Ids from dateline.toml.")
    reference: Text = Field("", description="Unique; shared by a release's languages.")
    id: Ident = Field("", description="An earlier stem: keeps the id of a renamed file.")
    slug: Slug = Field("", description="This language's slug, if not the file's.")
    translation_key: Text = Field("", description="Pairs files whose stems differ.")
    byline: Text = Field("", description="Who wrote it.")
    image: ImageKeys | None = Field(None, description="The picture.")
    attachments: list[AttachmentKeys] = Field(_NONE, description="Files to download.")
    notes: Markdown = Field("", description="Markdown: notes to editors.")
    related: list[Stem] = Field(_NONE, description="Stems of related releases.")
    coverage: list[CoverageKeys] = Field(_NONE, description="Who wrote about it.")
    draft: bool = Field(False, description="true keeps the file out of everything.")
    embargo: EmbargoValue | None = Field(None, description="Held until then; with a zone.")
    changes: list[ChangeKeys] = Field(_NONE, description="What changed after publication.")
    withdrawn: WithdrawnKeys | None = Field(None, description="Takes the release back.")
    aliases: list[Alias] = Field(_NONE, description="Old paths that lead here.")


class PageKeys(_Keys):
    """The front matter of a standing page."""

    title: Title = Field(description="The page's heading, and its name in the navigation.")
    summary: Text = Field("", description="One paragraph for search and sharing.")
    order: int = Field(0, description="Its position in the navigation, small first.")
    draft: bool = Field(False, description="true keeps the page out.")
