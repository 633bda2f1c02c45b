"""`dateline delivery`: print what a web server must know of the site."""

from __future__ import annotations

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.options import common, examples
from dateline.delivery import apache, hosts, nginx

_COMPOSE = {
    "nginx": nginx.compose,
    "apache": apache.compose,
    "headers": hosts.compose_headers,
}


@click.command(
    "delivery",
    epilog=examples(
        "dateline delivery nginx > dateline.conf",
        "dateline delivery apache > public/.htaccess",
    ),
)
@click.argument("server", type=click.Choice(list(_COMPOSE)))
@common
def command(desk: Desk, *, server: str) -> None:
    """Print a web server's settings for this newsroom.

    Types, caching, security headers, and who may read the feeds. Made from
    dateline.toml alone: print them again when that changes. `headers` is the
    file _headers that every build writes, for hosts that read it.
    """
    for line in _COMPOSE[server](open_newsroom(desk)).splitlines():
        desk.result(line)
