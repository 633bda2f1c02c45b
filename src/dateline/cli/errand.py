"""Run one errand of `dateline send`: freeze what was asked for, rehearse it, or deliver it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dateline import digest, rendering, send
from dateline.cli.desk import Desk
from dateline.cli.office import Office, ended_by_signals, worker_name
from dateline.cli.progress import progress
from dateline.cli.showing import count
from dateline.mail import rehearsal
from dateline.mail.equipment import Equipment
from dateline.mail.ledger import editions
from dateline.mail.ledger.editions import Edition, Key, Report
from dateline.model import Month
from dateline.reports.baseline import Baseline
from dateline.settings import Feed
from dateline.site import Site

Wanted = Sequence[tuple[Feed, str]]


class Errand:
    """One run of the command: what was asked for, and what it works with."""

    def __init__(
        self,
        desk: Desk,
        office: Office,
        equipment: Equipment,
        wanted: Wanted,
        now: datetime,
        *,
        baseline: Baseline | None = None,
    ) -> None:
        self._desk, self._office, self._equipment = desk, office, equipment
        self._wanted, self._now = wanted, now
        self._baseline = baseline
        with office.database.reading() as connection:
            self._sent = editions.all_editions(connection)

    def freeze(self, month: Month, *, frozen: bool) -> list[Edition]:
        """Freeze the month's editions, or with `frozen` take those that are."""
        keys = {Key(feed.id, language, str(month)) for feed, language in self._wanted}
        if frozen:
            return [each for each in self._sent if each.key in keys]
        made = send.freeze(self._equipment, self._drafts(month))
        if not made:
            self._desk.tell(f"No release became public in {month}, so there is no digest.")
        return made

    def due(self) -> list[Edition]:
        """Freeze what is due, and add what is open of what was frozen."""
        newsroom = self._office.newsroom
        local = self._now.astimezone(newsroom.timezone)
        month = newsroom.open_month(self._now).before()
        keys = {Key(feed.id, language, str(month)) for feed, language in self._wanted}
        known = {each.key for each in self._sent}
        wanted = {(feed.id, language) for feed, language in self._wanted}
        open_ones = [
            each
            for each in send.unfinished(self._equipment, self._sent)
            if (each.key.feed, each.key.language) in wanted
        ]
        sending = newsroom.sending
        if (local.day, local.time()) < (sending.day, sending.hour) or keys <= known:
            return open_ones
        self._wanted = [
            (feed, language)
            for feed, language in self._wanted
            if Key(feed.id, language, str(month)) not in known
        ]
        return [*open_ones, *send.freeze(self._equipment, self._drafts(month))]

    def rehearse(self, month: Month, tester: str | None) -> None:
        """Write or send letters, of which the ledger hears nothing."""
        for each in self._drafts(month):
            if tester:
                words = rehearsal.send_test(
                    self._equipment, each.key, each.content, tester, self._now
                )
                self._desk.done(f"{each.key}: sent to {tester}: {words}")
                continue
            folder = self._office.rehearsals / str(month) / f"{each.key.feed}-{each.key.language}"
            with progress(self._desk) as told:
                written = rehearsal.write_maildir(
                    self._equipment,
                    each.key,
                    each.content,
                    folder,
                    self._now,
                    lambda done: told("writing", done, 0) if told else None,
                )
            self._desk.tell(f"{each.key}: {count(written, 'letter')}, none sent.")
            self._desk.result(self._desk.near(folder))

    def deliver(self, taken: Sequence[Edition]) -> list[Report]:
        """Deliver frozen editions."""
        with ended_by_signals(self._desk) as stop, progress(self._desk) as told:
            return send.deliver(
                self._equipment,
                self._office.newsroom,
                taken,
                name=worker_name(),
                stop=stop,
                watch=told,
                told=self._desk.tell,
            )

    def _drafts(self, month: Month) -> list[send.Draft]:
        site = self._site()
        drafts = [
            send.draft(site, feed, language, month, self._sent) for feed, language in self._wanted
        ]
        made = [each for each in drafts if each is not None]
        for each in made:
            for word, what in digest.told(each.late):
                self._desk.tell(f"{each.key}: {word}: {what.path}")
        return made

    def _site(self) -> Site:
        newsroom = self._office.newsroom
        with progress(self._desk) as told:
            return rendering.open_site(newsroom, self._now, told, baseline=self._baseline)
