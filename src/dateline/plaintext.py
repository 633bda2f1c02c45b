"""Turn the safe HTML that `markup` makes into plain text, for twins, feeds and mail.

Knows the handful of tags that safe HTML may hold; a paragraph becomes a line. The text is cut at
its tags once: most leave the same wherever they stand, and only the others are asked about.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from urllib.parse import unquote

from dateline.patterns import finder

_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
_ALT = re.compile(r'.*? alt="([^"]*)"')
_START = re.compile(r'.*? start="(\d+)"')
# A dateline with nothing to tidy, and what follows it in the same paragraph.
_OPENING = re.compile(r"<p><span[^>]*>([^<&\s]+(?: [^<&\s]+)*)</span> ")
_NO_NUMBER = re.compile(r"[^+\d]+")
# Stand for what must survive the tidying of spaces: an indent's space, a verbatim block, and the
# border before a cell. None can be in a release: the scan of its characters refuses them.
_INDENT = "\x01"
_VERBATIM = "\x02"
_BORDER = "\x03"
_MARGIN = f"{_INDENT} "
_END_OF_CELL = f" {_BORDER}"
_AFTER_INDENT = re.compile(rf"{_INDENT} +")
_NONE = -1
# What no text between tags holds: the space between blocks, and a tag that is to be asked.
_BREAK = "<"
_ASK = ">"
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
    **dict.fromkeys(('span class="dateline"', "/span"), ""),
    "q": "“",
    "/q": "”",
}
_OUTSIDE = {**_ANYWHERE, **dict.fromkeys(_BLOCKS | _CLOSINGS, _BREAK), "tr": "\n"}
_IN_LIST = {**_ANYWHERE, **dict.fromkeys(_CLOSINGS, "")}


def to_text(rendered: str) -> str:
    """Turn safe HTML into plain text: a paragraph a line, links with their addresses."""
    verbatim: list[str] = []
    writer = _Writer(rendered)
    written = writer.written()
    if writer.has_verbatim:
        rendered = _PRE.sub(lambda match: _held(match[1], verbatim), rendered)
        written = _Writer(rendered).written()
    text = _tidied(written)
    text = html.unescape(text) if "&" in text else text
    return _with_verbatim(text, verbatim) if verbatim else text


def encoded(opening: str, rest: str) -> bytes:
    """Give `to_text` in UTF-8 of HTML that is handed in two, as a body with its dateline is.

    The dash of a dateline makes of a text in ASCII one of two bytes a sign, which is cut and
    encoded at half the speed.
    """
    told = _OPENING.fullmatch(opening) if rest.isascii() and rest[:1].isalnum() else None
    if told is None:
        return to_text(opening + rest).encode()
    return b"%b %b" % (told[1].encode(), to_text(rest).encode())


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
    blocks = [
        _lines(block) if "\n" in block or _BORDER in block else block
        for each in text.split(_BREAK)
        if (block := each.strip(" "))
    ]
    tidied = "\n\n".join([block for block in blocks if block])
    while finder("  ")(tidied):
        tidied = tidied.replace("  ", " ")
    return tidied.replace(_INDENT, " ")


def _lines(block: str) -> str:
    """Strip each line of a block that has several, or cells."""
    lines = [""]
    for line in block.split("\n"):
        bare = line.strip(" ")
        if _BORDER in bare:
            bare = _row(bare)
        if _INDENT in bare:
            bare = _AFTER_INDENT.sub(_INDENT, bare)
            if not bare.strip(_INDENT):  # the start of a block that begins with another
                continue
        if bare or lines[-1]:
            lines.append(bare)
    return "\n".join(lines).strip("\n")


def _row(line: str) -> str:
    """Give a line with a bar between each two cells."""
    cells = line.lstrip(_MARGIN)
    row = cells.removeprefix(_BORDER).replace(_END_OF_CELL, " | ").replace(_BORDER, " | ")
    return _INDENT * line.count(_INDENT) + row.strip(" ")


class _Writer:
    """Writes down the texts between tags, and what each tag leaves between them."""

    def __init__(self, rendered: str) -> None:
        in_one_line = rendered.replace("\n", " ").replace("\t", " ")
        # `<` and `>` stand nowhere but around tags: a text, a tag, a text, and so on.
        self._pieces = in_one_line.replace(">", "<").split("<")
        self._lists: list[int | None] = []
        self._end_of_bullet = 0
        self._link = 0, ""
        self._is_reference = False
        # Whether it holds a block whose spaces are to be kept.
        self.has_verbatim = False

    def written(self) -> str:
        """Give safe HTML without its tags."""
        tags = self._pieces[1::2]
        left = [*map(_OUTSIDE.get, tags, repeat(_ASK))]
        self._pieces[1::2] = left
        if _ASK in left:
            self._ask(tags, left)
        return "".join(self._pieces)

    def _ask(self, tags: Sequence[str], left: list[str]) -> None:
        """Write down what those tags leave that a table cannot tell, or that stand in a list."""
        pieces, lists, end = self._pieces, self._lists, len(left)
        left.append(_ASK)  # the search for the next ends there
        number = left.index(_ASK)
        while number < end:
            tag, place = tags[number], 2 * number + 1
            plain = _IN_LIST.get(tag) if lists else None
            pieces[place] = self._left_by(tag, place) if plain is None else plain
            number = number + 1 if lists else left.index(_ASK, number + 1)

    def _left_by(self, tag: str, place: int) -> str:
        """Say what a tag leaves that has attributes, or depends on what is around it."""
        asked = _ASKED.get(tag)
        if asked is not None:
            return asked(self, tag, place)
        name = tag.partition(" ")[0]
        asked = _ASKED.get(name)
        if asked is not None:
            return asked(self, tag, place)
        if not self._lists or name not in _BLOCKS:
            return _OUTSIDE.get(name, "")
        return "" if self._is_after_bullet(place) else self._line(tag, place)

    def _is_after_bullet(self, place: int) -> bool:
        """Say whether a block is the first thing in its item: it stands beside the bullet."""
        if self._end_of_bullet < 0:
            return False
        is_after = not "".join(self._pieces[self._end_of_bullet : place]).strip(" ")
        self._end_of_bullet = place + 1 if is_after else _NONE
        return is_after

    def _line(self, _: str, _place: int) -> str:
        return f"\n{_INDENT * 2 * len(self._lists)}"

    def _begin_list(self, tag: str, _place: int) -> str:
        self._lists.append(_number_before(tag) if tag.startswith("ol") else None)
        return "" if len(self._lists) > 1 else _BREAK

    def _end_list(self, _: str, _place: int) -> str:
        del self._lists[-1:]
        self._end_of_bullet = _NONE
        return "" if self._lists else _BREAK

    def _item(self, _: str, place: int) -> str:
        self._end_of_bullet = place + 1
        if self._lists == [None]:  # most lists are
            return "\n- "
        indent = _INDENT * 2 * (len(self._lists) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"\n{indent}- "
        self._lists[-1] += 1
        return f"\n{indent}{self._lists[-1]}. "

    def _begin_link(self, tag: str, place: int) -> str:
        self._link = place, tag
        return ""

    def _end_link(self, _: str, place: int) -> str:
        start, tag = self._link
        words = "".join(self._pieces[start:place])
        self._pieces[start:place] = [""] * (place - start)
        if 'class="footnote-backref"' in tag:
            return ""
        _, has_address, rest = tag.partition(' href="')
        return _link(rest.partition('"')[0], words) if has_address else words

    def _begin_raised(self, tag: str, _place: int) -> str:
        self._is_reference = tag == 'sup class="footnote-ref"'
        return "[" if self._is_reference else ""

    def _end_raised(self, _: str, _place: int) -> str:
        return "]" if self._is_reference else ""

    def _note_verbatim(self, _: str, _place: int) -> str:
        self.has_verbatim = True
        return ""

    def _picture(self, tag: str, _place: int) -> str:
        alt = _ALT.match(tag)
        return f"[{alt[1]}]" if alt and alt[1] else ""


_ASKED: Mapping[str, Callable[[_Writer, str, int], str]] = {
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
    "pre": _Writer._note_verbatim,
}


def _number_before(tag: str) -> int:
    start = _START.match(tag)
    return int(start[1]) - 1 if start else 0


def _link(url: str, words: str) -> str:
    """Write a link's words and, where they do not say it, its address."""
    is_whole = "\n" not in words and _BREAK not in words
    label = words.strip(None if is_whole else " ")  # not what a block within it leaves
    scheme, _, rest = url.partition(":")
    if scheme in {"http", "https"}:
        return words if url == label else f"{label} ({url})"
    address = unquote(rest.partition("?")[0])
    is_told = scheme not in {"mailto", "tel"} or address in (label, _NO_NUMBER.sub("", label))
    written = address.replace(_BREAK, "&lt;")  # as words have it, which are still HTML
    return words if is_told else f"{label} ({written})"
