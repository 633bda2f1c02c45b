"""Turn the safe HTML that `markup` makes into plain text, for twins, feeds and mail.

Knows the handful of tags that safe HTML may hold; a paragraph becomes a line. The text is cut at
its tags once: most leave the same wherever they stand, and only the others are asked about.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
_HREF = re.compile(r'a.*? href="([^"]*)"')
_ALT = re.compile(r'.*? alt="([^"]*)"')
_START = re.compile(r'.*? start="(\d+)"')
_NO_NUMBER = re.compile(r"[^+\d]+")
# Stand for what must survive the tidying of spaces: an indent's space, a verbatim block, and the
# border before a cell. None can be in a release: the scan of its characters refuses them.
_INDENT = "\x01"
_VERBATIM = "\x02"
_BORDER = "\x03"
_NONE = -1
_BLANKS = re.compile(r"[\t\n]+| {2,}")
_WIDTH = 72
_LINE = re.compile(r"[^ ].{0,71}(?= |\Z)|[^ ]+")  # of as many characters, or one long word
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "blockquote", "section",
    "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "hr",
}  # fmt: skip
_CLOSINGS = {f"/{block}" for block in _BLOCKS}
# What plain tags leave between the texts around them. Who is not here is asked about each time.
_ANYWHERE = {
    **dict.fromkeys(("em", "/em", "strong", "/strong", "code", "/code", "/li"), ""),
    **dict.fromkeys(("thead", "/thead", "tbody", "/tbody", "/tr", "/th", "/td"), ""),
    **dict.fromkeys(("th", "td"), _BORDER),
    "q": "“",
    "/q": "”",
}
_OUTSIDE = {**_ANYWHERE, **dict.fromkeys(_BLOCKS | _CLOSINGS, "\n\n"), "tr": "\n"}
_IN_LIST = {**_ANYWHERE, **dict.fromkeys(_CLOSINGS, "")}


def to_text(rendered: str) -> str:
    """Turn safe HTML into plain text: a paragraph a line, links with their addresses."""
    verbatim: list[str] = []
    if "<pre" in rendered:
        rendered = _PRE.sub(lambda match: _held(match[1], verbatim), rendered)
    text = _tidied(_Writer().written(rendered.replace("\n", " ").replace("\t", " ")))
    text = html.unescape(text) if "&" in text else text
    return _with_verbatim(text, verbatim) if verbatim else text


def wrap(text: str) -> str:
    """Wrap a paragraph of a letter's text part; addresses and long words are never broken."""
    if "\n" in text or "\t" in text or "  " in text:
        text = _BLANKS.sub(" ", text)
    if len(text) <= _WIDTH and not text.startswith(" "):
        return text  # titles, dates and addresses mostly are one line
    return "\n".join(_LINE.findall(text))


def _with_verbatim(text: str, verbatim: list[str]) -> str:
    """Put the verbatim blocks back, each line as far in as the block stands."""
    lines, blocks = [], iter(verbatim)
    for line in text.split("\n"):
        before, mark, after = line.partition(_VERBATIM)
        indent = "\n" + " " * len(before)
        lines.append(before + next(blocks).replace("\n", indent) + after if mark else line)
    return "\n".join(lines)


def _held(inner: str, verbatim: list[str]) -> str:
    verbatim.append(html.unescape(re.sub(r"<[^>]*>", "", inner)).strip("\n"))
    return f"<p>{_VERBATIM}</p>"


def _tidied(text: str) -> str:
    """Strip each line, and leave one empty line at most between two that are not."""
    lines = [""]
    for line in text.split("\n"):
        bare = line.strip(" ")
        if _BORDER in bare:
            bare = _row(bare)
        if not bare:
            if lines[-1]:
                lines.append("")
            continue
        while "  " in bare:
            bare = bare.replace("  ", " ")
        if _INDENT in bare:
            bare = bare.replace(f"{_INDENT} ", _INDENT)
            if not bare.strip(_INDENT):  # the start of a block that begins with another
                continue
        lines.append(bare)
    return "\n".join(lines).strip("\n").replace(_INDENT, " ")


def _row(line: str) -> str:
    """Give a line with a bar between each two cells."""
    cells = line.lstrip(f"{_INDENT} ")
    row = cells.removeprefix(_BORDER).replace(f" {_BORDER}", " | ").replace(_BORDER, " | ")
    return _INDENT * line.count(_INDENT) + row.strip(" ")


