"""Print pages of releases, and their lines in lists, once for each shape; fill in what each says.

A shape is all that pages of a language may differ in but for their texts: how many topics, which
translations. Only where the templates pass texts on as they are (`passing`), the newsroom's own or
the theme's; and only releases with nothing beside their text. Any other is rendered by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from dateline.escaping import as_markup, escaped
from dateline.model import Artifact, Edition
from dateline.passing import TEXT, Handed, Scope

if TYPE_CHECKING:
    from dateline.pages.frame import Frame, Page
    from dateline.pages.listing import Item

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
_HANDED_LINE: Final[Mapping[str, Handed | None]] = {
    "item": {
        **dict.fromkeys(("title", "href", "date", "machine_date", "summary"), TEXT),
        **dict.fromkeys(("kind", "language", "language_name", "corrected"), None),
    }
}
_HANDED_TWIN: Final[Mapping[str, Handed | None]] = {
    "release": {**dict.fromkeys(("title", "summary"), TEXT), "byline": None},
    **dict.fromkeys(("body", "url"), TEXT),
}
Form = tuple[list[bytes], list[int]]


class Forms:
    """The pages, twins and lines of a language's releases."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._asked: dict[str, int] = {}
        self._fit: dict[str, bool] = {}
        self.shapes: dict[tuple[str, Hashable], Form] = {}

    def page(self, page: Page, values: Mapping[str, Any]) -> Artifact:
        """Render the page of a release; `values` are those of its template."""
        whole = self._frame.handed(page, values)
        if not _has_text_alone(values["release"]) or not self._is_fit("release.html", _HANDED):
            return self._frame.rendered("release.html", page, whole)
        texts = _texts(whole)
        form = self._form("release.html", _shape(whole, texts), lambda: _marked(whole, texts))
        content = _filled(form, [escaped(text) for text in texts])
        return Artifact(f"{page.path}index.html", content)

    def twin(self, values: Mapping[str, Any]) -> bytes:
        """Render the plain-text twin of a release."""
        edition = values["release"]
        if not _has_text_alone(edition) or not self._is_fit("release.txt", _HANDED_TWIN):
            return self._frame.templates.filled("release.txt", values).encode()
        texts = [edition.title, edition.summary, values["body"], values["url"]]
        shape = edition.kind, edition.contacts, tuple(map(bool, texts))
        return _filled(self._form("release.txt", shape, lambda: _marked_twin(values, texts)), texts)

    def line(self, item: Item) -> Markup:
        """Render the line of a release in a list."""
        if item.corrected or not self._is_fit("item.html", _HANDED_LINE):
            return self._frame.part("item.html", item=item)
        texts = list(item[:5])
        shape = *item[5:], tuple(map(bool, texts))
        form = self._form("item.html", shape, lambda: _marked_line(item, texts))
        return as_markup(_filled(form, [escaped(text) for text in texts]).decode())

    def _is_fit(self, template: str, handed: Scope) -> bool:
        found = self._fit.get(template)
        if found is None:
            asked = self._asked[template] = self._asked.get(template, 0) + 1
            if asked <= _WORTH_IT:
                return False
            found = self._fit[template] = self._frame.templates.passes_on(template, handed)
        return found

    def _form(self, template: str, shape: Hashable, mark: Callable[[], Mapping[str, Any]]) -> Form:
        """Give what is printed between the texts of a shape, and the numbers of these."""
        form = self.shapes.get((template, shape))
        if form is None:
            text = self._frame.templates.filled(template, {**mark(), "frame": self._frame})
            pieces = _SLOT.split(text)
            form = [each.encode() for each in pieces[::2]], [int(each) for each in pieces[1::2]]
            self.shapes[template, shape] = form
        return form


def _filled(form: Form, texts: Sequence[str]) -> bytes:
    printed, slots = form
    own = [text.encode() for text in texts]
    content = [*printed, *printed[1:]]
    content[::2] = printed
    content[1::2] = [own[slot] for slot in slots]
    return b"".join(content)


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


def _marked_twin(values: Mapping[str, Any], texts: list[str]) -> dict[str, Any]:
    title, summary, body, url = _marks(texts)
    release = replace(values["release"], title=title, summary=summary)
    return {**values, "release": release, "body": body, "url": url}


def _marked_line(item: Item, texts: list[str]) -> dict[str, Any]:
    title, href, date, machine_date, summary = _marks(texts)
    marked = item._replace(
        title=title, href=href, date=date, machine_date=machine_date, summary=summary
    )
    return {"item": marked}


def _marks(texts: list[str]) -> Iterator[str]:
    for slot, text in enumerate(texts):
        mark = f"{_MARK}{slot}{_MARK}" if text else ""
        yield as_markup(mark) if isinstance(text, Markup) else mark
