"""Say which old addresses lead where, and write that as each kind of server reads it.

Pure: handed editions that may be seen, it gives values and text; `pages` publishes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from dateline import addresses
from dateline.addresses import Addresses
from dateline.model import Edition, Notice

HOSTS = "_redirects"
NGINX = "redirects.nginx.map"
APACHE = "redirects.apache.conf"
_INDEX = "/index.html"
_NGINX_HEAD = """\
# Old addresses, for nginx (ngx_http_map_module). In http { }:
#   map_hash_bucket_size 512;
#   map $uri $moved { include /path/to/redirects.nginx.map; }
# and in server { }:
#   if ($moved) { return 301 $moved; }
"""
_APACHE_HEAD = """\
# Old addresses, for Apache (mod_alias). In the virtual host:
#   Include /path/to/redirects.apache.conf
# Or copy the lines into the site's .htaccess.
"""


class Redirect(NamedTuple):
    """An old address and the edition that it leads to.

    `file` is where its page stands in the output; `target` is root-relative, with the path prefix
    of base_url.
    """

    file: str
    target: str
    edition: Edition | Notice

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the paths, not encoded and without prefix, that readers may have come by."""
        if not self.file.endswith(_INDEX):
            return (f"/{self.file}",)
        folder = "/" + self.file.removesuffix(_INDEX)
        return folder, f"{folder}/", folder + _INDEX


def redirects(editions: Iterable[Edition | Notice], at: Addresses) -> tuple[Redirect, ...]:
    """Give the redirects of editions, and of notices in their place: one a file, sorted by it."""
    found: dict[str, Redirect] = {}
    for edition in editions:
        for alias in edition.aliases:
            file = addresses.alias(alias)
            found[file] = Redirect(file, at.link(addresses.release(edition)), edition)
    return tuple(found[file] for file in sorted(found))


def for_hosts(moved: Iterable[Redirect], prefix: str) -> bytes:
    """Write `_redirects`, as Netlify and Cloudflare Pages read it; `prefix` is base_url's path.

    See docs.netlify.com/manage/routing/redirects and developers.cloudflare.com/pages.
    """
    # Netlify would send 301 before looking for a file only for `301!`, which Cloudflare does not
    # know and passes over: there the old address's page does the work.
    lines = [
        f"{prefix}{quote(source[1:])} {each.target} 301\n"
        for each in moved
        for source in each.sources
    ]
    return "".join(lines).encode()


def for_nginx(moved: Iterable[Redirect], prefix: str) -> bytes:
    """Write the inside of a `map` (ngx_http_map_module): decoded paths, as `$uri` is."""
    lines = [
        f"{_quoted(prefix + source[1:])} {_quoted(each.target)};\n"
        for each in moved
        for source in each.sources
    ]
    return (_NGINX_HEAD + "".join(lines)).encode()


def for_apache(moved: Iterable[Redirect], prefix: str) -> bytes:
    """Write RedirectMatch lines (mod_alias), which match whole decoded paths."""
    lines = []
    for each in moved:
        pattern = re.escape(prefix + each.file.removesuffix(_INDEX))
        if each.file.endswith(_INDEX):
            pattern += r"(?:/(?:index\.html)?)?"
        lines.append(f"RedirectMatch 301 {_quoted(f'^{pattern}$', escape='')} {each.target}\n")
    return (_APACHE_HEAD + "".join(lines)).encode()


def _quoted(text: str, escape: str = "\\") -> str:
    r"""Quote a word of a configuration; Apache's patterns keep their `\` before all but quotes."""
    if escape:
        text = text.replace(escape, escape * 2)
    return '"' + text.replace('"', '\\"') + '"'
