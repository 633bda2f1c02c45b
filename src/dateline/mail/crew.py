"""Let several workers deliver side by side: threads of this process, each with its own lease."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.mail.clock import Clock
from dateline.mail.dispatch import (
    Errand,
    Lease,
    LeaseLostError,
    Result,
    Rules,
    Tally,
    Worker,
    lasting,
)
from dateline.mail.ledger import leasing, queue
from dateline.mail.transport import Carrier

_GLANCE = 1.0  # seconds between looks while others still hold what is left


@dataclass
class Crew:
    """Workers for an errand; `patience` is how many seconds to wait for what is due later.

    After `most` letters or `longest` seconds each worker leaves the rest to others.
    """

    database: Database
    errand: Errand
    rules: Rules
    clock: Clock
    carriers: Callable[[int], Carrier]
    size: int
    name: str
    patience: float = 900
    most: float = math.inf
    longest: float = math.inf
    stop: Event = field(default_factory=Event)
    tally: Tally = field(default_factory=Tally)
    _leases: dict[int, Lease] = field(default_factory=dict)
    _failures: list[BaseException] = field(default_factory=list)

    def run(self, watch: Callable[[int], None] = lambda _: None) -> None:
        """Deliver until nothing is left that is due soon; `watch` hears how many are settled.

        Raises what the first worker that failed raised, when all have ended.
        """
        threads = [
            threading.Thread(target=self._guarded, args=(number,), name=f"{self.name}-{number}")
            for number in range(self.size)
        ]
        with self._renewing():
            for thread in threads:
                thread.start()
            try:
                while any(thread.is_alive() for thread in threads):
                    watch(self.tally.settled)
                    for thread in threads:
                        thread.join(0.1)
            except BaseException:
                self.stop.set()
                raise
            finally:
                for thread in threads:
                    thread.join()
        watch(self.tally.settled)
        if self._failures:
            raise self._failures[0]

    def reap(self, *, all_others: bool = False) -> None:
        """Take away the leases of others that ran out, or all of others' leases.

        This process knows its own to be alive, however its clock jumps.
        """
        with self.database.writing() as connection:
            now = None if all_others else self.clock.now()
            gone = leasing.expired(connection, now, list(self._leases))
            leasing.take_away(connection, gone)

    def _guarded(self, number: int) -> None:
        carrier = self.carriers(number)
        try:
            while not self.stop.is_set() and self._under_lease(number, carrier):
                pass  # the lease was lost: go on with a new one
        except BaseException as failure:  # noqa: BLE001 -- raised again in `run`
            self._failures.append(failure)
            self.stop.set()
        finally:
            carrier.close()

    def _under_lease(self, number: int, carrier: Carrier) -> bool:
        """Work under one lease to the end; True where it was lost before."""
        name = f"{self.name}-{number}"
        lease = self._lasting(lambda: Lease(self.database, self.clock, self.rules, name))
        self._leases[lease.number] = lease
        worker = Worker(
            self.database,
            self.errand,
            carrier,
            rules=self.rules,
            clock=self.clock,
            stop=self.stop,
            tally=self.tally,
        )
        try:
            for tasks in self._rounds(lease):
                worker.run(lease, tasks)
        except LeaseLostError:
            return True
        finally:
            del self._leases[lease.number]
            self._lasting(lambda: self._give_back(lease.number))
        return False

    def _give_back(self, number: int) -> None:
        with self.database.writing() as connection:
            leasing.take_away(connection, [number])

    def _lasting(self, action: Callable[[], Result]) -> Result:
        return lasting(action, self.rules, self.clock, self.stop, self.tally)

    def _rounds(self, lease: Lease) -> Iterator[list[leasing.Task]]:
        """Yield what is due, waiting where more is due soon, until nothing is."""
        given, end = 0, self.clock.elapsed() + self.longest
        while not self.stop.is_set() and given < self.most and self.clock.elapsed() < end:
            if not self.rules.is_open(self.clock.now()):
                self.clock.wait(_GLANCE, self.stop)
                continue
            taken = self._lasting(lambda: self._take(lease))
            if taken.lost:
                raise LeaseLostError
            if taken.tasks:
                given += len(taken.tasks)
                yield taken.tasks
            elif not self._waited(taken):
                return

    def _take(self, lease: Lease) -> queue.Taken:
        editions = list(self.errand.editions)
        self.reap()
        with self.database.writing() as connection:
            # Left over where a pause came between, or an answer was lost with the connection.
            leasing.give_back(connection, [lease.number])
            return queue.take(
                connection,
                lease.number,
                editions,
                self.rules.batch,
                self.clock.now(),
                self.rules.limits,
            )

    def _waited(self, taken: queue.Taken) -> bool:
        """Wait a moment, where more is due soon or others may hand back what they hold."""
        wait = _GLANCE
        if taken.look_again is not None:
            wait = (taken.look_again - self.clock.now()).total_seconds()
        if not taken.others and (taken.look_again is None or wait > self.patience):
            return False
        self.clock.wait(min(max(wait, 0.01), _GLANCE), self.stop)
        return True

    @contextmanager
    def _renewing(self) -> Iterator[None]:
        """Renew the leases meanwhile, from a thread that does nothing else."""
        ended = Event()
        thread = threading.Thread(target=self._renew, args=(ended,), name=f"{self.name}-renewal")
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _renew(self, ended: Event) -> None:
        while not self.clock.wait(self.rules.lease / 6, ended):
            for lease in list(self._leases.values()):
                try:
                    lease.renew()
                except OutsideError:
                    continue  # its deadline stands
