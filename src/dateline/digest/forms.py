"""Print what stands around a month's releases once for all digests of a feed, and fill it in.

Letters of one list differ in their month, their address, their first titles and their releases;
a release is told in the same words in each. So the templates are rendered with marks for the
former, and once for all releases that have the same to say: a place, a summary, corrections.
Only the theme's templates are known to print what they are given as it is: a letter by a template
of the newsroom's own is rendered as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dateline.digest.fitting import Selection
from dateline.digest.inlining import render_inlined, without_blanks
from dateline.digest.lines import Lines, mark
from dateline.digest.mailing import Mailing
from dateline.digest.model import Entry, Told
from dateline.digest.tools import Tool
from dateline.digest.writing import Passage, Writing
from dateline.escaping import escaped
from dateline.model import Month
from dateline.plaintext import wrap
from dateline.templating import Templates

_MARKS = {name: mark(name) for name in ("subject", "preheader", "heading", "counted", "web_url")}
_FIELDS = ("title", "kind", "date", "place", "summary", "url")
# Of a release with no more than a title both parts tell what they tell of any.
_BARE = Entry(mark("text"), "", "", "", "", "")

Values = Mapping[str, Any]
Edit = Callable[[str], str]
Shape = tuple[bool, ...]


def print_html(templates: Templates, tool: Tool, values: Values) -> list[str]:
    """Render a letter's HTML into the pieces that its template prints."""
    return render_inlined(templates, "digest.html", address_tag=tool.address_html, **values)


def print_text(templates: Templates, tool: Tool, values: Values) -> list[str]:
    """Render a letter's text likewise."""
    return templates.pieces("digest.txt", address_tag=tool.address_text, wrap=wrap, **values)


class Forms:
    """Both parts of all letters of a list, to be filled in."""

    def __init__(self, mailing: Mailing, month: Month) -> None:
        templates, tool = mailing.site.templates[mailing.language], mailing.tool
        values = mailing.steady | mailing.own(month) | _MARKS | {"count": 1, "also": []}

        def html(chosen: Selection) -> list[str]:
            return print_html(templates, tool, {**values, "chosen": chosen})

        def text(chosen: Selection) -> list[str]:
            return print_text(templates, tool, {**values, "chosen": chosen})

        self._html = _Form(html, without_blanks, escaped)
        self._text = _Form(text, str, str)
        told = self._text.told(_BARE).replace(_BARE.text, _BARE.title)
        self._told_as_text = Lines(told)
        self._told_as_html: dict[Shape, tuple[list[bytes], Lines]] = {}

    @classmethod
    def of(cls, mailing: Mailing, month: Month) -> Forms | None:
        """Print the forms of a list by one of its closed months, by the theme's templates only."""
        if mailing.site.templates[mailing.language].is_own("digest.html", "digest.txt"):
            return None
        return cls(mailing, month)

    def tell(self, entry: Entry) -> Told:
        """Tell of a release, in the same words for every feed."""
        texts = (*entry[: len(_FIELDS)], *entry.corrected)
        shape = tuple(map(bool, texts))
        if shape not in self._told_as_html:
            self._told_as_html[shape] = self._shaped(shape)
        names, lines = self._told_as_html[shape]
        own = [escaped(text).encode() for text in texts]
        return Told(
            lines.filled(dict(zip(names, own, strict=True))),
            self._told_as_text.filled({b"text": entry.text.encode()}),
        )

    def _shaped(self, shape: Shape) -> tuple[list[bytes], Lines]:
        """Tell of a release that has some texts and lacks others, with marks; give their names."""
        corrected = [f"corrected{number}" for number in range(len(shape) - len(_FIELDS))]
        names = [*_FIELDS, *corrected]
        marks = [mark(name) if is_told else "" for name, is_told in zip(names, shape, strict=True)]
        title, kind, date, place, summary, url, *told = marks
        entry = Entry(title, kind, date, place, summary, url, tuple(told))
        return [name.encode() for name in names], Lines(self._html.told(entry))

    def filled(self, values: Values, told: Sequence[Told]) -> tuple[Writing, Writing]:
        """Fill a letter's two parts in."""
        html = self._html.filled(values, [each.html for each in told])
        wrapped = {**values, "heading": wrap(values["heading"])}
        return html, self._text.filled(wrapped, [each.text for each in told])


class _Form:
    """A part of all letters of a list: lines to be filled in, the releases, a foot."""

    def __init__(self, render: Callable[[Selection], list[str]], tidy: Edit, escape: Edit) -> None:
        self._render = render
        self._tidy = tidy
        self._escape = escape
        pieces = render(Selection((_BARE,)))
        (self._at,) = [at for at, piece in enumerate(pieces) if _BARE.title in piece]
        head = tidy("".join(pieces[: self._at]).lstrip())
        self._head = Lines(head)
        self._names = [(name.encode(), name) for name in _MARKS if _MARKS[name] in head]
        self._foot = Passage.of(tidy("".join(pieces[self._at + 1 :])).rstrip() + "\n")

    def told(self, entry: Entry) -> str:
        """Give a release as it is told: a piece of its own."""
        return self._tidy(self._render(Selection((entry,)))[self._at])

    def filled(self, values: Values, told: Sequence[Passage]) -> Writing:
        """Fill in what is a letter's own, and its releases."""
        own = {key: self._escape(values[name]).encode() for key, name in self._names}
        return Writing([self._head.filled(own), *told, self._foot])
