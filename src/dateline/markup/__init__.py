"""Turn Markdown into safe HTML, and tell its links and where they stand.

The only room that knows the Markdown library and the sanitiser. CommonMark with tables and
footnotes; raw HTML where it is harmless. Scripts, styles, forms, event handlers and addresses
of code never come out.
"""

from dateline.markup.links import Link, doubtful_links, links
from dateline.markup.parts import (
    HTML_PATTERN,
    has_html,
    opened,
    opening,
    typed_opening,
    with_back_links,
    with_footnotes_of,
)
from dateline.markup.rendering import Rendered, nests_too_deep, render, to_html
from dateline.markup.urls import is_safe_url, with_urls

__all__ = [
    "HTML_PATTERN",
    "Link",
    "Rendered",
    "doubtful_links",
    "has_html",
    "is_safe_url",
    "links",
    "nests_too_deep",
    "opened",
    "opening",
    "render",
    "to_html",
    "typed_opening",
    "with_back_links",
    "with_footnotes_of",
    "with_urls",
]
