"""Print the pages of releases once for each shape, and fill in what each says.

A shape is all that pages of a language may differ in but for their texts: how many topics, which
translations. Only where the templates pass texts on as they are (`passing`), the newsroom's own or
the theme's; and only releases with nothing beside their text. Any other is rendered by itself.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from dateline.escaping import as_markup, escaped
from dateline.model import Artifact, Edition
from dateline.passing import TEXT, Handed

if TYPE_CHECKING:
    from dateline.pages.frame import Frame, Page

# To find out whether templates pass texts on takes as long as fifty pages.
_WORTH_IT: Final = 100
# A noncharacter, which the scan of characters refuses in all that is read.
_MARK: Final = "\ufdd8"
_SLOT = re.compile(f"{_MARK}([0-9]+){_MARK}")
_LINK: Final[Handed] = {"title": TEXT, "href": TEXT, "current": None, "language": None}
_HANDED: Final[Mapping[str, Handed | None]] = {
    "page": {
        **dict.fromkeys(("title", "description", "published", "modified", "jsonld"), TEXT),
        **dict.fromkeys(("kind", "section", "image", "image_alt", "unlisted"), None),
    },
    "release": {
        **dict.fromkeys(("title", "summary"), TEXT),
        **dict.fromkeys(("picture", "reference", "byline"), None),
    },
    **dict.fromkeys(("canonical", "body", "date", "machine_date", "dateline", "text_href"), TEXT),
    "month": _LINK,
    "alternates": [(None, TEXT)],
    "languages": [_LINK],
    "topics": [_LINK],
    "translations": [_LINK],
}  # fmt: skip
_TEXTS: Final = ("canonical", "body", "date", "machine_date", "dateline", "text_href")
_LINKS: Final = ("languages", "topics", "translations")


class Forms:
    """The pages of a language's releases."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._asked = 0
        self.shapes: dict[Hashable, tuple[list[bytes], list[int]]] = {}

    def render(self, page: Page, values: Mapping[str, Any]) -> Artifact:
        """Render the page of a release; `values` are those of its template."""
        whole = self._frame.handed(page, values)
        if not _has_text_alone(values["release"]) or not self._are_fit():
            return self._frame.rendered("release.html", page, whole)
        texts = _texts(whole)
        shape = _shape(whole, texts)
        form = self.shapes.get(shape)
        if form is None:
            form = self.shapes[shape] = self._form(whole, texts)
        printed, slots = form
        own = [escaped(text).encode() for text in texts]
        content = [*printed, *printed[1:]]
        content[::2] = printed
        content[1::2] = [own[slot] for slot in slots]
        return Artifact(f"{page.path}index.html", b"".join(content))

    def _are_fit(self) -> bool:
        self._asked += 1
        return self._asked > _WORTH_IT and self._passes_on

    @cached_property
    def _passes_on(self) -> bool:
        return self._frame.templates.passes_on("release.html", _HANDED)

    def _form(self, whole: Mapping[str, Any], texts: list[str]) -> tuple[list[bytes], list[int]]:
        """Print the page of a shape with marks; give what is between them, and their numbers."""
        marked = _marked(whole, texts)
        text = self._frame.templates.filled("release.html", marked)
        pieces = _SLOT.split(text)
        return [piece.encode() for piece in pieces[::2]], [int(slot) for slot in pieces[1::2]]


def _has_text_alone(edition: Edition) -> bool:
    """Say whether nothing stands beside a release's text, as with most."""
    return not (
        edition.folder
        or edition.picture
        or edition.byline
        or edition.reference
        or edition.attachments
        or edition.notes
        or edition.related
        or edition.coverage
        or edition.changes
    )


def _texts(whole: Mapping[str, Any]) -> list[str]:
    """Give the texts that are filled in, in the order of their marks."""
    page, month, release = whole["page"], whole["month"], whole["release"]
    texts = [
        page.title, page.description, page.published, page.modified, page.jsonld,
        release.title, release.summary, month.title, month.href,
    ]  # fmt: skip
    texts += [whole[name] for name in _TEXTS]
    texts += [url for _, url in whole["alternates"]]
    for name in _LINKS:
        for link in whole[name]:
            texts += link[:2]
    return texts


def _shape(whole: Mapping[str, Any], texts: list[str]) -> Hashable:
    """Give all else that pages of a language may differ in; a text may be empty."""
    edition = whole["release"]
    return (
        edition.kind,
        edition.contacts,
        tuple([key for key, _ in whole["alternates"]]),
        tuple([link[2:] for link in whole["languages"]]),
        len(whole["topics"]),
        tuple([link[2:] for link in whole["translations"]]),
        whole["card"],
        tuple(map(bool, texts)),
    )


def _marked(whole: Mapping[str, Any], texts: list[str]) -> dict[str, Any]:
    """Give the values of a page with a mark in place of each text."""
    marks = _marks(texts)
    title, description, published, modified, jsonld = (next(marks) for _ in range(5))
    marked = dict(whole)
    marked["page"] = whole["page"]._replace(
        title=title,
        description=description,
        published=published,
        modified=modified,
        jsonld=jsonld,
    )
    marked["release"] = replace(whole["release"], title=next(marks), summary=next(marks))
    marked["month"] = whole["month"]._replace(title=next(marks), href=next(marks))
    marked |= {name: next(marks) for name in _TEXTS}
    marked["alternates"] = tuple([(key, next(marks)) for key, _ in whole["alternates"]])
    for name in _LINKS:
        marked[name] = tuple(
            [link._replace(title=next(marks), href=next(marks)) for link in whole[name]]
        )
    return marked


def _marks(texts: list[str]) -> Iterator[str]:
    for slot, text in enumerate(texts):
        mark = f"{_MARK}{slot}{_MARK}" if text else ""
        yield as_markup(mark) if isinstance(text, Markup) else mark
