"""Open the post office of a newsroom: its database, its keys, and what sending needs."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import FrameType

from dateline.cli.clock import SystemClock
from dateline.cli.desk import Desk
from dateline.database import Database, open_database
from dateline.errors import UsageError
from dateline.mail.equipment import Equipment, make_equipment, make_identity
from dateline.mail.identity import Identity
from dateline.problems import did_you_mean
from dateline.settings import Feed, Newsroom
from dateline.subscriptions.keyfiles import open_keys
from dateline.subscriptions.tokens import KeyRing

DATABASE = "DATELINE_DATABASE"


@dataclass(frozen=True)
class Office:
    """A newsroom's open database and keys."""

    newsroom: Newsroom
    database: Database
    ring: KeyRing

    def equipment(self) -> Equipment:
        """Make ready what sending needs; raises UsageError or OutsideError for keys and secrets."""
        return make_equipment(self.newsroom, self.database, self.ring, SystemClock(), os.environ)

    @property
    def rehearsals(self) -> Path:
        """Give the folder of the letters that were written and not sent."""
        return self.newsroom.sending.keys.parent / "rehearsal"

    def identity(self) -> Identity:
        """Give the names that this newsroom's letters bear."""
        return make_identity(self.newsroom, self.ring)


@contextmanager
def open_office(desk: Desk, newsroom: Newsroom) -> Iterator[Office]:
    """Open the database and the keys; raises UsageError or OutsideError where one cannot be."""
    address = os.environ.get(DATABASE) or newsroom.sending.database
    words = "Waiting for another process that writes to the database."
    database = open_database(address, waiting=lambda: desk.tell(words))
    try:
        desk.detail(f"The database is {database.shown}.")
        yield Office(newsroom, database, open_keys(newsroom.sending.keys, database))
    finally:
        database.close()


@contextmanager
def ended_by_signals(desk: Desk) -> Iterator[Event]:
    """Give what Ctrl-C and SIGTERM set: letters in flight are finished. Twice interrupts."""
    stop = Event()

    def end(number: int, _: FrameType | None) -> None:
        if stop.is_set():
            signal.default_int_handler(number, None)
        desk.tell("Finishing the letters in flight; nothing is lost.")
        stop.set()

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def worker_name() -> str:
    """Give this process's name among workers: `host-1234`."""
    return f"{socket.gethostname()}-{os.getpid()}"


def chosen(newsroom: Newsroom, feed_id: str | None, lang: str | None) -> list[tuple[Feed, str]]:
    """Give the feeds with digests and their languages: those asked for, or all.

    Raises UsageError for a feed or language that there is not.
    """
    feeds = {feed.id: feed for feed in newsroom.feeds if feed.digest}
    if feed_id is not None and feed_id not in feeds:
        message = f"--feed: there is no feed `{feed_id}` with a digest."
        raise UsageError(message, hint=did_you_mean(feed_id, feeds))
    if lang is not None and lang not in newsroom.languages:
        hint = did_you_mean(lang, newsroom.languages)
        raise UsageError(f"--lang: `{lang}` is no language of this newsroom.", hint=hint)
    return [
        (feed, language)
        for feed in ([feeds[feed_id]] if feed_id else feeds.values())
        for language in newsroom.languages
        if language in feed.languages and lang in {None, language}
    ]
