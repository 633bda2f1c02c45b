"""`dateline bounces`: take in mail that came back, and silence whom it concerns."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.clock import SystemClock
from dateline.cli.desk import Desk
from dateline.cli.failures import exit_code_of
from dateline.cli.newsroom import open_newsroom
from dateline.cli.office import ended_by_signals, open_office
from dateline.cli.options import common, examples
from dateline.cli.showing import count
from dateline.errors import DatelineError, UsageError
from dateline.mail.bounces import Counter
from dateline.mail.inbox import read_maildir, serve_lmtp
from dateline.mail.returned import understand

_TRY_AGAIN = 75  # sysexits.h: EX_TEMPFAIL, at which Postfix's pipe keeps the mail


@click.command(
    "bounces",
    epilog=examples(
        "dateline bounces ~/Maildir/.bounces",
        "dateline bounces - < returned.eml",
        "dateline bounces --lmtp /run/dateline/bounces.sock",
    ),
)
@click.argument("maildir", metavar="[MAILDIR | -]", required=False)
@click.option("--lmtp", "socket", metavar="SOCKET", help="Listen on a socket for a mail server.")
@common
def command(desk: Desk, *, maildir: str | None, socket: str | None) -> int:
    """Take in bounces, complaints and wishes to unsubscribe.

    From a Maildir, from standard input (-), or over LMTP.
    Addresses that are gone, and people who complain, get no more mail.
    """
    if (maildir is None) == (socket is None):
        message = "Name a Maildir, or `-` for standard input, or --lmtp SOCKET."
        raise UsageError(message, hint="dateline bounces ~/Maildir")
    try:
        _take_in(desk, maildir, socket)
    except (DatelineError, OSError) as failure:
        if maildir != "-":
            raise
        # Whatever is wrong, settings too: with any other code the mail server gives the mail up.
        exit_code_of(failure, desk)
        return _TRY_AGAIN
    return 0


def _take_in(desk: Desk, maildir: str | None, socket: str | None) -> None:
    with open_office(desk, open_newsroom(desk)) as office:
        counter = Counter(office.database, office.ring, office.identity())
        clock = SystemClock()

        def take(content: bytes, recipients: tuple[str, ...]) -> None:
            done = counter.take(understand(content, recipients), clock.now())
            who = f"subscriber {done.subscriber_id}" if done.subscriber_id else "nobody known"
            desk.detail(f"{done.kind.value}: {who}: {done.words}")

        if maildir == "-":
            take(sys.stdin.buffer.read(), ())
        elif maildir is not None:
            taken = read_maildir(Path(maildir), take)
            desk.done(f"{count(taken, 'mail')} taken in.")
        elif socket is not None:
            with ended_by_signals(desk) as stop:
                serve_lmtp(Path(socket), take, stop, lambda: desk.tell(f"Listening on {socket}."))
