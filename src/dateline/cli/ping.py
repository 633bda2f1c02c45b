"""`dateline ping`: tell the WebSub hub of the feeds that changed."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import OUTPUT, open_newsroom
from dateline.cli.options import common, examples
from dateline.cli.showing import count
from dateline.delivery.hub import HttpHub
from dateline.delivery.ping import Pending, pending
from dateline.delivery.ping import send as send_notices
from dateline.errors import OutsideError
from dateline.newsrooms import CACHE
from dateline.settings import Newsroom


@click.command("ping", epilog=examples("dateline ping", "dateline ping --send"))
@click.option("--out", metavar="DIR", type=click.Path(), help="The built site, if not public/.")
@click.option("--send", is_flag=True, help="Tell the hub; without it nothing is sent.")
@common
def command(desk: Desk, *, out: str | None, send: bool) -> None:
    """Tell the hub of the feeds that changed.

    Do so when the new site stands on its server: the hub fetches each feed at
    once. A feed that the hub did not take is told again the next time.
    """
    newsroom = open_newsroom(desk)
    folder = newsroom.root / OUTPUT if out is None else Path(out)
    state = newsroom.root / CACHE
    what = pending(newsroom, folder, state)
    for path in what.missing:
        desk.tell(f"{path} is not built yet.")
    if not what.notices:
        desk.tell(f"{newsroom.hub} knows every feed as it is.")
    elif send:
        _send(desk, newsroom, what, state)
    else:
        for notice in what.notices:
            desk.result(notice.url)
        number = count(len(what.notices), "feed")
        desk.tell(f"{number} to tell {newsroom.hub} of. Nothing was sent: --send does.")


def _send(desk: Desk, newsroom: Newsroom, what: Pending, state: Path) -> None:
    """Send, telling of each feed; raises OutsideError where the hub did not take some."""
    failed = 0
    for outcome in send_notices(newsroom, what, state, HttpHub()):
        if outcome.failure:
            failed += 1
            desk.tell(f"{outcome.notice.url}: {outcome.failure}.")
        else:
            desk.result(outcome.notice.url)
    if failed:
        message = f"{newsroom.hub} did not take {count(failed, 'feed')}."
        raise OutsideError(message, hint="Run `dateline ping --send` again later.")
