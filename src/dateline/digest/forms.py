"""Print what stands around a month's releases once for all digests of a feed, and fill it in.

Letters of one list differ in their month, their address, their first titles and their releases;
a release is told in the same words in each. So the templates are rendered with marks for the
former, and once for all releases that have the same to say: a place, a summary, corrections.
Only the theme's templates are known to print what they are given as it is: a letter by a template
of the newsroom's own is rendered as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.digest.fitting import Selection
from dateline.digest.inlining import render_inlined, without_blanks
from dateline.digest.lines import Lines, Wanted, fill, mark
from dateline.digest.mailing import Mailing
from dateline.digest.model import Entry, Told
from dateline.digest.tools import Tool
from dateline.digest.writing import Writing, passage
from dateline.escaping import encoded
from dateline.model import Month
from dateline.pages.forms import together
from dateline.plaintext import wrap
from dateline.templating import Templates

# What the parts of a letter say of their own above the releases.
_IN_HTML = ("subject", "preheader", "heading", "counted", "web_url")
_IN_TEXT = ("heading", "counted", "web_url")
_MARKS = {name: mark(name) for name in _IN_HTML}
_FIELDS = ("title", "kind", "date", "place", "summary", "url")
# Of a release with no more than a title both parts tell what they tell of any.
_BARE = Entry(mark("text"), "", "", "", "", "")

Values = Mapping[str, Any]
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

        self.html = Form(html, _IN_HTML, without_blanks)
        self.text = Form(text, _IN_TEXT, str)
        told = self.text.told(_BARE).replace(_BARE.text, _BARE.title)
        self._told_as_text = Lines(told, ["text"])
        self._told_as_html: dict[Shape, Lines] = {}

    @classmethod
    def of(cls, mailing: Mailing, month: Month) -> Forms | None:
        """Print the forms of a list by one of its closed months, by the theme's templates only."""
        if mailing.site.templates[mailing.language].is_own("digest.html", "digest.txt"):
            return None
        return cls(mailing, month)

    def tell(self, entries: Sequence[Entry]) -> list[Told]:
        """Tell of releases, in the same words for every feed."""
        texts = [_texts(entry) for entry in entries]
        shapes = [self._shaped(tuple(map(bool, each))) for each in texts]
        asked: list[Wanted] = [*zip(shapes, together(texts, encoded), strict=True)]
        whole = together([(entry.text,) for entry in entries], str.encode)
        asked += [(self._told_as_text, each) for each in whole]
        told = fill(asked)
        return [*zip(told[: len(texts)], told[len(texts) :], strict=True)]

    def _shaped(self, shape: Shape) -> Lines:
        """Tell of a release that has some texts and lacks others, with marks."""
        found = self._told_as_html.get(shape)
        if found is None:
            corrected = [f"corrected{number}" for number in range(len(shape) - len(_FIELDS))]
            names = [*_FIELDS, *corrected]
            marks = [mark(name) if told else "" for name, told in zip(names, shape, strict=True)]
            title, kind, date, place, summary, url, *rest = marks
            entry = Entry(title, kind, date, place, summary, url, tuple(rest))
            found = self._told_as_html[shape] = Lines(self.html.told(entry), names)
        return found


def _texts(entry: Entry) -> tuple[str, ...]:
    title, kind, date, place, summary, url, corrected, _ = entry
    return title, kind, date, place, summary, url, *corrected


class Form:
    """A part of all letters of a list: lines to be filled in, the releases, a foot."""

    def __init__(
        self,
        render: Callable[[Selection], list[str]],
        names: Sequence[str],
        tidy: Callable[[str], str],
    ) -> None:
        self._render = render
        self._tidy = tidy
        pieces = render(Selection((_BARE,)))
        (self._at,) = [at for at, piece in enumerate(pieces) if _BARE.title in piece]
        self.head = Lines(tidy("".join(pieces[: self._at]).lstrip()), names)
        self.foot = passage(tidy("".join(pieces[self._at + 1 :])).rstrip() + "\n")

    def told(self, entry: Entry) -> str:
        """Give a release as it is told: a piece of its own."""
        return self._tidy(self._render(Selection((entry,)))[self._at])


class Filling(NamedTuple):
    """What a letter is filled in with: what it says itself, and its releases."""

    forms: Forms
    values: Values
    told: Sequence[Told]


def filled(letters: Sequence[Filling]) -> list[tuple[Writing, Writing]]:
    """Fill in both parts of letters."""
    html = [[values[name] for name in _IN_HTML] for _, values, _ in letters]
    text = [
        (wrap(values["heading"]), values["counted"], values["web_url"]) for _, values, _ in letters
    ]
    own = together(html, encoded) + together(text, str.encode)
    heads = [each.forms.html.head for each in letters] + [each.forms.text.head for each in letters]
    begins = fill([*zip(heads, own, strict=True)])
    both = zip(letters, begins[: len(letters)], begins[len(letters) :], strict=True)
    return [
        (
            Writing([html, *[each for each, _ in told], forms.html.foot]),
            Writing([text, *[each for _, each in told], forms.text.foot]),
        )
        for (forms, _, told), html, text in both
    ]
