"""Print what stands around a month's releases once for all digests of a feed, and fill it in.

Letters of one list differ in their month, their address, their first titles and their releases;
a release is told in the same words in each. So the templates are rendered with marks for the
former, and with each release once. Only the theme's templates are known to print what they are
given as it is: a letter by a template of the newsroom's own is rendered as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from dateline.digest.fitting import Selection
from dateline.digest.inlining import render_inlined, without_blanks
from dateline.digest.mailing import Mailing
from dateline.digest.model import Entry, Told
from dateline.digest.tools import Tool
from dateline.digest.writing import Passage, Writing
from dateline.escaping import escaped
from dateline.model import Month
from dateline.plaintext import wrap
from dateline.templating import Templates

# Noncharacters: the scan of characters refuses them in all that is read.
_MARKS = {
    name: chr(0xFDD0 + number)
    for number, name in enumerate(
        ("subject", "preheader", "heading", "counted", "page_url", "web_url")
    )
}
_MARKED = re.compile("([\ufdd0-\ufdd5])")
_LINE = re.compile(r"[^\n]*\n")
_RELEASE = "\ufdd6"
_ENTRY = Entry(_RELEASE, "", "", "", "", "")

Values = Mapping[str, Any]
Edit = Callable[[str], str]


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
        values = mailing.values(month) | _MARKS | {"count": 1, "also": []}

        def html(chosen: Selection) -> list[str]:
            return print_html(templates, tool, {**values, "chosen": chosen})

        def text(chosen: Selection) -> list[str]:
            return print_text(templates, tool, {**values, "chosen": chosen})

        self._html = _Form(html, without_blanks, escaped)
        self._text = _Form(text, str, str)

    @classmethod
    def of(cls, mailing: Mailing, month: Month) -> Forms | None:
        """Print the forms of a list by one of its closed months, by the theme's templates only."""
        if mailing.site.templates[mailing.language].is_own("digest.html", "digest.txt"):
            return None
        return cls(mailing, month)

    def tell(self, entries: Sequence[Entry]) -> list[Told]:
        """Tell of releases, in the same words for every feed."""
        return list(map(Told, self._html.told(entries), self._text.told(entries)))

    def filled(self, values: Values, told: Sequence[Told]) -> tuple[Writing, Writing]:
        """Fill a letter's two parts in."""
        html = self._html.filled(values, [each.html for each in told])
        wrapped = {**values, "heading": wrap(values["heading"])}
        return html, self._text.filled(wrapped, [each.text for each in told])


class _Form:
    """A part of all letters of a list: what is the same in all, lines to be filled in, a foot."""

    def __init__(self, render: Callable[[Selection], list[str]], tidy: Edit, escape: Edit) -> None:
        self._render = render
        self._tidy = tidy
        self._escape = escape
        pieces = render(Selection((_ENTRY,)))
        (self._at,) = [at for at, piece in enumerate(pieces) if _RELEASE in piece]
        head = tidy("".join(pieces[: self._at]).lstrip())
        self._head = [
            _MARKED.split("".join(lines)) if is_marked else Passage.of("".join(lines))
            for is_marked, lines in groupby(_LINE.findall(head), _is_marked)
        ]
        self._foot = Passage.of(tidy("".join(pieces[self._at + 1 :])).rstrip() + "\n")

    def told(self, entries: Sequence[Entry]) -> list[Passage]:
        """Give each release as it is told: a piece of its own."""
        pieces = self._render(Selection(tuple(entries)))[self._at :]
        return [Passage.of(self._tidy(piece)) for piece in pieces[: len(entries)]]

    def filled(self, values: Values, told: Sequence[Passage]) -> Writing:
        """Fill in what is a letter's own, and its releases."""
        own = {mark: self._escape(values[name]) for name, mark in _MARKS.items()}
        head = [
            line if isinstance(line, Passage) else self._passage(line, own) for line in self._head
        ]
        return Writing([*head, *told, self._foot])

    def _passage(self, lines: list[str], own: Mapping[str, str]) -> Passage:
        return Passage.of(self._tidy("".join([own.get(piece, piece) for piece in lines])))


def _is_marked(line: str) -> bool:
    return _MARKED.search(line) is not None
