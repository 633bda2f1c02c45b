"""Print pages, twins and lines of releases once for each shape; fill in what each of them says.

A shape is all that those of a language may differ in but for their texts: how many topics, which
translations. Only where the templates pass texts on as they are (`passing`), the newsroom's own or
the theme's; and only releases with nothing beside their text. Any other is rendered by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from dateline.blanks import Blank
from dateline.escaping import as_markup, encoded, in_json
from dateline.model import Edition
from dateline.passing import TEXT, Handed, Scope

if TYPE_CHECKING:
    from dateline.pages.frame import Frame
    from dateline.pages.listing import Item

# To find out whether templates pass texts on takes as long as fifty pages.
_WORTH_IT: Final = 100
# A noncharacter, which the scan of characters refuses in all that is read.
_MARK: Final = "\ufdd8"
# Stands between texts that are written together. ASCII, for a sign of two bytes would make of all
# others such; a control sign, which the scan refuses too, that neither HTML nor JSON escapes.
_BETWEEN: Final = "\x7f"
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
_HANDED_LINE: Final[Mapping[str, Handed | None]] = {
    "item": {
        **dict.fromkeys(("title", "href", "date", "machine_date", "summary"), TEXT),
        **dict.fromkeys(("kind", "language", "language_name", "corrected"), None),
    }
}
_LINE_TEXTS: Final = 5  # the first of an item's fields
_HANDED_TWIN: Final[Mapping[str, Handed | None]] = {
    "release": {**dict.fromkeys(("title", "summary"), TEXT), "byline": None},
    **dict.fromkeys(("body", "url"), TEXT),
}
# What a template is handed, of the marks that stand in place of its texts.
Marking = Callable[[Sequence[str]], Mapping[str, Any]]


class Topics(NamedTuple):
    """Some topics as pages write them: of each its title, its link, and its title in JSON.

    Whether each of these texts is there is part of a page's shape.
    """

    texts: tuple[bytes, ...]
    are_there: tuple[bool, ...]


class Forms:
    """The forms of a language's pages, twins and lines, and the texts that many of them share."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._asked: dict[str, int] = {}
        self._fit: dict[str, bool] = {}
        self._topics: dict[tuple[str, ...], Topics] = {}
        self.shapes: dict[tuple[str, Hashable], Blank] = {}

    def has_page(self) -> bool:
        """Say whether pages of releases may be filled in; not where few are asked for."""
        return self._is_fit("release.html", _HANDED)

    def page(self, shape: Hashable, texts: Sequence[bytes], mark: Marking) -> bytes:
        """Fill in the page of a release."""
        return self._form("release.html", shape, texts, mark).filled(texts)

    def twin(
        self, edition: Edition, body: bytes, url: str, values: Callable[[], Mapping[str, Any]]
    ) -> bytes:
        """Print the plain-text twin of a release; `values` gives those of its template."""
        if not has_text_alone(edition) or not self._is_fit("release.txt", _HANDED_TWIN):
            return self._frame.templates.filled("release.txt", values()).encode()
        texts = [edition.title.encode(), edition.summary.encode(), body, url.encode()]
        shape = edition.kind, edition.contacts, tuple(map(bool, texts))
        form = self._form("release.txt", shape, texts, lambda marks: _marked_twin(values(), marks))
        return form.filled(texts)

    def lines(self, items: Sequence[Item]) -> list[Markup]:
        """Render the lines of releases in a list."""
        texts = together([item[:_LINE_TEXTS] for item in items], encoded)
        return [self._line(item, own) for item, own in zip(items, texts, strict=True)]

    def _line(self, item: Item, texts: list[bytes]) -> Markup:
        if item.corrected or not self._is_fit("item.html", _HANDED_LINE):
            return self._frame.part("item.html", item=item)
        shape = *item[_LINE_TEXTS:], tuple(map(bool, texts))
        form = self._form("item.html", shape, texts, lambda marks: _marked_line(item, marks))
        return as_markup(form.filled(texts).decode())

    def topics(self, topics: tuple[str, ...]) -> Topics:
        """Give topics as pages write them, once for all releases that are about these."""
        found = self._topics.get(topics)
        if found is None:
            links = self._frame.topics(topics)
            of_each = [(encoded(title), encoded(href), in_json(title)) for title, href, *_ in links]
            texts = tuple(chain.from_iterable(of_each))
            found = self._topics[topics] = Topics(texts, tuple(map(bool, texts)))
        return found

    def _is_fit(self, template: str, handed: Scope) -> bool:
        found = self._fit.get(template)
        if found is None:
            asked = self._asked[template] = self._asked.get(template, 0) + 1
            if asked <= _WORTH_IT:
                return False
            found = self._fit[template] = self._frame.templates.passes_on(template, handed)
        return found

    def _form(self, template: str, shape: Hashable, texts: Sequence[bytes], mark: Marking) -> Blank:
        """Give what is printed between the texts of a shape, and the numbers of these."""
        form = self.shapes.get((template, shape))
        if form is None:
            marks = [f"{_MARK}{slot}{_MARK}" if text else "" for slot, text in enumerate(texts)]
            handed = {**mark(marks), "frame": self._frame}
            pieces = _SLOT.split(self._frame.templates.filled(template, handed))
            form = Blank([each.encode() for each in pieces[::2]], [*map(int, pieces[1::2])])
            self.shapes[template, shape] = form
        return form


def has_text_alone(edition: Edition) -> bool:
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


def together(texts: Sequence[Sequence[str]], write: Callable[[str], bytes]) -> list[list[bytes]]:
    """Write texts sign by sign, and encode them: all at once, with marks between them."""
    written = write(_BETWEEN.join(chain.from_iterable(texts))).split(_BETWEEN.encode())
    if len(written) != sum(map(len, texts)):  # nothing, or a text that holds the mark itself
        return [[write(text) for text in each] for each in texts]
    pieces = iter(written)
    return [list(islice(pieces, len(each))) for each in texts]


def _marked_twin(values: Mapping[str, Any], marks: Sequence[str]) -> dict[str, Any]:
    title, summary, body, url = marks
    release = replace(values["release"], title=title, summary=summary)
    return {**values, "release": release, "body": body, "url": url}


def _marked_line(item: Item, marks: Sequence[str]) -> dict[str, Any]:
    title, href, day, machine_date, summary = marks
    marked = item._replace(
        title=title, href=href, date=day, machine_date=machine_date, summary=summary
    )
    return {"item": marked}
