"""Hold what every answer of the door needs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool

from dateline.database import Database
from dateline.settings import Newsroom
from dateline.subscriptions import Choice, SubscriberState, store
from dateline.subscriptions.model import subscriber
from dateline.subscriptions.tokens import KeyRing
from dateline.webapp.clients import ClientLimit, Proxies
from dateline.webapp.metrics import Metrics
from dateline.webapp.pages import Pages
from dateline.webapp.writer import Writer

Clock = Callable[[], datetime]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom an unsubscribe token was made for, and where that subscriber stands."""

    id: int
    address: str
    canonical: str
    language: str
    state: SubscriberState
    choice: Choice


@dataclass(frozen=True)
class Door:
    """A newsroom's door: its list, its keys, its clock, and what it counts."""

    newsroom: Newsroom
    database: Database
    keys: KeyRing
    clock: Clock
    writer: Writer
    pages: Pages
    proxies: Proxies
    limit: ClientLimit
    metrics: Metrics
    called: threading.Event = field(default_factory=threading.Event)

    @property
    def valid(self) -> timedelta:
        """Give how long a confirmation link is good for."""
        return timedelta(hours=self.newsroom.door.confirm_within)

    def wake(self) -> None:
        """Tell the postman that something was asked for."""
        self.called.set()

    def link(self, path: str) -> str:
        """Give the public address of a page of the door."""
        return self.newsroom.door.url + path

    def switch(self, path: str) -> Mapping[str, str]:
        """Give the address of a page in each language; `{}` in the path stands for it."""
        return {key: self.link(path.format(key)) for key in self.newsroom.languages}

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Read the database beside the other requests."""
        return await run_in_threadpool(self._read, work)

    def _read(self, work: Callable[[Connection], Result]) -> Result:
        with self.database.reading() as connection:
            return work(connection)

    async def holder(self, token: str) -> Holder | None:
        """Find whom a token was made for; None where it is forged, cut short or void."""
        claim = self.keys.read_unsubscribe_token(token)
        if claim is None:
            return None

        def find(connection: Connection) -> Holder | None:
            query = select(subscriber).where(subscriber.c.id == claim.subscriber_id)
            row: Any = connection.execute(query).first()
            if row is None or not self.keys.proves(claim, row.generation):
                return None
            choice = store.choice_of(connection, row.id)
            state = SubscriberState(row.state)
            return Holder(row.id, row.address, row.canonical, row.language, state, choice)

        return await self.read(find)
