"""Turn Markdown into safe HTML, and tell its links and where they stand.

The only room that knows the Markdown library. CommonMark with tables and footnotes. Raw HTML
is allowed where it is harmless: nh3 cleans it; where there is none the renderer's safe mode
is enough. Scripts, styles, forms, event handlers and addresses of code never come out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import comrak
import nh3

_TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
    "var", "wbr",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang", "id", "class", "aria-label", "data-footnote-ref"},
    "blockquote": {"cite"},
    "code": {"class"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id"},
    "ol": {"start", "reversed"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"align", "colspan", "rowspan", "headers"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "geo", "sms"}
_SAFE_URL = re.compile(r"(?:(?:https?|mailto|tel|geo|sms):|[^:/?#]*(?:[/?#]|\Z))", re.IGNORECASE)
_HAS_HTML = re.compile(r"<[A-Za-z!/?]")
_URL_ATTRIBUTE = re.compile(r'(?<= )(href|src|cite)="([^"]*)"')
_ALIGN = re.compile(r'(<t[dh]) align="(left|center|right)"')
# A tag that may hold an address, whole: quoted values may hold anything but their quote.
_URL_TAG = re.compile(r'<(?:a|img|blockquote)(?:\s+[\w-]+(?:="[^"]*")?)+\s*/?>')
# What may need a second look at its place: a picture, raw HTML, or an address that starts neither
# with a harmless scheme nor at the site's root nor within the page.
_DOUBTFUL = re.compile(
    r"!\[|<(?!https?://)[A-Za-z!/?]|\]\(\s*(?!https?://|mailto:|tel:|/|#)"
    r"|^ {0,3}\[[^\]]+\]:\s*(?!https?://|mailto:|tel:|/|#)",
    re.MULTILINE,
)
_FOOTNOTES = re.compile(r'<section class="footnotes"[^>]*>')
_EMPTY_LINK = re.compile(r'<a(?: href="")?>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-6])>")
_PLACED = re.compile(
    r'<(a|img) data-sourcepos="(\d+):(\d+)-\d+:\d+" (?:href|src)="([^"]*)"(?: alt="([^"]*)")?'
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture in Markdown, at its line and column there, counted from 1."""

    url: str
    line: int
    column: int
    is_image: bool
    alt: str = ""


def to_html(markdown: str) -> str:
    """Render Markdown as safe HTML; headings start at level 2, for a page has one of level 1."""
    if _HAS_HTML.search(markdown):
        rendered = _clean(_render(markdown, _options().unsafe))
    else:
        rendered = _render(markdown, _options().safe)
    if "<a href=" in rendered or "<img " in rendered:
        rendered = _URL_TAG.sub(lambda tag: _URL_ATTRIBUTE.sub(_checked_url, tag[0]), rendered)
        rendered = _EMPTY_LINK.sub(r"\1", rendered)
    if ' align="' in rendered:
        # HTML's `align` is obsolete (HTML Living Standard, 16.2); the theme knows the class.
        rendered = _ALIGN.sub(r'\1 class="\2"', rendered)
    if 'class="footnotes"' in rendered:
        # The notes have no heading, so they are no section (HTML Living Standard, 4.3.3).
        rendered = _FOOTNOTES.sub('<div class="footnotes">', rendered, count=1)
        rendered = "</div>".join(rendered.rsplit("</section>", 1))
    return _lower_headings(rendered)


def with_urls(rendered: str, resolve: Callable[[str], str], *, fragments: bool = False) -> str:
    """Give rendered HTML with each address replaced; fragments only where asked."""
    if not any(f' {name}="' in rendered for name in ("href", "src", "cite")):
        return rendered

    def replace(match: re.Match[str]) -> str:
        url = html.unescape(match[2])
        if url.startswith("#") and not fragments:
            return match[0]
        return f'{match[1]}="{html.escape(resolve(url))}"'

    return _URL_TAG.sub(lambda tag: _URL_ATTRIBUTE.sub(replace, tag[0]), rendered)


