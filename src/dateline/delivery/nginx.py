"""Write what nginx must know of a site, to be included in its `server` block.

Each location repeats all its headers: nginx forgets those of the block around as soon as one is
added (ngx_http_headers_module, add_header).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from dateline.delivery.classes import CLASSES, FileClass, Policy
from dateline.delivery.policy import common_headers, file_header, page_header
from dateline.settings import Newsroom

REDIRECTS = "/etc/nginx/snippets/dateline-redirects*.conf"
_HEAD = """\
# Made by `dateline delivery nginx` for {base_url}
# Include it in the server block; make it again when the settings change.
index index.html;
charset utf-8;
charset_types {types};
absolute_redirect off;
etag on;
gzip_static {gzip};
gzip_vary on;
# Redirects of moved releases, where there are any.
include {redirects};

# What builds keep beside the site: older versions hold what was withdrawn since.
location ~ "/\\.(?:[^/]+-versions|(?:[^/]+\\.)?staging)(?:/|$)" {{
    return 404;
}}
"""


def compose(newsroom: Newsroom) -> str:
    """Compose the snippet."""
    types = sorted({each.type for each in CLASSES if each.charset and each.type} - {"text/html"})
    head = _HEAD.format(
        base_url=newsroom.base_url,
        types=" ".join(types),
        gzip="on" if newsroom.delivery.gzip else "off",
        redirects=REDIRECTS,
    )
    start = f"^{pattern(newsroom.base_path)}"
    return "\n".join([head, *_to_prefix(newsroom), *_locations(newsroom, start)])


def _to_prefix(newsroom: Newsroom) -> Iterator[str]:
    """Lead the prefix without its slash to the one with it."""
    path = newsroom.base_path
    if path != "/":
        target = path.replace("$", "%24")  # nginx reads variables there
        yield f'location ~ "^{pattern(path[:-1])}$" {{\n    return 301 "{target}";\n}}\n'


def _locations(newsroom: Newsroom, start: str) -> Iterator[str]:
    for each in CLASSES:
        lines = [f"    {line}" for line in _lines(newsroom, each)]
        where = f'location ~ "{start}{_below(each)}" {{'
        yield "\n".join([f"# {each.name}", where, *lines, "}\n"])


def _below(each: FileClass) -> str:
    """Write a class's addresses below the prefix as a regular expression."""
    if not any(each.endings):
        return ""
    endings = "|".join(re.escape(ending) for ending in each.endings)
    if "/" in each.endings:  # the prefix itself is a page
        return f"(?:|.*(?:{endings}))$"
    return f"(?<dateline_path>.*(?:{endings}))$" if each.has_hub else f".*(?:{endings})$"


def _lines(newsroom: Newsroom, each: FileClass) -> Iterator[str]:
    if each.type:
        yield "types {}"
        yield f"default_type {each.type};"
    yield f'add_header Cache-Control "{each.caching}";'
    if each.shared:
        yield "add_header Access-Control-Allow-Origin *;"
    if newsroom.hub and each.has_hub:
        yield f"add_header Link '<{_literal(newsroom.hub)}>; rel=\"hub\"';"
        yield f"add_header Link '<{_literal(newsroom.base_url)}$dateline_path>; rel=\"self\"';"
    policy = page_header(newsroom) if each.policy is Policy.PAGE else file_header()
    headers = common_headers(newsroom) | {"Content-Security-Policy": policy}
    for name, value in headers.items():
        yield f'add_header {name} "{value}" always;'


def _literal(url: str) -> str:
    """Write an address within single quotes, where nginx reads variables."""
    return url.replace("$", "%24").replace("'", "%27")


def pattern(path: str) -> str:
    """Write an address as a regular expression: nginx matches it decoded, byte by byte."""
    plain = re.compile(rb"[A-Za-z0-9/_-]")
    data = unquote_to_bytes(path)
    return "".join(chr(byte) if plain.match(bytes([byte])) else f"\\x{byte:02x}" for byte in data)
