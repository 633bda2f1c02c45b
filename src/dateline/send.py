"""Errand two, *post*: read, select, compose, deliver; told in one screen.

Composing is pure. Freezing notes an edition and all who are to get it, at once; delivering may
be killed and started again at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

from dateline import digest
from dateline.database import Database
from dateline.errors import UsageError
from dateline.lock import is_held, locked
from dateline.mail import doubts
from dateline.mail.crew import Crew
from dateline.mail.dispatch import NOT_ALLOWED, Tally
from dateline.mail.equipment import Equipment
from dateline.mail.ledger import editions, settling, waiting
from dateline.mail.ledger.editions import Edition, Key, Report
from dateline.model import Month
from dateline.monthly import MonthNews
from dateline.settings import Feed, Newsroom
from dateline.site import Site

Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition as it would be frozen now; `late` came too late for its own months' digests.

    `releases` are the ids of all that it tells: releases, corrections, withdrawals.
    """

    key: Key
    content: bytes
    releases: tuple[str, ...]
    late: MonthNews


def draft(
    site: Site, feed: Feed, language: str, month: Month, sent: Sequence[Edition]
) -> Draft | None:
    """Compose an edition, `sent` being all that were frozen; None where there is no news.

    Raises UsageError for a month that is not over, or one that a later edition has made up for.
    """
    key = Key(feed.id, language, str(month))
    if month >= site.newsroom.open_month(site.now):
        message = f"{month} is not over."
        raise UsageError(message, hint="Its digest can be sent from the next month on.")
    own = [each for each in sent if (each.key.feed, each.key.language) == (feed.id, language)]
    before = next((each for each in own if each.key == key), None)
    _refuse_overtaken(key, own, before)
    found = digest.months(site, feed, language)
    if month not in found:
        return None
    late = digest.late(site, feed, language, month, _told(month, own, before))
    made = digest.compose(site, feed, language, month, also=late)
    content = digest.encode_letter(made, site.newsroom.mail)
    return Draft(key, content, digest.ids(site, month, found[month], late), late)


def _refuse_overtaken(key: Key, own: Iterable[Edition], before: Edition | None) -> None:
    later = min((each.key.month for each in own if each.key.month > key.month), default="")
    if later and before is None:
        message = f"The digest {key} was never sent, and {later}'s was, with its releases."
        raise UsageError(message, hint="Sending it now would tell them twice.")


def _told(month: Month, own: Sequence[Edition], before: Edition | None) -> digest.Sent:
    """Say what the editions of a feed in a language have told."""
    months = [Month(*map(int, each.key.month.split("-"))) for each in own]
    others = frozenset(ident for each in own if each is not before for ident in each.releases)
    return digest.Sent(
        min(months, default=month), others, None if before is None else before.releases
    )


def freeze(equipment: Equipment, drafts: Iterable[Draft]) -> list[Edition]:
    """Freeze editions, each with all who want it; raises UsageError for one that has changed."""
    frozen, now = [], equipment.clock.now()
    for each in drafts:
        with equipment.database.writing() as connection:
            frozen.append(editions.freeze(connection, each.key, each.content, each.releases, now))
    return frozen


def deliver(  # noqa: PLR0913 -- each is a word of the command
    equipment: Equipment,
    newsroom: Newsroom,
    chosen: Sequence[Edition],
    *,
    name: str,
    stop: Event,
    watch: Watch | None = None,
    told: Callable[[str], None] = lambda _: None,
    patience: float = 900,
) -> list[Report]:
    """Deliver frozen editions and report; whatever interrupts it, starting again goes on.

    `patience` is how many seconds to wait for what was deferred; `told` hears what else is
    waited for. Raises OutsideError.
    """
    numbers = [each.id for each in chosen]
    with ExitStack() as stack:
        crew = _crew(equipment, chosen, name, stop, patience, told)
        if not equipment.database.is_postgresql:
            # One process at a time: so every lease of another is a dead process's.
            stack.enter_context(locked(_lock(newsroom), "send"))
            crew.reap(all_others=True)
        with equipment.database.writing() as connection:
            settling.reconsider(connection, numbers, NOT_ALLOWED)
            waiting.recall(connection, numbers, equipment.clock.now())
            total = waiting.count_open(connection, numbers)
        while not stop.is_set():
            again = settle(equipment, chosen)
            crew.run(lambda done: watch("sending", done, total) if watch else None)
            after = settle(equipment, chosen)
            if not (again.again or after.again) and not _waited(equipment, after, patience, stop):
                break
            crew = _crew(equipment, chosen, name, stop, patience, told)
    return reports(equipment, chosen)


def is_running(database: Database, newsroom: Newsroom) -> bool:
    """Say whether somebody may be delivering: over PostgreSQL workers anywhere, else one here."""
    return database.is_postgresql or is_held(_lock(newsroom))


def _lock(newsroom: Newsroom) -> Path:
    return newsroom.sending.keys / "send.lock"


def _crew(
    equipment: Equipment,
    chosen: Sequence[Edition],
    name: str,
    stop: Event,
    patience: float,
    told: Callable[[str], None],
) -> Crew:
    return Crew(
        database=equipment.database,
        errand=equipment.errand(chosen),
        rules=equipment.rules,
        clock=equipment.clock,
        carriers=equipment.carrier,
        size=equipment.workers,
        name=name,
        patience=patience,
        stop=stop,
        tally=Tally(told=told),
    )


def settle(equipment: Equipment, chosen: Sequence[Edition]) -> doubts.Settled:
    """Ask the mail server's log, where there is one, about what is uncertain."""
    if equipment.log is None:
        return doubts.Settled(0, 0, 0)
    return doubts.ask_log(
        equipment.database,
        [each.id for each in chosen],
        equipment.log,
        equipment.identity,
        equipment.clock.now(),
        equipment.grace,
    )


def _waited(equipment: Equipment, settled: doubts.Settled, patience: float, stop: Event) -> bool:
    """Wait until the log may be asked again, where that is soon."""
    if settled.look_again is None:
        return False
    wait = settled.look_again - equipment.clock.now()
    if wait > timedelta(seconds=patience):
        return False
    equipment.clock.wait(max(0.05, wait.total_seconds()), stop)
    return True


def unfinished(equipment: Equipment, chosen: Iterable[Edition]) -> list[Edition]:
    """Give the editions with letters still to be sent, or of which nobody knows."""
    chosen = list(chosen)
    with equipment.database.reading() as connection:
        doubted = {
            doubt.edition for doubt in settling.doubts(connection, [each.id for each in chosen])
        }
        return [
            each
            for each in chosen
            if str(each.key) in doubted or waiting.is_open(connection, each.id)
        ]


def reports(equipment: Equipment, chosen: Sequence[Edition]) -> list[Report]:
    """Count what became of each edition's deliveries."""
    numbers = [each.id for each in chosen]
    with equipment.database.reading() as connection:
        now = {each.id: each for each in editions.all_editions(connection)}  # paused meanwhile?
        return [editions.report(connection, now[number]) for number in numbers]