def with_dateline(rendered: str, dateline: str) -> str:
    """Give rendered HTML with the dateline run in at the start of its first paragraph."""
    span = f'<span class="dateline">{html.escape(dateline)}</span>'
    if rendered.startswith("<p>"):
        return f"<p>{span} {rendered[3:]}"
    return f"<p>{span}</p>\n{rendered}"


def with_back_links(rendered: str, label: str) -> str:
    """Give rendered HTML whose links from footnotes back to the text say so in its language."""
    if "footnote-backref" not in rendered:
        return rendered
    return re.sub(
        r'aria-label="Back to reference[^"]*"', f'aria-label="{html.escape(label)}"', rendered
    )


def with_footnotes_of(rendered: str, name: str) -> str:
    """Give rendered HTML whose footnotes are told apart from other texts' on the same page."""
    if "footnote" not in rendered:
        return rendered
    return re.sub(r'(id="|href="#)(fn-|fnref-)', rf"\1{name}-\2", rendered)


def links(markdown: str) -> Iterator[Link]:
    """Yield the links and pictures of Markdown with their places."""
    if not _may_link(markdown):
        return
    for match in _PLACED.finditer(_render(markdown, _options().placed)):
        yield Link(
            url=html.unescape(match[4]),
            line=int(match[2]),
            column=int(match[3]),
            is_image=match[1] == "img",
            alt=html.unescape(match[5] or ""),
        )


def doubtful_links(markdown: str) -> Iterator[Link]:
    """Yield the links and pictures with their places, or none where all are plainly harmless.

    Harmless are web, mail and telephone addresses and those from the site's root or within the
    page; a text that has only such need not be rendered a second time for its places.
    """
    if _DOUBTFUL.search(markdown):
        yield from links(markdown)


def is_safe_url(url: str) -> bool:
    """Say whether an address may stand in a page: web, mail, telephone, or relative."""
    squeezed = re.sub(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e]", "", url)
    return bool(_SAFE_URL.match(squeezed))


def has_html(text: str) -> bool:
    """Say whether text holds a tag or an entity, which feed readers would obey."""
    return bool(re.search(r"<[A-Za-z!/?][^>]*>|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w+);", text))


def _may_link(markdown: str) -> bool:
    return "](" in markdown or "<" in markdown or "]:" in markdown


def _checked_url(match: re.Match[str]) -> str:
    safe = is_safe_url(html.unescape(match[2]))
    return match[0] if safe else f'{match[1]}=""'


def _lower_headings(rendered: str) -> str:
    """Move headings so that the highest is of level 2, keeping their order."""
    levels = {int(level) for _, level in _HEADING.findall(rendered)}
    if not levels or min(levels) == 2:
        return rendered
    shift = 2 - min(levels)
    return _HEADING.sub(lambda m: f"<{m[1]}h{min(6, int(m[2]) + shift)}>", rendered)


def _clean(rendered: str) -> str:
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        clean_content_tags={"script", "style"},
        link_rel=None,
        strip_comments=True,
    )


@dataclass(frozen=True, slots=True)
class _Options:
    parse: comrak.ParseOptions
    extension: comrak.ExtensionOptions
    safe: comrak.RenderOptions
    unsafe: comrak.RenderOptions
    placed: comrak.RenderOptions


@lru_cache(maxsize=1)
def _options() -> _Options:
    extension = comrak.ExtensionOptions()
    extension.table = True
    extension.footnotes = True
    safe, unsafe, placed = (comrak.RenderOptions() for _ in range(3))
    unsafe.unsafe_ = True
    placed.sourcepos = True
    placed.unsafe_ = True
    parse = comrak.ParseOptions()
    parse.sourcepos_chars = True
    return _Options(parse, extension, safe, unsafe, placed)


def _render(markdown: str, render: comrak.RenderOptions) -> str:
    options = _options()
    return comrak.render_markdown(
        markdown,
        parse_options=options.parse,
        extension_options=options.extension,
        render_options=render,
    )
