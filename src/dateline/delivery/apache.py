"""Write what Apache must know of a site: for `.htaccess`, or a `<Directory>` of its own.

A module that a host lacks leaves its part out, instead of breaking the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.delivery.classes import CLASSES, HOUR, FileClass, Policy
from dateline.delivery.nginx import pattern
from dateline.delivery.policy import common_headers, file_header, page_header
from dateline.settings import Newsroom

_HEAD = """\
# Made by `dateline delivery apache` for {base_url}
# Save it as .htaccess in the site's folder, or put it into that folder's <Directory>.
DirectoryIndex index.html
AddDefaultCharset utf-8
FileETag MTime Size
"""
# What builds keep beside the site, if the server's root holds it: older versions hold what was
# withdrawn since. `--swap` puts a .htaccess of its own there, too.
_BESIDE = """\
<IfModule mod_alias.c>
  RedirectMatch 404 "/\\.(?:[^/]+-versions|(?:[^/]+\\.)?staging)(?:/|$)"
</IfModule>
"""
# The address that was asked for, also where a compressed twin answers.
_SELF = """\
<IfModule mod_setenvif.c>
  SetEnvIf Request_URI "^{prefix}(.+?)(?:\\.gz)?$" dateline_path=$1
</IfModule>
"""
_REDIRECTS = "# Redirects of moved releases, where there are any, stand below this line.\n"
# The type of what is compressed is the file's own; only the encoding is gzip.
_GZIP = """\
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{{HTTP:Accept-Encoding}} \\bgzip\\b
  RewriteCond %{{REQUEST_FILENAME}} !-d
  RewriteCond %{{REQUEST_FILENAME}}.gz -f
  RewriteRule ^(.+)$ $1.gz [L]
</IfModule>
<FilesMatch "(?:{endings})\\.gz$">
  <IfModule mod_mime.c>
    AddEncoding gzip .gz
  </IfModule>
  <IfModule mod_headers.c>
    Header append Vary Accept-Encoding
  </IfModule>
  SetEnv no-gzip 1
</FilesMatch>
"""


def compose(newsroom: Newsroom) -> str:
    """Compose the snippet."""
    parts = [_HEAD.format(base_url=newsroom.base_url), _BESIDE, _everywhere(newsroom)]
    parts += [_SELF.format(prefix=pattern(newsroom.base_path))] if newsroom.hub else []
    # Where several sections fit a file, Apache lets the last one win.
    parts += [_section(newsroom, each) for each in CLASSES[::-1] if each.endings != ("",)]
    if newsroom.delivery.gzip:
        parts.append(_GZIP.format(endings="|".join(_compressed())))
    return "\n".join([*parts, _REDIRECTS])


def _compressed() -> Iterator[str]:
    for each in CLASSES:
        if each.type:
            yield from (_ending(ending) for ending in each.endings if ending != "/")


def _ending(ending: str) -> str:
    """Write an ending as a regular expression over a file's name, which has no folder."""
    return f"^{re.escape(ending[1:])}" if ending.startswith("/") else re.escape(ending)


def _everywhere(newsroom: Newsroom) -> str:
    """Write what goes with every file, also where nothing more is known of it."""
    headers = common_headers(newsroom) | {"Content-Security-Policy": file_header()}
    lines = [f'  Header always set {name} "{value}"' for name, value in headers.items()]
    lines.append(f'  Header set Cache-Control "{HOUR}"')
    return "\n".join(["<IfModule mod_headers.c>", *lines, "</IfModule>", ""])


def _section(newsroom: Newsroom, each: FileClass) -> str:
    """Write the section of a class of files."""
    endings = "|".join(_ending(ending) for ending in each.endings if ending != "/")
    lines = [f"# {each.name}", f'<FilesMatch "(?:{endings})(?:\\.gz)?$">']
    if each.type:
        charset = "; charset=utf-8" if each.charset else ""
        lines.append(f'  ForceType "{each.type}{charset}"')
    lines += ["  <IfModule mod_headers.c>", *_headers(newsroom, each), "  </IfModule>"]
    return "\n".join([*lines, "</FilesMatch>", ""])


def _headers(newsroom: Newsroom, each: FileClass) -> Iterator[str]:
    policy = page_header(newsroom) if each.policy is Policy.PAGE else file_header()
    yield f'    Header always set Content-Security-Policy "{policy}"'
    yield f'    Header set Cache-Control "{each.caching}"'
    if each.shared:
        yield "    Header set Access-Control-Allow-Origin *"
    if newsroom.hub and each.has_hub:
        own = f"{_literal(newsroom.base_url)}%{{dateline_path}}e"
        for url, relation in ((_literal(newsroom.hub), "hub"), (own, "self")):
            yield f'    Header add Link "<{url}>; rel=\\"{relation}\\""'


def _literal(url: str) -> str:
    """Write an address within double quotes; per cent signs are Apache's formats there."""
    return url.replace('"', "%22").replace("\\", "%5C").replace("%", "%%")
