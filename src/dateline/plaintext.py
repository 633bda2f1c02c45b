"""Turn the safe HTML that `markup` makes into plain text, for twins, feeds and mail.

Knows the handful of tags that safe HTML may hold; a paragraph becomes a line.
"""

from __future__ import annotations

import html
import re


def to_text(rendered: str) -> str:
    """Turn safe HTML into plain text: a paragraph a line, links with their addresses."""
    return _TextWriter().text_of(rendered)


_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^>]*)>|<!--.*?-->|([^<]+)", re.DOTALL)
# Tags that leave no trace in plain text; without them there is half as much to walk.
_SILENT = re.compile(
    r"</(?:li|td|th|tr)>|<!--.*?-->|</?(?!(?:p|div|h[1-6]|ul|ol|li|table|blockquote|pre|section"
    r"|figure|figcaption|details|summary|d[ltd]|hr|caption|a|sup|img|br|t[rdh])\b)[a-z][^>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'\b(href|alt|class)="([^"]*)"')
_NONE: dict[str, str] = {}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre",
    "section", "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "hr", "caption",
}  # fmt: skip


class _TextWriter:
    """Walks the tags of safe HTML once, writing what a reader without tags should see."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._prefix = ""
        self._href = ""
        self._label = 0
        self._lists: list[int | None] = []
        self._verbatim = False
        self._is_backref = False
        self._in_reference = False

    def text_of(self, rendered: str) -> str:
        for closing, tag, attributes, text in _TOKEN.findall(_SILENT.sub("", rendered)):
            if text:
                if text != "\n":
                    self._write(html.unescape(text) if "&" in text else text)
                elif self._line and not self._verbatim:
                    self._space()
            elif closing:
                self._close(tag)
            elif tag:
                self._open(tag, dict(_ATTRIBUTE.findall(attributes)) if attributes else _NONE)
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def _write(self, text: str) -> None:
        if self._verbatim:
            self._line += text
            return
        if text[0].isspace():
            self._space()
        self._line += " ".join(text.split())
        if text[-1].isspace():
            self._space()

    def _space(self) -> None:
        """Write one space, unless a line starts here or there is one already."""
        if self._line and self._line[-1] != " ":
            self._line += " "

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _BLOCKS:
            self._break(blank=tag not in {"ul", "ol"} or not self._lists)
        if tag in {"br", "tr", "li"}:
            self._break()
        match tag:
            case "ul" | "ol":
                self._lists.append(0 if tag == "ol" else None)
            case "li":
                self._prefix = "  " * (len(self._lists) - 1) + self._bullet()
            case "a":
                self._open_link(attributes)
            case "sup" if attributes.get("class") == "footnote-ref":
                self._line += "["
                self._in_reference = True
            case "img" if attributes.get("alt"):
                self._write(f"[{html.unescape(attributes['alt'])}]")
            case "td" | "th" if self._line:
                self._line = f"{self._line.rstrip()} | "
            case "pre":
                self._verbatim = True

    def _open_link(self, attributes: dict[str, str]) -> None:
        self._href = html.unescape(attributes.get("href", ""))
        self._label = len(self._line)
        self._is_backref = attributes.get("class") == "footnote-backref"

    def _close_link(self) -> None:
        label = self._line[self._label :].strip()
        if self._is_backref:
            self._line = self._line[: self._label]
        elif self._href.startswith(("http:", "https:")) and self._href != label:
            self._line = f"{self._line.rstrip()} ({self._href})"
        self._href, self._is_backref = "", False

    def _close(self, tag: str) -> None:
        match tag:
            case "a":
                self._close_link()
            case "sup" if self._in_reference:
                self._line += "]"
                self._in_reference = False
            case "ul" | "ol" if self._lists:
                self._lists.pop()
                self._break(blank=not self._lists)
            case "pre":
                self._break(blank=True)
                self._verbatim = False
            case _ if tag in _BLOCKS:
                self._break(blank=not self._lists)

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _break(self, *, blank: bool = False) -> None:
        line = self._line.rstrip() if self._verbatim else self._line.strip()
        if line:
            self._lines.append(self._prefix + line)
            self._prefix = " " * len(self._prefix)
        self._line = ""
        if blank and self._lines and self._lines[-1] and not self._lists:
            self._lines.append("")
            self._prefix = ""
