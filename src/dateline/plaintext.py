"""Turn the safe HTML that `markup` makes into plain text, for twins, feeds and mail.

Knows the handful of tags that safe HTML may hold; a paragraph becomes a line. What can be done
to the whole text at once is done so; only tags that make lines are walked.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import unquote

_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
# Tags that leave no trace in plain text.
_SILENT = re.compile(
    r"</(?:li|td|th|tr)>|<!--.*?-->|</?(?!(?:p|div|h[1-6]|ul|ol|li|table|blockquote|section"
    r"|figure|figcaption|details|summary|d[ltd]|hr|caption|a|q|sup|img|br|t[rdh])\b)[a-z][^>]*>"
)
# What few texts hold: one search costs less than asking for each.
_RARE = re.compile(r"<(?:pre|sup|q|img)\b")
_BACK_LINK = re.compile(r'<a\b[^>]*class="footnote-backref"[^>]*>.*?</a>')
_LINK = re.compile(r'<a\b(?:[^>]*? href="([^"]*)")?[^>]*>(.*?)</a>')
_REFERENCE = re.compile(r'<sup class="footnote-ref">(.*?)</sup>')
_ORDERED = re.compile(r'<ol\b[^>]*? start="(\d+)"')
_NO_NUMBER = re.compile(r"[^+\d]+")
_PICTURE = re.compile(r'<img\b(?:[^>]*? alt="([^"]*)")?[^>]*>')
_LINES = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
# Stand for what must survive the tidying of spaces: an indent's space, and a verbatim block.
# Neither can be in a release: the scan of its characters refuses them.
_INDENT = "\x01"
_VERBATIM = "\x02"
_BLANKS = re.compile(r"[\t\n]+| {2,}")
_WIDTH = 72
_LINE = re.compile(r"[^ ].{0,71}(?= |\Z)|[^ ]+")  # of as many characters, or one long word


def to_text(rendered: str) -> str:
    """Turn safe HTML into plain text: a paragraph a line, links with their addresses."""
    verbatim: list[str] = []
    rare = _RARE.search(rendered) is not None
    if rare and "<pre" in rendered:
        rendered = _PRE.sub(lambda match: _held(match[1], verbatim), rendered)
    text = _SILENT.sub("", rendered.replace("\n", " ").replace("\t", " "))
    text = _tidied(_LINES.sub(_Lines().separator, _inline(text, rare=rare)))
    text = html.unescape(text) if "&" in text else text
    return _with_verbatim(text, verbatim) if verbatim else text


@lru_cache(maxsize=1000)  # names, dates and kinds stand in letter after letter
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


def _tidied(text: str) -> str:
    """Strip each line, and leave one empty line at most between two that are not."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip(" ")  # before all else: most double spaces are what tags leave behind
        while "  " in bare:
            bare = bare.replace("  ", " ")
        if _INDENT in bare:
            bare = bare.replace(f"{_INDENT} ", _INDENT)
            if not bare.strip(_INDENT):  # the start of a block that begins with another
                continue
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines).strip("\n").replace(_INDENT, " ")


def _held(inner: str, verbatim: list[str]) -> str:
    verbatim.append(html.unescape(re.sub(r"<[^>]*>", "", inner)).strip("\n"))
    return f"<p>{_VERBATIM}</p>"


def _inline(text: str, *, rare: bool) -> str:
    """Write out what stands within a line: links, footnote references, pictures."""
    if rare and "<sup" in text:
        text = _REFERENCE.sub(r"[\1]", text)
        text = re.sub(r"</?sup\b[^>]*>", "", text)
    if "<a" in text:
        if "footnote-backref" in text:
            text = _BACK_LINK.sub("", text)
        text = _LINK.sub(_link, text)
    return _rare(text) if rare else text


def _rare(text: str) -> str:
    """Write out quotations within a line, and pictures by what they show."""
    if "<q" in text:
        text = re.sub(r"<q(?: [^>]*)?>", "“", text).replace("</q>", "”")
    if "<img" in text:
        text = _PICTURE.sub(lambda match: f"[{match[1]}]" if match[1] else "", text)
    return text


def _link(match: re.Match[str]) -> str:
    """Write a link's words and, where they do not say it, its address."""
    url, label = match[1] or "", match[2].strip()
    scheme, _, rest = url.partition(":")
    if scheme in {"http", "https"}:
        return match[2] if url == label else f"{label} ({url})"
    address = unquote(rest.partition("?")[0])
    is_told = scheme not in {"mailto", "tel"} or address in (label, _NO_NUMBER.sub("", label))
    return match[2] if is_told else f"{label} ({address})"


class _Lines:
    """Says what each tag that makes lines leaves between the texts around it."""

    def __init__(self) -> None:
        self._lists: list[int | None] = []
        self._end_of_bullet = -1
        self._in_row = False

    def separator(self, match: re.Match[str]) -> str:
        closing, tag = match[1], match[2]
        if tag in {"td", "th"}:
            before, self._in_row = self._in_row, True
            return " | " if before else ""
        self._in_row = False
        if tag in {"ul", "ol"}:
            return self._list(closing, match[0])
        if tag == "li":
            self._end_of_bullet = match.end()
            return f"\n{self._indent(1)}{self._bullet()}"
        if tag in {"br", "tr"}:
            return f"\n{self._indent(0)}"
        if not self._lists:
            return "\n\n"
        return "" if closing or self._is_after_bullet(match) else f"\n{self._indent(0)}"

    def _is_after_bullet(self, match: re.Match[str]) -> bool:
        """Say whether a block is the first thing in its item: it stands beside the bullet."""
        if match.string[self._end_of_bullet : match.start()].strip(" "):
            return False
        self._end_of_bullet = match.end()
        return True

    def _list(self, closing: str, tag: str) -> str:
        if closing:
            del self._lists[-1:]
        else:
            start = _ORDERED.match(tag)
            number = int(start[1]) - 1 if start else 0
            self._lists.append(number if tag.startswith("<ol") else None)
        return "" if len(self._lists) > (0 if closing else 1) else "\n\n"

    def _indent(self, less: int) -> str:
        return _INDENT * 2 * (len(self._lists) - less)

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "
