"""`dateline worker`: send what was queued, beside workers on other machines."""

from __future__ import annotations

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_to_read
from dateline.cli.office import open_office, worker_name
from dateline.cli.options import common, examples


@click.command("worker", epilog=examples("dateline worker", "dateline -C /srv/press worker -v"))
@common
def command(desk: Desk) -> None:
    """Send what `dateline send --queue` left to the workers.

    As many run as you like, on as many machines, over one PostgreSQL.
    Ctrl-C or SIGTERM ends it when the letters in flight are done.
    """
    newsroom = open_to_read(desk)
    with open_office(desk, newsroom) as office:
        equipment = office.equipment()
        from dateline.mail.queueing import run_worker  # noqa: PLC0415 -- after what may be refused

        run_worker(equipment, worker_name(), desk.tell)
