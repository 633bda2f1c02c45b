"""Add to rendered HTML what a page knows and its text does not: dateline, labels, names."""

from __future__ import annotations

import html
import re

# Of the kind that JavaScript's expressions share, for JSON Schema.
HTML_PATTERN = r"<[A-Za-z!/?][^>]*>|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w+);"
_HTML = re.compile(HTML_PATTERN)
_BACK = re.compile(r'(?<= )aria-label="Back to reference[^"]*"')


def has_html(text: str) -> bool:
    """Say whether text holds a tag or an entity, which feed readers would obey."""
    return ("<" in text or "&" in text) and _HTML.search(text) is not None


def opening(rendered: str, dateline: str) -> tuple[str, int]:
    """Give the start of rendered HTML with the dateline run in, and how many signs it replaces."""
    span = f'<span class="dateline">{html.escape(dateline)}</span>'
    return (f"<p>{span} ", len("<p>")) if rendered.startswith("<p>") else (f"<p>{span}</p>\n", 0)


def typed_opening(rendered: str, typed: str) -> tuple[str, int]:
    """Give the same of a text that opens with a dateline of its own, marked where it is plain."""
    if not rendered.startswith(f"<p>{typed} "):
        return "", 0
    return f'<p><span class="dateline">{typed}</span>', len("<p>") + len(typed)


def opened(rendered: str, start: str, replaced: int) -> bytes:
    """Give rendered HTML in UTF-8 with another start.

    The dash in a dateline would take its speed from a text in ASCII: it is encoded apart.
    """
    return start.encode() + rendered.encode()[len(rendered[:replaced].encode()) :]


def with_back_links(rendered: str, label: str) -> str:
    """Give rendered HTML whose links from footnotes back to the text say so in its language."""
    if "footnote-backref" not in rendered:
        return rendered
    said = f'aria-label="{html.escape(label)}"'
    return _BACK.sub(lambda _: said, rendered)


def with_footnotes_of(rendered: str, name: str) -> str:
    """Give rendered HTML whose footnotes are told apart from other texts' on the same page."""
    if "footnote" not in rendered:
        return rendered
    return re.sub(r'(id="|href="#)(fn-|fnref-)', rf"\1{name}-\2", rendered)
