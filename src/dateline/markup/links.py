"""Tell the links and pictures of Markdown, those in raw HTML too, with their places."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from dateline.markup.rendering import clean, nests_too_deep, untouched, with_places
from dateline.markup.urls import URL_TAG, is_safe_url
from dateline.patterns import finder, starts_otherwise

# What may need a second look at its place: raw HTML, or an address that does not start with a
# harmless scheme.
_HTML = re.compile(r"<(?!https?://)[A-Za-z!/?]")
_NOT_HARMLESS = r"\][(:]" + starts_otherwise(("http://", "https://", "mailto:", "tel:"))
_PLACED = re.compile(
    r'<(a|img) data-sourcepos="(\d+):(\d+)-\d+:\d+" (?:href|src)="([^"]*)"(?: alt="([^"]*)")?'
)
_RAW = re.compile(r"(<(?:a|img|blockquote))(?=[\s/>])", re.IGNORECASE)
_MARK = "data-at"
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_REFUSED = re.compile(
    r"<[A-Za-z]+[^<>]*?[\s/\"'](?:href|src|cite)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE
)


class Link(NamedTuple):
    """A link or picture in Markdown, at its line and column there, counted from 1."""

    url: str
    line: int
    column: int
    is_image: bool
    alt: str = ""


def links(markdown: str) -> Iterator[Link]:
    """Yield the links and pictures of Markdown with their places, in the order of place."""
    if "](" not in markdown and "<" not in markdown and "]:" not in markdown:
        return
    found = [*_markdown_links(markdown), *_raw_links(markdown)]
    yield from sorted(found, key=lambda link: (link.line, link.column))


def doubtful_links(markdown: str, own_host: str) -> Iterable[Link]:
    """Give the links and pictures with their places, or none where all are plainly harmless.

    Harmless are mail and telephone addresses and those of web sites but the newsroom's own; a text
    that has only such need not be rendered a second time for its places.
    """
    return links(markdown) if _is_doubtful(markdown, own_host) else ()


def _is_doubtful(markdown: str, own_host: str) -> bool:
    """Say whether a text may hold more than harmless links: pictures, for one."""
    # One sign before two, and before a search: one is found at the speed of memory.
    if "!" in markdown and "![" in markdown:
        return True
    if "<" in markdown and _HTML.search(markdown):
        return True
    return _not_harmless(own_host)(markdown)


@cache
def _not_harmless(own_host: str) -> Callable[[str], bool]:
    return finder(f"{_NOT_HARMLESS}|{re.escape(own_host)}")


def _markdown_links(markdown: str) -> Iterator[Link]:
    columns = _Columns(markdown)
    for match in _PLACED.finditer(with_places(markdown)):
        line = int(match[2])
        yield Link(
            url=html.unescape(match[4]),
            line=line,
            column=columns.in_characters(line, int(match[3])),
            is_image=match[1] == "img",
            alt=html.unescape(match[5] or ""),
        )


class _Columns:
    """Turns the renderer's columns, counted in bytes, into characters.

    The renderer could count characters itself, but needs the square of a line's length for it.
    """

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._lines: list[str] = []
        self._ends: dict[int, list[int]] = {}

    def in_characters(self, line: int, column: int) -> int:
        if self._markdown.isascii():
            return column
        self._lines = self._lines or self._markdown.split("\n")
        if line not in self._ends:
            sizes = (len(character.encode()) for character in self._lines[line - 1])
            self._ends[line] = list(accumulate(sizes))
        return bisect_right(self._ends[line], column - 1) + 1


def _raw_links(markdown: str) -> Iterator[Link]:
    """Yield the links of raw HTML that come out of cleaning, and those that it refuses.

    Each tag gets a mark of its place before it is rendered, so that what is a tag, and what is
    only the text of one, is decided by the parsers that decide it for the page.
    """
    if not _RAW.search(markdown) or nests_too_deep(markdown):
        return
    starts = [0, *(match.end() for match in re.finditer("\n", markdown))]
    offsets: list[int] = []

    def mark(match: re.Match[str]) -> str:
        offsets.append(match.start())
        return f"{match[1]} {_MARK}={len(offsets) - 1}"

    marked = _RAW.sub(mark, markdown)
    for tag in URL_TAG.finditer(clean(untouched(marked), marks=_MARK)):
        attributes = dict(_ATTRIBUTE.findall(tag[0]))
        number = re.match(r"\d+", attributes.get(_MARK, ""))
        if number is None or int(number[0]) >= len(offsets):
            continue
        offset = offsets[int(number[0])]
        url = next((attributes[name] for name in ("href", "src", "cite") if name in attributes), "")
        url = html.unescape(url or _refused_url(markdown, offset))
        # A quotation's source is no link that anybody follows: it must only be harmless.
        if url and not (tag[0].startswith("<blockquote") and is_safe_url(url)):
            line = bisect_right(starts, offset)
            yield Link(
                url=url,
                line=line,
                column=offset - starts[line - 1] + 1,
                is_image=tag[0].startswith("<img"),
                alt=html.unescape(attributes.get("alt", "")),
            )


def _refused_url(markdown: str, offset: int) -> str:
    found = _REFUSED.match(markdown, offset)
    return found[1].strip("\"'") if found else ""
