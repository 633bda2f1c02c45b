"""`dateline send`: post a month's digest to everyone who asked for it, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import click

from dateline import send
from dateline.cli.desk import Desk
from dateline.cli.digest import read_month
from dateline.cli.errand import Errand
from dateline.cli.known import baseline_option
from dateline.cli.newsroom import open_newsroom, open_to_read
from dateline.cli.office import Office, chosen, open_office
from dateline.cli.options import common, examples, now_option, on_desk
from dateline.cli.postmark import show_doubts, show_reports
from dateline.cli.showing import count
from dateline.errors import UsageError
from dateline.mail import doubts
from dateline.mail.equipment import Equipment
from dateline.mail.ledger import editions, waiting
from dateline.mail.ledger.editions import Edition, Report
from dateline.mail.ledger.tables import State
from dateline.reports.baseline import Baseline


class Send(click.Group):
    """A group whose first word may also be a month."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what is no subcommand for the month of `edition`."""
        if not any(word in self.commands or word in {"-h", "--help"} for word in args):
            args = ["edition", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Tell both ways to call it."""
        formatter.write_usage(ctx.command_path, "[YYYY-MM | --due] [OPTIONS]")
        formatter.write_usage(ctx.command_path, "status | pause | resume [OPTIONS]")


@click.group(
    "send",
    cls=Send,
    epilog=examples(
        "dateline send 2024-02 --feed press --test me@example.org",
        "dateline send 2024-02 --feed press",
        "dateline send status",
    ),
)
@on_desk
def command() -> None:
    """Send a month's digest to everyone who asked for it, once.

    Whatever interrupts it, start it again: nobody is missed, nobody gets it twice.
    `dateline send edition --help` tells the options.
    """


_feed = click.option("--feed", "feed_id", metavar="F", help="Of this feed alone.")
_lang = click.option("--lang", metavar="L", help="In this language alone.")


@command.command("edition")
@click.argument("month", metavar="[YYYY-MM]", required=False)
@click.option("--due", is_flag=True, help="Send what the calendar says, and what is open.")
@_feed
@_lang
@click.option("--dry-run", is_flag=True, help="Write the letters into a Maildir; send none.")
@click.option("--test", "tester", metavar="ADDRESS", help="Send one letter, to ADDRESS alone.")
@click.option("--resolve", type=click.Choice(["resend", "skip"]),
              help="Say what becomes of letters of which nobody knows.")  # fmt: skip
@click.option("--frozen", is_flag=True, help="Send what was frozen, though releases changed.")
@click.option("--queue", is_flag=True, help="Leave the sending to `dateline worker`.")
@now_option
@baseline_option
@common
def edition(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    *,
    month: str | None,
    due: bool,
    feed_id: str | None,
    lang: str | None,
    dry_run: bool,
    tester: str | None,
    resolve: str | None,
    frozen: bool,
    queue: bool,
    now: datetime,
    baseline: Baseline | None,
) -> int:
    """Send the digest of a month, or with --due whatever is due."""
    if problem := _at_odds(month, due=due, dry_run=dry_run, tester=tester):
        raise UsageError(problem, hint="dateline send 2024-02 --feed press")
    which = read_month(month) if month is not None else None
    newsroom = open_to_read(desk)
    wanted = chosen(newsroom, feed_id, lang)
    if not newsroom.mail.unsubscribe_url:
        _tell_no_way_out(desk)  # before anything is frozen: the address is in the letter's bytes
    with open_office(desk, newsroom) as office:
        if queue:
            from dateline.mail import queueing  # noqa: PLC0415 -- only where wanted

            queueing.prepare(office.database)  # before anything is frozen
        equipment = office.equipment()
        errand = Errand(desk, office, equipment, wanted, now, baseline=baseline)
        if which is not None and (dry_run or tester):
            errand.rehearse(which, tester)
            return 0
        taken = errand.due() if which is None else errand.freeze(which, frozen=frozen)
        if not taken:
            desk.tell("There is nothing to send.")
            return 0
        if resolve:
            numbers = [each.id for each in taken]
            settled = doubts.resolve(office.database, numbers, resend=resolve == "resend", now=now)
            desk.tell(f"{count(len(settled), 'letter')} settled as you say: {resolve}.")
        if queue:
            queueing.enqueue(office.database, [each.id for each in taken])
            desk.tell("Queued: `dateline worker` sends it, `dateline send status` tells how far.")
            return 0
        return _told(desk, equipment, errand.deliver(taken))


def _at_odds(month: str | None, *, due: bool, dry_run: bool, tester: str | None) -> str:
    """Say what of the command does not go together, or nothing."""
    if month is None and not due:
        return "Name a month, or --due."
    if due and month is not None:
        return "Name a month or --due, not both."
    if due and (dry_run or tester):
        return "--due sends what is due; --dry-run and --test want a month."
    return "--dry-run and --test exclude each other." if dry_run and tester else ""


def _tell_no_way_out(desk: Desk) -> None:
    desk.tell("Warning: the letters' unsubscribe link takes nobody off the list.")
    desk.tell("  It leads to the subscribe page, which knows no subscribers.")
    desk.tell("  Set [subscriptions] `url` and run `dateline subscriptions serve`,")
    desk.tell("  or name an address with {token} in [mail] `unsubscribe_url`.")


def _told(desk: Desk, equipment: Equipment, reports: Sequence[Report]) -> int:
    """Print the reports; 3 where something is left that nobody will do by itself."""
    show_reports(desk, reports)
    uncertain = [report.edition for report in reports if report.counts[State.UNCERTAIN]]
    if uncertain:
        show_doubts(desk, equipment.database, [each.id for each in uncertain])
        return 3
    return 0


@command.command("status")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help="For people, or programs.")  # fmt: skip
@_feed
@_lang
@common
def status(desk: Desk, *, form: str, feed_id: str | None, lang: str | None) -> None:
    """Tell what became of every edition's letters."""
    with _matching(desk, None, feed_id, lang) as (office, found):
        with office.database.reading() as connection:
            reports = [editions.report(connection, each) for each in found]
        show_reports(desk, reports, form=form)


@command.command("pause")
@click.argument("month", metavar="[YYYY-MM]", required=False)
@_feed
@_lang
@now_option
@common
def pause(desk: Desk, *, month: str | None, feed_id: str | None, lang: str | None,
          now: datetime) -> None:  # fmt: skip
    """Pause the sending of open editions; letters in flight are finished."""
    _set_paused(desk, month, feed_id, lang, now)


@command.command("resume")
@click.argument("month", metavar="[YYYY-MM]", required=False)
@_feed
@_lang
@common
def resume(desk: Desk, *, month: str | None, feed_id: str | None, lang: str | None) -> None:
    """Let paused editions go on; running workers do, else `dateline send` does."""
    _set_paused(desk, month, feed_id, lang, None)


def _set_paused(
    desk: Desk, month: str | None, feed_id: str | None, lang: str | None, now: datetime | None
) -> None:
    with _matching(desk, month, feed_id, lang) as (office, found):
        with office.database.writing() as connection:
            changed = [
                each
                for each in found
                if (each.paused_at is None) == (now is not None)
                and waiting.is_open(connection, each.id)
            ]
            for each in changed:
                editions.pause(connection, each.id, now)
        for each in changed:
            desk.done(f"{each.key} {'paused' if now else 'goes on'}.")
        if not changed:
            desk.tell("There is no such edition with letters to send.")
        elif now is None and not send.is_running(office.database, office.newsroom):
            desk.tell("No `dateline send` is running: start it again, and it goes on.")


@contextmanager
def _matching(
    desk: Desk, month: str | None, feed_id: str | None, lang: str | None
) -> Iterator[tuple[Office, list[Edition]]]:
    """Give the open office and the editions that a subcommand is about."""
    newsroom = open_newsroom(desk)
    wanted = {(feed.id, language) for feed, language in chosen(newsroom, feed_id, lang)}
    which = str(read_month(month)) if month else None
    with open_office(desk, newsroom) as office:
        with office.database.reading() as connection:
            found = editions.all_editions(connection)
        yield (
            office,
            [
                each
                for each in found
                if (each.key.feed, each.key.language) in wanted and which in {None, each.key.month}
            ],
        )
