"""Render Markdown as HTML that is safe in any page, feed or letter.

nh3 cleans what holds raw HTML; where there is none the renderer's safe mode is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

import comrak
import nh3

from dateline.markup.urls import SCHEMES, SURELY_SAFE, WHOLE, with_safe_urls
from dateline.patterns import finder, starts_otherwise

TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
    "var", "wbr",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang", "id", "class", "aria-label", "data-footnote-ref"},
    "blockquote": {"cite"},
    "code": {"class"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id"},
    "ol": {"start", "reversed"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_CHOICES = {
    "div": {"class": {"footnotes"}},
    "td": {"align": {"left", "center", "right"}},
    "th": {"align": {"left", "center", "right"}},
}
_HAS_HTML = re.compile(r"<[A-Za-z!/?]")
_TAG = re.compile(r"<(/?)([A-Za-z]+)")
# Elements without an end, and those whose end the next of their kind brings.
_FLAT = {
    "area", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
}  # fmt: skip
_MAX_DEPTH = 200
_ALIGN = re.compile(r'(<t[dh](?: [\w-]+(?:="[^"]*")?)*?) align="(left|center|right)"')
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_OTHER_HEADING = re.compile(r"<h[13-6]")
# What the renderer writes beside plain links: footnotes, aligned cells, titles, doubtful addresses.
# One search, where asking for each of them costs as much as a tenth of the rendering.
_UNUSUAL = re.compile(rf'="(?!{"|".join(SURELY_SAFE)})')
_NOT_WHOLE = re.compile(rf"""="(?!(?:{"|".join(WHOLE)})[^"&<>']*")""")
_FOOTNOTES = '<section class="footnotes" data-footnotes>'


class Rendered(NamedTuple):
    """Markdown as safe HTML.

    Where it `is_plain`, it has no attributes but the links' addresses, all of them whole: it is
    the same wherever it stands, without footnotes. Most texts are so.
    """

    html: str
    is_plain: bool = False


def to_html(markdown: str) -> str:
    """Render Markdown as safe HTML; headings start at level 2, for a page has one of level 1."""
    return render(markdown).html


def render(markdown: str) -> Rendered:
    """Render Markdown as `to_html` does, and tell whether addresses are left to be resolved."""
    raw = untouched(markdown) if "<" in markdown and _HAS_HTML.search(markdown) else None
    if raw is None or _is_too_deep(raw):
        rendered = _render(markdown, _options().safe)
        if not _may_differ()(rendered):
            return Rendered(rendered, is_plain=True)
        if not _NOT_WHOLE.search(rendered):
            return Rendered(_lower_headings(rendered), is_plain=True)
        if not _UNUSUAL.search(rendered):
            return Rendered(_lower_headings(rendered))
        rendered = with_safe_urls(_without_section(rendered), has_html=False)
    else:
        rendered = with_safe_urls(clean(raw), has_html=True)
    if ' align="' in rendered:
        # HTML's `align` is obsolete (HTML Living Standard, 16.2); the theme knows the class.
        rendered = _ALIGN.sub(r'\1 class="\2"', rendered)
    return Rendered(_lower_headings(rendered))


@cache
def _may_differ() -> Callable[[str], bool]:
    """Give what tells in one go whether an address is not whole, or a heading not of level 2.

    Most texts hold neither, which two searches of Python's tell in five times as long.
    """
    address = rf"""="(?:\s|{starts_otherwise(WHOLE)}|[^"]*(?:[&<>']|\z))"""
    return finder(f"{address}|{_OTHER_HEADING.pattern}")


def nests_too_deep(markdown: str) -> bool:
    """Say whether the raw HTML of Markdown nests so deep that `to_html` leaves it out.

    The sanitiser needs the square of the depth in time, and browsers give up at some hundreds.
    """
    has_html = "<" in markdown and _HAS_HTML.search(markdown)
    return bool(has_html) and _is_too_deep(untouched(markdown))


def clean(rendered: str, *, marks: str = "") -> str:
    """Give HTML without what could do harm; `marks` names an attribute to keep on links."""
    attributes = ATTRIBUTES
    if marks:
        linking = {tag: ATTRIBUTES[tag] | {marks} for tag in ("a", "img", "blockquote")}
        attributes = {**ATTRIBUTES, **linking}
    return nh3.clean(
        rendered,
        tags=TAGS,
        attributes=attributes,
        tag_attribute_values=_CHOICES,
        url_schemes=SCHEMES,
        clean_content_tags={"script", "style"},
        link_rel=None,
        strip_comments=True,
    )


def with_places(markdown: str) -> str:
    """Render Markdown with the place of each element that the renderer made; not safe."""
    return _render(markdown, _options().placed)


def untouched(markdown: str) -> str:
    """Render Markdown with its raw HTML as it stands; not safe."""
    return _without_section(_render(markdown, _options().unsafe))


def _is_too_deep(rendered: str) -> bool:
    depth = 0
    for closing, tag in _TAG.findall(rendered):
        if tag.lower() not in _FLAT:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > _MAX_DEPTH:
                return True
    return False


def _without_section(rendered: str) -> str:
    """Make the footnotes no section: they have no heading (HTML Living Standard, 4.3.3)."""
    if _FOOTNOTES not in rendered:
        return rendered
    before, _, notes = rendered.rpartition(_FOOTNOTES)
    inside, _, after = notes.rpartition("</section>")
    return f'{before}<div class="footnotes">{inside}</div>{after}'


def _lower_headings(rendered: str) -> str:
    """Move headings so that the highest is of level 2, keeping their order."""
    if not _OTHER_HEADING.search(rendered) or ("<h1" not in rendered and "<h2" in rendered):
        return rendered
    levels = {int(level) for _, level in _HEADING.findall(rendered)}
    if not levels or min(levels) == 2:
        return rendered
    shift = 2 - min(levels)
    return _HEADING.sub(lambda m: f"<{m[1]}h{min(6, int(m[2]) + shift)}", rendered)


class _Options(NamedTuple):
    parse: comrak.ParseOptions
    with_footnotes: comrak.ExtensionOptions
    without_footnotes: comrak.ExtensionOptions
    safe: comrak.RenderOptions
    unsafe: comrak.RenderOptions
    placed: comrak.RenderOptions


@lru_cache(maxsize=1)
def _options() -> _Options:
    with_footnotes, without_footnotes = comrak.ExtensionOptions(), comrak.ExtensionOptions()
    with_footnotes.table = without_footnotes.table = True
    with_footnotes.footnotes = True
    safe, unsafe, placed = (comrak.RenderOptions() for _ in range(3))
    unsafe.unsafe_ = True
    placed.sourcepos = True
    placed.unsafe_ = True
    parse = comrak.ParseOptions()
    return _Options(parse, with_footnotes, without_footnotes, safe, unsafe, placed)


def _render(markdown: str, how: comrak.RenderOptions) -> str:
    """Render Markdown by the library, which needs a line's end to see a last line whole."""
    options = _options()
    # To look for footnotes takes the library a tenth of its time; each has a `^`.
    extension = options.with_footnotes if "^" in markdown else options.without_footnotes
    return comrak.render_markdown(
        markdown if markdown.endswith("\n") else f"{markdown}\n",
        parse_options=options.parse,
        extension_options=extension,
        render_options=how,
    )