class _Writer:
    """Writes down the texts between tags, and what each tag leaves between them."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._lists: list[int | None] = []
        self._end_of_bullet = 0
        self._link = 0, ""
        self._is_reference = False

    def written(self, rendered: str) -> str:
        """Give safe HTML without its tags: `<` and `>` stand nowhere but around them."""
        texts, left_by = self._texts, _OUTSIDE
        first, *rest = rendered.split("<")
        texts.append(first)
        for each in rest:
            tag, _, text = each.partition(">")
            left = left_by.get(tag)
            if left is None:
                left = self._left_by(tag)
                left_by = _IN_LIST if self._lists else _OUTSIDE
            if left:
                texts.append(left)
            texts.append(text)
        return "".join(texts)

    def _left_by(self, tag: str) -> str:
        """Say what a tag leaves that has attributes, or depends on what is around it."""
        name = tag.partition(" ")[0]
        asked = _ASKED.get(name)
        if asked is not None:
            return asked(self, tag)
        if not self._lists or name not in _BLOCKS:
            return _OUTSIDE.get(name, "")
        return "" if self._is_after_bullet() else self._line(tag)

    def _is_after_bullet(self) -> bool:
        """Say whether a block is the first thing in its item: it stands beside the bullet."""
        if self._end_of_bullet < 0:
            return False
        is_after = not "".join(self._texts[self._end_of_bullet :]).strip(" ")
        self._end_of_bullet = len(self._texts) if is_after else _NONE
        return is_after

    def _line(self, _: str) -> str:
        return f"\n{_INDENT * 2 * len(self._lists)}"

    def _begin_list(self, tag: str) -> str:
        start = _START.match(tag)
        number = int(start[1]) - 1 if start else 0
        self._lists.append(number if tag.startswith("ol") else None)
        return "" if len(self._lists) > 1 else "\n\n"

    def _end_list(self, _: str) -> str:
        del self._lists[-1:]
        self._end_of_bullet = _NONE
        return "" if self._lists else "\n\n"

    def _item(self, _: str) -> str:
        self._end_of_bullet = len(self._texts) + 1
        indent = _INDENT * 2 * (len(self._lists) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"\n{indent}- "
        self._lists[-1] += 1
        return f"\n{indent}{self._lists[-1]}. "

    def _begin_link(self, tag: str) -> str:
        self._link = len(self._texts), tag
        return ""

    def _end_link(self, _: str) -> str:
        start, tag = self._link
        words = "".join(self._texts[start:])
        del self._texts[start:]
        if 'class="footnote-backref"' in tag:
            return ""
        url = _HREF.match(tag)
        return _link(url[1], words) if url else words

    def _begin_raised(self, tag: str) -> str:
        self._is_reference = tag == 'sup class="footnote-ref"'
        return "[" if self._is_reference else ""

    def _end_raised(self, _: str) -> str:
        return "]" if self._is_reference else ""

    def _picture(self, tag: str) -> str:
        alt = _ALT.match(tag)
        return f"[{alt[1]}]" if alt and alt[1] else ""


_ASKED: Mapping[str, Callable[[_Writer, str], str]] = {
    "a": _Writer._begin_link,
    "/a": _Writer._end_link,
    "li": _Writer._item,
    "ul": _Writer._begin_list,
    "ol": _Writer._begin_list,
    "/ul": _Writer._end_list,
    "/ol": _Writer._end_list,
    "tr": _Writer._line,
    "br": _Writer._line,
    "sup": _Writer._begin_raised,
    "/sup": _Writer._end_raised,
    "img": _Writer._picture,
}


def _link(url: str, words: str) -> str:
    """Write a link's words and, where they do not say it, its address."""
    label = words.strip(" " if "\n" in words else None)  # not what a block within it leaves
    scheme, _, rest = url.partition(":")
    if scheme in {"http", "https"}:
        return words if url == label else f"{label} ({url})"
    address = unquote(rest.partition("?")[0])
    is_told = scheme not in {"mailto", "tel"} or address in (label, _NO_NUMBER.sub("", label))
    return words if is_told else f"{label} ({address})"
