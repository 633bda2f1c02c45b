"""Find and replace the addresses of rendered HTML, and tell safe ones from those that run code."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

SCHEMES = {"http", "https", "mailto", "tel", "geo", "sms"}
_SAFE = re.compile(rf"(?:(?:{'|'.join(sorted(SCHEMES))}):|[^:/?#]*(?:[/?#]|\Z))", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e]")
# A tag that may hold an address, whole: quoted values may hold anything but their quote.
URL_TAG = re.compile(r'<(?:a|img|blockquote)(?:\s+[\w-]+(?:="[^"]*")?)*\s*/?>')
_URL_ATTRIBUTE = re.compile(r'(?<= )(href|src|cite)="([^"]*)"')
_EMPTY_LINK = re.compile(r'<a(?: href="")?(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_EMPTY_PICTURE = re.compile(r'<img(?! src="[^"])(?:\s+(?!src="[^"])[\w-]+(?:="[^"]*")?)*\s*/?>')
_ALT = re.compile(r' alt="([^"]*)"')
# How the renderer writes addresses: first in their tag. Where all of them stand so, one pass
# finds them; sanitised HTML may hold others, and words that look like them.
_FIRST_URL = re.compile(r'<(?:a href|img src)="([^"]*)"')
WHOLE = ("https://", "http://", "mailto:", "tel:")
SURELY_SAFE = (*WHOLE, "/", "#")
# An address that may have to be written anew: not whole, or with a sign that HTML may write in two
# ways. The search starts at what is rare in a text and looks back: looking for links costs more.
_ADDRESS = r'="(?:(?<= href=")|(?<= src=")|(?<= cite="))'
_TO_RESOLVE = re.compile(rf"""{_ADDRESS}(?!(?:{"|".join(WHOLE)}|\#)[^"&<>']*")""")
_TO_RESOLVE_WITH_FRAGMENTS = re.compile(rf"""{_ADDRESS}(?!(?:{"|".join(WHOLE)})[^"&<>']*")""")


def is_safe_url(url: str) -> bool:
    """Say whether an address may stand in a page: web, mail, telephone, or relative."""
    return _SAFE.match(_IGNORED.sub("", url)) is not None


def with_urls(rendered: str, resolve: Callable[[str], str], *, fragments: bool = False) -> str:
    """Give rendered HTML with each address replaced; fragments only where asked.

    Web, mail and telephone addresses are whole: `resolve` must leave them as they are, and a text
    that has no others is handed back at once.
    """
    if not (_TO_RESOLVE_WITH_FRAGMENTS if fragments else _TO_RESOLVE).search(rendered):
        return rendered

    def replace(match: re.Match[str]) -> str:
        name, _, quoted = match[0].partition("=")
        url = html.unescape(quoted[1:-1])
        if url.startswith("#") and not fragments:
            return match[0]
        return f'{name}="{html.escape(resolve(url))}"'

    written = sum(rendered.count(attribute) for attribute in (' href="', ' src="', ' cite="'))
    if written == len(_FIRST_URL.findall(rendered)):
        return _FIRST_URL.sub(replace, rendered) if written else rendered
    return URL_TAG.sub(lambda tag: _URL_ATTRIBUTE.sub(replace, tag[0]), rendered)


def with_safe_urls(rendered: str, *, has_html: bool) -> str:
    """Give rendered HTML without addresses that run code: their words stay, their links go.

    `has_html` says that some of it was written as HTML: its attributes stand in any order.
    """
    urls = _FIRST_URL.findall(rendered)
    if not has_html and all(url.startswith(SURELY_SAFE) for url in urls):
        return rendered
    rendered = URL_TAG.sub(lambda tag: _URL_ATTRIBUTE.sub(_checked, tag[0]), rendered)
    return _EMPTY_LINK.sub(r"\1", _EMPTY_PICTURE.sub(_words_of, rendered))


def _checked(match: re.Match[str]) -> str:
    if is_safe_url(html.unescape(match[2])):
        return match[0]
    return f'{match[1]}=""'


def _words_of(picture: re.Match[str]) -> str:
    alt = _ALT.search(picture[0])
    return alt[1] if alt else ""
