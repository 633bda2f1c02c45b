"""Turn the safe HTML that `markup` makes into plain text, for twins, feeds and mail.

Knows the handful of tags that safe HTML may hold; a paragraph becomes a line. What can be done
to the whole text at once is done so; only tags that make lines are walked.
"""

from __future__ import annotations

import html
import re

_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
# Tags that leave no trace in plain text.
_SILENT = re.compile(
    r"</(?:li|td|th|tr)>|<!--.*?-->|</?(?!(?:p|div|h[1-6]|ul|ol|li|table|blockquote|section"
    r"|figure|figcaption|details|summary|d[ltd]|hr|caption|a|sup|img|br|t[rdh])\b)[a-z][^>]*>"
)
_BACK_LINK = re.compile(r'<a\b[^>]*class="footnote-backref"[^>]*>.*?</a>')
_LINK = re.compile(r'<a\b(?:[^>]*? href="([^"]*)")?[^>]*>(.*?)</a>')
_REFERENCE = re.compile(r'<sup class="footnote-ref">(.*?)</sup>')
_PICTURE = re.compile(r'<img\b(?:[^>]*? alt="([^"]*)")?[^>]*>')
_LINES = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
# Stand for what must survive the tidying of spaces: an indent's space, and a verbatim block.
# Neither can be in a release: the scan of its characters refuses them.
_INDENT = "\x01"
_VERBATIM = "\x02"


def to_text(rendered: str) -> str:
    """Turn safe HTML into plain text: a paragraph a line, links with their addresses."""
    verbatim: list[str] = []
    if "<pre" in rendered:
        rendered = _PRE.sub(lambda match: _held(match[1], verbatim), rendered)
    text = _SILENT.sub("", rendered.replace("\n", " ").replace("\t", " "))
    text = _tidied(_LINES.sub(_Lines().separator, _inline(text)))
    text = html.unescape(text) if "&" in text else text
    for block in verbatim:
        text = text.replace(_VERBATIM, block, 1)
    return text


def _tidied(text: str) -> str:
    """Strip each line, and leave one empty line at most between two that are not."""
    while "  " in text:
        text = text.replace("  ", " ")
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip(" ")
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines).strip("\n").replace(_INDENT, " ")


def _held(inner: str, verbatim: list[str]) -> str:
    verbatim.append(html.unescape(re.sub(r"<[^>]*>", "", inner)).strip("\n"))
    return f"<p>{_VERBATIM}</p>"


def _inline(text: str) -> str:
    """Write out what stands within a line: links, footnote references, pictures."""
    if "<sup" in text:
        text = _REFERENCE.sub(r"[\1]", text)
        text = re.sub(r"</?sup\b[^>]*>", "", text)
    if "<a" in text:
        text = _LINK.sub(_link, _BACK_LINK.sub("", text))
    if "<img" in text:
        text = _PICTURE.sub(lambda match: f"[{match[1]}]" if match[1] else "", text)
    return text


def _link(match: re.Match[str]) -> str:
    url, label = match[1] or "", match[2].strip()
    is_told = not url.startswith(("http:", "https:")) or url == label
    return match[2] if is_told else f"{label} ({url})"


class _Lines:
    """Says what each tag that makes lines leaves between the texts around it."""

    def __init__(self) -> None:
        self._lists: list[int | None] = []
        self._after_bullet = False
        self._in_row = False

    def separator(self, match: re.Match[str]) -> str:
        closing, tag = match[1], match[2]
        if tag in {"td", "th"}:
            before, self._in_row = self._in_row, True
            return " | " if before else ""
        self._in_row = False
        after_bullet, self._after_bullet = self._after_bullet, tag == "li"
        if tag in {"ul", "ol"}:
            return self._list(closing, tag)
        if tag == "li":
            return f"\n{self._indent(1)}{self._bullet()}"
        if tag in {"br", "tr"}:
            return "\n" + (self._indent(0) if self._lists else "")
        if not self._lists:
            return "\n\n"
        return "" if closing or after_bullet else f"\n{self._indent(0)}"

    def _list(self, closing: str, tag: str) -> str:
        if closing:
            del self._lists[-1:]
        else:
            self._lists.append(0 if tag == "ol" else None)
        return "" if len(self._lists) > (0 if closing else 1) else "\n\n"

    def _indent(self, less: int) -> str:
        return _INDENT * 2 * (len(self._lists) - less)

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "
