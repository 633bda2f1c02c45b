"""Deliver editions: lease, mark, hand over, note; so that a crash at any moment loses nothing.

Each worker holds a lease and a connection of its own. What became of a letter is noted in the
same transaction that marks the next one, so a letter costs one commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Lock
from typing import TypeVar

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.mail.clock import Clock
from dateline.mail.identity import Identity
from dateline.mail.ledger import leasing
from dateline.mail.ledger.editions import Edition
from dateline.mail.ledger.leasing import Mark, Outcome, Task
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State
from dateline.mail.message import Letter, Mould, Recipient
from dateline.mail.reply import without_addresses
from dateline.mail.transport import Carrier, Reply, Verdict

Result = TypeVar("Result")
NOT_ALLOWED = "not on the allow-list"
_TRIES = 4  # of one letter in a row, when the connection breaks under it


@dataclass(frozen=True, slots=True)
class Rules:
    """How to deliver; times in seconds.

    `lease` is how long a silent worker is believed to live, `margin` how long before its end it
    stops by itself. A deferred letter waits `first_wait`, then twice as long each time, up to
    `longest_wait`, at most `attempts` times. `outage` is how long no server may answer.
    """

    batch: int = 50
    lease: float = 120
    margin: float = 20
    first_wait: float = 60
    longest_wait: float = 4 * 3600
    attempts: int = 16
    outage: float = 600
    limits: Limits = field(default_factory=Limits)
    is_open: Callable[[datetime], bool] = lambda _: True
    is_allowed: Callable[[str], bool] = lambda _: True


@dataclass(frozen=True)
class Errand:
    """What is delivered: editions by id with their moulds, and whose names letters bear."""

    editions: Mapping[int, Edition]
    moulds: Mapping[int, Mould]
    identity: Identity
    token: Callable[[int, int], str]

    def letter(self, task: Task, address: str) -> Letter:
        """Write a task's letter; raises ValueError for an address that cannot stand in one."""
        message_id = self.identity.message_id(
            str(self.editions[task.edition_id].key), task.subscriber_id
        )
        recipient = Recipient(
            address,
            self.token(task.subscriber_id, task.generation),
            message_id,
            self.identity.return_path(task.id),
        )
        return self.moulds[task.edition_id].letter(recipient)


@dataclass
class Tally:
    """Counts what the workers of this process did, and says what they wait for."""

    settled: int = 0
    told: Callable[[str], None] = lambda _: None
    _waited_for: str = ""
    _lock: Lock = field(default_factory=Lock)

    def add(self, count: int) -> None:
        """Count letters whose fate is known."""
        with self._lock:
            self.settled += count
            self._waited_for = ""

    def waits(self, words: str) -> None:
        """Say, once for all workers, what is waited for."""
        with self._lock:
            again, self._waited_for = words == self._waited_for, words
        if not again:
            self.told(f"{words} Trying again; nothing is lost.")


def lasting(
    action: Callable[[], Result], rules: Rules, clock: Clock, stop: Event, tally: Tally
) -> Result:
    """Do what can be done twice, again and again where the database is away for a while.

    Raises OutsideError where it is for too long, or the errand is to stop.
    """
    begun, pause = clock.elapsed(), 0.25
    while True:
        try:
            return action()
        except OutsideError as failure:
            if stop.is_set() or clock.elapsed() - begun >= rules.outage:
                raise
            tally.waits(failure.message)
        pause = min(30.0, pause * 2)
        clock.wait(pause, stop)


class LeaseLostError(Exception):
    """The lease was taken away: whoever held it does nothing more."""


class Lease:
    """A worker's lease, with its deadline on the stopwatch; renewed by another thread."""

    def __init__(self, database: Database, clock: Clock, rules: Rules, worker: str) -> None:
        self._database, self._clock, self._rules = database, clock, rules
        begun = clock.elapsed()
        with database.writing() as connection:
            self.number = leasing.open_lease(connection, worker, self._until())
        self._deadline = begun + rules.lease - rules.margin
        self.lost = False

    def renew(self) -> None:
        """Make the lease good from now on; notes where it was lost."""
        begun = self._clock.elapsed()
        with self._database.writing() as connection:
            self.lost = self.lost or not leasing.renew(connection, self.number, self._until())
        if not self.lost:
            self._deadline = begun + self._rules.lease - self._rules.margin

    def holds(self) -> bool:
        """Say whether nobody can have taken the lease away yet."""
        return not self.lost and self._clock.elapsed() < self._deadline

    def _until(self) -> datetime:
        return leasing.later(self._clock.now(), self._rules.lease)


class Worker:
    """Delivers with one connection, until nothing is due or it is told to stop."""

    def __init__(  # noqa: PLR0913 -- what a worker stands between
        self,
        database: Database,
        errand: Errand,
        carrier: Carrier,
        *,
        rules: Rules,
        clock: Clock,
        stop: Event,
        tally: Tally,
    ) -> None:
        self._database, self._errand, self._carrier = database, errand, carrier
        self._rules, self._clock, self._stop, self._tally = rules, clock, stop, tally
        self._done: list[Outcome] = []

    def run(self, lease: Lease, tasks: list[Task]) -> None:
        """Deliver leased tasks, one after the other.

        Raises OutsideError where the mail servers or the database are gone for too long,
        LeaseLostError where the lease is.
        """
        try:
            for task in tasks:
                if not self._is_ready() or not self._deliver(lease, task):
                    break
        finally:
            self._lasting(lambda: self._note(lease))

    def _is_ready(self) -> bool:
        """Wait for a mail server; False where the errand is to stop."""
        begun = self._clock.elapsed()
        while not self._stop.is_set() and self._rules.is_open(self._clock.now()):
            problem = self._carrier.prepare()
            if not problem:
                return True
            away = self._clock.elapsed() - begun
            if away >= self._rules.outage:
                hint = "Nothing is lost: start again when it answers."
                raise OutsideError(f"The mail server does not answer: {problem}.", hint=hint)
            self._tally.waits(f"The mail server does not answer: {problem}.")
            self._clock.wait(min(30.0, max(0.5, away)), self._stop)
        return False

    def _deliver(self, lease: Lease, task: Task) -> bool:
        """Deliver one task; False where the rest had better wait."""
        address = task.address
        if address is None:
            return self._settle(Outcome(task, State.SUPPRESSED, "forgotten"))
        if not self._rules.is_allowed(address):
            return self._settle(Outcome(task, State.SUPPRESSED, NOT_ALLOWED))
        try:
            letter = self._errand.letter(task, address)
        except ValueError:
            return self._settle(Outcome(task, State.FAILED, "the address cannot be written to"))
        match self._lasting(lambda: self._mark(lease, task)):
            case Mark.UNWANTED:
                self._tally.add(1)
                return True
            case Mark.PAUSED:
                return False
            case Mark.LOST:
                raise LeaseLostError
        return self._settle(self._outcome(task, self._carried(lease, letter), address))

    def _mark(self, lease: Lease, task: Task) -> Mark:
        """Note what is done and mark the next, in one transaction."""
        if not lease.holds():
            return Mark.LOST
        now, key = self._clock.now(), self._errand.editions[task.edition_id].key
        with self._database.writing() as connection:
            leasing.settle(connection, lease.number, self._done, now)
            mark = leasing.commit_to(connection, lease.number, task, (key.feed, key.language), now)
        self._done.clear()
        return mark

    def _note(self, lease: Lease) -> None:
        if self._done:
            with self._database.writing() as connection:
                leasing.settle(connection, lease.number, self._done, self._clock.now())
            self._done.clear()

    def _settle(self, outcome: Outcome) -> bool:
        self._done.append(outcome)
        if outcome.state is not State.QUEUED:
            self._tally.add(1)
        return True

    def _lasting(self, action: Callable[[], Result]) -> Result:
        return lasting(action, self._rules, self._clock, self._stop, self._tally)

    def _carried(self, lease: Lease, letter: Letter) -> Reply:
        """Hand a letter over, over new connections where they break before the dot."""
        reply = Reply(Verdict.UNSENT, "stopped", unreachable=True)
        for _ in range(_TRIES):
            if self._stop.is_set() or not lease.holds():
                break
            reply = self._carrier.carry(letter, lease.holds)
            if reply.verdict is not Verdict.UNSENT or reply.unreachable:
                return reply
        return reply if lease.holds() else replace(reply, unreachable=True)

    def _outcome(self, task: Task, reply: Reply, address: str) -> Outcome:
        """Turn a reply into what the ledger notes, without the address."""
        words = without_addresses(reply.words.replace(address, "<recipient>"))
        attempts = task.attempts + 1
        match reply.verdict:
            case Verdict.ACCEPTED:
                return Outcome(task, State.ACCEPTED, words, attempts=attempts)
            case Verdict.REFUSED:
                gone = reply.status.startswith("5.1.")
                return Outcome(task, State.FAILED, words, attempts=attempts, bounced=gone)
            case Verdict.UNKNOWN:
                return Outcome(task, State.UNCERTAIN, words, attempts=attempts)
            case Verdict.UNSENT if reply.unreachable or self._stop.is_set():
                return Outcome(task, State.QUEUED, attempts=task.attempts)
        if attempts >= self._rules.attempts:
            return Outcome(task, State.FAILED, words, attempts=attempts)
        due_at = leasing.later(self._clock.now(), self._wait_of(task))
        return Outcome(task, State.DEFERRED, words, due_at, attempts)

    def _wait_of(self, task: Task) -> float:
        """Give the seconds until the next attempt, a little apart for each."""
        rules = self._rules
        wait = min(rules.first_wait * 2.0 ** min(task.attempts, 30), rules.longest_wait)
        spread = hashlib.blake2b(f"{task.id}".encode(), digest_size=2).digest()
        return wait * (1 + int.from_bytes(spread, "big") / 2**17)
