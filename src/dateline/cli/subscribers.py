"""`dateline subscribers`: add, import, export, list, forget, suppress, count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dateline.cli import roll
from dateline.cli.clock import read_now
from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.office import Office, chosen, open_office
from dateline.cli.options import common, examples, on_desk
from dateline.cli.progress import progress
from dateline.cli.showing import count, show_json
from dateline.errors import OutsideError, UsageError
from dateline.mail import rehearsal
from dateline.mail.ledger import erasing
from dateline.subscriptions import Choice, Reason, SubscriberState, consent, register, store
from dateline.subscriptions.addresses import Address, InvalidAddressError, read_address, read_name
from dateline.subscriptions.consent import Answer, Asked
from dateline.subscriptions.importing import BadLine, Defaults, Line, read_list

_AT_ONCE = 500
_feed = click.option(
    "--feed", "feeds", metavar="F", multiple=True, help="This feed; may be repeated."
)
_lang = click.option("--lang", "langs", metavar="L", multiple=True, help="This language; likewise.")
_form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
                     help="For people, or programs.")  # fmt: skip
_LEFT_ALONE = {
    Answer.SUPPRESSED: "is suppressed, and stays so",
    Answer.UNSUBSCRIBED: "has unsubscribed, and must ask for it again",
    Answer.NOTHING: "gets it already",
}


@click.group(
    "subscribers",
    epilog=examples(
        "dateline subscribers import list.csv --consent 'sign-up sheet, May 2024' --feed press",
        "dateline subscribers forget anna@example.org",
        "dateline subscribers stats",
    ),
)
@on_desk
def command() -> None:
    """Keep the list of who gets the digest.

    Nobody is on it without consent, and who left or is suppressed does not
    come back by an import.
    """


@command.command("add")
@click.argument("address")
@click.option("--name", default="", help="The person's name.")
@_feed
@_lang
@click.option("--consent", "proof", required=True, metavar="TEXT",
              help="How and when the person said yes; kept as the proof.")  # fmt: skip
@common
def add(desk: Desk, *, address: str, name: str, feeds: Sequence[str], langs: Sequence[str],
        proof: str) -> int:  # fmt: skip
    """Add somebody who said yes elsewhere."""
    newsroom = open_newsroom(desk)
    who = _address(address)
    with open_office(desk, newsroom) as office:
        choice = _choice(office, feeds, langs)
        asked = Asked(who, choice, choice.pairs[0][1], read_name(proof))
        with office.database.writing() as connection:
            done = consent.add(connection, office.ring, asked, read_now(None), name=read_name(name))
    if done is Answer.DONE:
        desk.done(f"{who.text} gets {choice}.")
        return 0
    desk.tell(f"{who.text} {_LEFT_ALONE[done]}.")
    return 0 if done is Answer.NOTHING else 1


@command.command("import")
@click.argument("file", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False))
@_feed
@_lang
@click.option("--consent", "proof", default="", metavar="TEXT",
              help="How they said yes, for lines that do not tell.")  # fmt: skip
@click.option("--encoding", default="utf-8", metavar="NAME", help="How the file was saved.")
@common
def import_(desk: Desk, *, file: str, feeds: Sequence[str], langs: Sequence[str], proof: str,
            encoding: str) -> int:  # fmt: skip
    """Take in a list; bad lines are told, and the rest is taken in.

    Columns: address, and as you like name, feeds, languages, language, consent.
    It may be run again: nobody is added twice.
    """
    newsroom = open_newsroom(desk)
    offered = {f.id: f.languages for f in newsroom.feeds if f.digest}
    lines: list[Line] = []
    bad: list[BadLine] = []
    with open_office(desk, newsroom) as office:
        if feeds or langs:
            _choice(office, feeds, langs)
        defaults = Defaults(feeds or list(offered)[:1], langs or [newsroom.default_language],
                            proof, offered)  # fmt: skip
        for each in read_list(Path(file).read_bytes(), defaults, encoding):
            if isinstance(each, Line):
                lines.append(each)
            else:
                bad.append(each)
        answers = _take_in(desk, office, lines)
    for each in bad:
        desk.fail(f"{desk.near(file)}:{each.number}: {each.message}")
    for line, answer in answers:
        if answer in {Answer.SUPPRESSED, Answer.UNSUBSCRIBED}:
            desk.tell(
                f"{desk.near(file)}:{line.number}: {line.address.text} {_LEFT_ALONE[answer]}."
            )
    given = [answer for _, answer in answers]
    desk.done(
        f"{count(len(given) + len(bad), 'line')}: {given.count(Answer.DONE):,} added, "
        f"{given.count(Answer.NOTHING):,} there already, "
        f"{given.count(Answer.SUPPRESSED):,} suppressed, "
        f"{given.count(Answer.UNSUBSCRIBED):,} unsubscribed, {len(bad):,} bad."
    )
    return int(bool(bad))


def _take_in(desk: Desk, office: Office, lines: Sequence[Line]) -> list[tuple[Line, Answer]]:
    answers, now = [], read_now(None)
    with progress(desk) as told:
        for start in range(0, len(lines), _AT_ONCE):
            with office.database.writing() as connection:
                for line in lines[start : start + _AT_ONCE]:
                    language = line.language or line.choice.pairs[0][1]
                    asked = Asked(line.address, line.choice, language, line.consent)
                    answer = consent.add(
                        connection, office.ring, asked, now, name=line.name, how="import"
                    )
                    answers.append((line, answer))
            if told:
                told("importing", len(answers), len(lines))
    return answers


@command.command("export")
@click.argument("address", required=False)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv",
              help="A list, or everything on record.")  # fmt: skip
@common
def export(desk: Desk, *, address: str | None, form: str) -> int:
    """Print the list, or all that is kept of one person.

    JSON has each one's record of consent: what the person has a right to see.
    """
    canonical = _address(address).canonical if address else None
    with (
        open_office(desk, open_newsroom(desk)) as office,
        office.database.reading() as connection,
    ):
        found = roll.export(desk, register.entries(connection, canonical), form)
    return _told_missing(desk, address) if address and not found else 0


@command.command("list")
@click.option("--state", type=click.Choice([each.value for each in SubscriberState]),
              help="Those who stand so.")  # fmt: skip
@_form
@common
def list_(desk: Desk, *, state: str | None, form: str) -> None:
    """List who is on the list."""
    newsroom = open_newsroom(desk)
    wanted = SubscriberState(state) if state else None
    with open_office(desk, newsroom) as office, office.database.reading() as connection:
        roll.show(desk, register.entries(connection, state=wanted), newsroom, form)


@command.command("forget")
@click.argument("address")
@common
def forget(desk: Desk, *, address: str) -> int:
    """Erase all that is kept of an address.

    Its links are void from then on. If it was suppressed, a hash stays that
    keeps it so, from which nobody reads the address.
    """
    who = _address(address)
    with open_office(desk, open_newsroom(desk)) as office:
        gone = _erase(office, who.canonical)
        is_wiped = office.database.wipe_traces()
    if not is_wiped:
        message = f"{who.text} is forgotten, but its traces in the database's files are not wiped."
        raise OutsideError(message, hint="Another process reads for long: run it again later.")
    if not gone:
        return _told_missing(desk, address)
    desk.done("Forgotten.")
    return 0


def _erase(office: Office, canonical: str) -> bool:
    """Erase an address from the list, the ledger and what was rehearsed; False for no such."""
    with office.database.writing() as connection:
        person = store.find(connection, canonical)
        if person is not None:
            erasing.forget(connection, person.id)
        gone = register.forget(connection, canonical)
    if person is not None:
        rehearsal.drop_letters(office.rehearsals, person.id)
    return gone


@command.command("suppress")
@click.argument("address")
@click.option("--lift", is_flag=True, help="Take it off the suppression list again.")
@common
def suppress(desk: Desk, *, address: str, lift: bool) -> None:
    """See that an address gets no mail, whoever asks for it."""
    who = _address(address)
    with (
        open_office(desk, open_newsroom(desk)) as office,
        office.database.writing() as connection,
    ):
        if lift:
            done = register.lift_suppression(connection, office.ring, who.canonical)
        else:
            done = register.suppress_address(
                connection, office.ring, who.canonical, Reason.OPERATOR, read_now(None)
            )
    now = "may subscribe again" if lift else "gets no more mail"
    desk.done(f"{who.text} {now}." if done else f"{who.text}: nothing to do.")


@command.command("stats")
@_form
@common
def stats(desk: Desk, *, form: str) -> None:
    """Count subscribers, by state, feed and language."""
    with (
        open_office(desk, open_newsroom(desk)) as office,
        office.database.reading() as connection,
    ):
        counts = register.counts(connection)
    if form == "json":
        show_json(desk, roll.counts_as_dict(counts))
    else:
        roll.show_counts(desk, counts)


def _address(text: str) -> Address:
    try:
        return read_address(text)
    except InvalidAddressError as failure:
        raise UsageError(f"`{text[:80]}` is no e-mail address.", hint=str(failure)) from failure


def _choice(office: Office, feeds: Sequence[str], langs: Sequence[str]) -> Choice:
    """Choose what was named, else the newsroom's widest feed in its default language."""
    newsroom = office.newsroom
    pairs = {
        (feed.id, language)
        for feed_id in feeds or (None,)
        for lang in langs or (newsroom.default_language,)
        for feed, language in chosen(newsroom, feed_id, lang)
    }
    if not feeds:
        first = next((feed.id for feed in newsroom.feeds if feed.digest), "")
        pairs = {pair for pair in pairs if pair[0] == first}
    if not pairs:
        raise UsageError("No digest is offered so.", hint="Name --feed and --lang.")
    return Choice(tuple(sorted(pairs)))


def _told_missing(desk: Desk, address: str) -> int:
    desk.fail(f"Nothing is kept of {address}.")
    return 1
