"""Workers: what they do about every answer, and when things break under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from threading import Event
from typing import Any

import pytest

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.mail.crew import Crew
from dateline.mail.dispatch import NOT_ALLOWED, Errand, Lease, LeaseLostError, Rules, Tally, Worker
from dateline.mail.ledger import editions, leasing, queue, waiting
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State
from dateline.mail.message import Letter
from dateline.mail.transport import Reply, Verdict
from dateline.subscriptions import mark_unsubscribed
from tests.mail.conftest import StillClock
from tests.mail.desk import START, add_subscribers, equipment, freeze
from tests.mail.test_ledger import counts

YES = Reply(Verdict.ACCEPTED, "250 2.0.0 taken", "2.0.0")


@dataclass
class Fake:
    """A carrier that answers as told, and keeps what it carried."""

    answers: list[Reply] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    carried: list[Letter] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    closed: int = 0

    def prepare(self) -> str:
        """Give the next problem."""
        return self.problems.pop(0) if self.problems else ""

    def carry(self, letter: Letter, may_send: Callable[[], bool]) -> Reply:
        """Keep the letter and give the next answer."""
        self.before()
        if not may_send():
            return Reply(Verdict.UNSENT, "stopped before the final dot")
        self.carried.append(letter)
        return self.answers.pop(0) if self.answers else YES

    def close(self) -> None:
        """Count."""
        self.closed += 1


class Bench:
    """One worker with a lease, on a still clock."""

    def __init__(self, database: Database, clock: StillClock, fake: Fake, **rules: Any) -> None:
        self.database, self.clock, self.fake = database, clock, fake
        self.rules = Rules(**rules)
        self.stop, self.tally = Event(), Tally()
        with database.reading() as connection:
            found = editions.all_editions(connection)
        self.errand: Errand = equipment(database, 1, signer=None).errand(found)
        self.lease = Lease(database, clock, self.rules, "bench")

    def run(self) -> None:
        """Take what is due, and deliver it."""
        with self.database.writing() as connection:
            taken = queue.take(connection, self.lease.number, [1], 50, self.clock.now(), Limits())
        worker = Worker(
            self.database,
            self.errand,
            self.fake,
            rules=self.rules,
            clock=self.clock,
            stop=self.stop,
            tally=self.tally,
        )
        worker.run(self.lease, taken.tasks)


def bench(
    database: Database, clock: StillClock, *answers: Reply, count: int = 1, **rules: Any
) -> Bench:
    """Give a bench with so many subscribers."""
    add_subscribers(database, count)
    freeze(database)
    return Bench(database, clock, Fake(list(answers)), **rules)


def words(database: Database) -> list[str]:
    """Give the words of each delivery."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT words FROM delivery ORDER BY id")
        return [row[0] for row in rows]


def test_everybody_gets_theirs(sqlite: Database, clock: StillClock) -> None:
    """Each gets a letter of their own, once, and the ledger knows."""
    at = bench(sqlite, clock, count=3)
    at.run()

    assert counts(sqlite) == {State.ACCEPTED: 3}
    assert [letter.recipient for letter in at.fake.carried] == [
        f"reader{n}@d{n}.example.net" for n in (1, 2, 3)]  # fmt: skip
    assert len({letter.message_id for letter in at.fake.carried}) == 3
    assert at.tally.settled == 3


@pytest.mark.parametrize(
    "reply,state",
    [
        (YES, State.ACCEPTED),
        (Reply(Verdict.REFUSED, "550 5.1.1 gone", "5.1.1"), State.FAILED),
        (Reply(Verdict.REFUSED, "552 5.2.2 full", "5.2.2"), State.FAILED),
        (Reply(Verdict.DEFERRED, "451 later"), State.DEFERRED),
        (Reply(Verdict.UNKNOWN, "closed"), State.UNCERTAIN),
        (Reply(Verdict.UNSENT, "no route", unreachable=True), State.QUEUED),
    ],
)
def test_every_answer(sqlite: Database, clock: StillClock, reply: Reply, state: State) -> None:
    """Each answer leads to one state; only a yes is a yes."""
    bench(sqlite, clock, reply).run()

    assert counts(sqlite) == {state: 1}


def test_gone_is_silenced(sqlite: Database, clock: StillClock) -> None:
    """An address that is gone gets no further edition; a full mailbox does."""
    gone = Reply(Verdict.REFUSED, "550 5.1.1 gone", "5.1.1")
    full = Reply(Verdict.REFUSED, "552 5.2.2 full", "5.2.2")
    bench(sqlite, clock, gone, full, count=2).run()

    edition = freeze(sqlite, replace(editions.Key("press", "en", "2024-03")))

    assert edition.recipients == 1


def test_broken_connections(sqlite: Database, clock: StillClock) -> None:
    """A connection that breaks before the dot skips nobody: the letter goes over the next one."""
    broken = Reply(Verdict.UNSENT, "421 bye")
    at = bench(sqlite, clock, broken, broken, YES, count=2)
    at.run()

    assert counts(sqlite) == {State.ACCEPTED: 2}


def test_always_broken(sqlite: Database, clock: StillClock) -> None:
    """A letter under which every connection breaks is put off, so that others pass it."""
    broken = Reply(Verdict.UNSENT, "closed")
    bench(sqlite, clock, *[broken] * 4, count=2).run()

    assert counts(sqlite) == {State.DEFERRED: 1, State.ACCEPTED: 1}


def test_back_off(sqlite: Database, clock: StillClock) -> None:
    """Each wait is twice the last, up to the longest; at last it is given up."""
    later = Reply(Verdict.DEFERRED, "451 later")
    at = bench(sqlite, clock, *[later] * 6, first_wait=60, longest_wait=300, attempts=6)
    waits = []
    for _ in range(6):
        at.run()
        with sqlite.reading() as connection:
            due_at = waiting.next_due(connection, [1])
        if due_at is not None:
            waits.append((due_at - clock.moment).total_seconds())
            clock.moment = due_at

    assert [round(wait // 60) for wait in waits] == [1, 2, 4, 5, 5]
    assert all(a <= b for a, b in pairwise(waits))
    assert counts(sqlite) == {State.FAILED: 1}


def test_addresses_stay_out_of_the_ledger(sqlite: Database, clock: StillClock) -> None:
    """The mail server's words are kept without the address that they repeat."""
    said = Reply(Verdict.REFUSED, "550 5.1.1 <reader1@d1.example.net> unknown", "5.1.1")
    other = Reply(Verdict.REFUSED, "550 5.1.1 READER2@d2.Example.net: unknown", "5.1.1")
    bench(sqlite, clock, said, other, count=2).run()

    assert words(sqlite) == ["550 5.1.1 <<recipient>> unknown", "550 5.1.1 <recipient>: unknown"]


def test_unsubscribed_in_the_middle(sqlite: Database, clock: StillClock) -> None:
    """Who unsubscribes while others get theirs gets none."""
    at = bench(sqlite, clock, count=2)

    def unsubscribe() -> None:
        with sqlite.writing() as connection:
            mark_unsubscribed(connection, 2, "test", START)

    at.fake.before = unsubscribe
    at.run()

    assert counts(sqlite) == {State.ACCEPTED: 1, State.SUPPRESSED: 1}
    assert at.tally.settled == 2


def test_forgotten_and_unwritable(sqlite: Database, clock: StillClock) -> None:
    """Who was forgotten, and an address that no letter can be written to, are counted apart."""
    add_subscribers(sqlite, 1, address="forgotten@example.net")
    add_subscribers(sqlite, 1, address="broken address@example.net")
    add_subscribers(sqlite, 1)
    freeze(sqlite)
    with sqlite.writing() as connection:
        connection.exec_driver_sql("DELETE FROM subscriber WHERE id = 1")
    Bench(sqlite, clock, Fake()).run()

    assert counts(sqlite) == {State.SUPPRESSED: 1, State.FAILED: 1, State.ACCEPTED: 1}
    assert words(sqlite)[:2] == ["forgotten", "the address cannot be written to"]


def test_allow_list(sqlite: Database, clock: StillClock) -> None:
    """A rehearsal reaches those on the allow-list, and nobody else."""
    at = bench(sqlite, clock, count=3, is_allowed=lambda address: address.startswith("reader2@"))
    at.run()

    assert [letter.recipient for letter in at.fake.carried] == ["reader2@d2.example.net"]
    assert words(sqlite).count(NOT_ALLOWED) == 2


def test_paused_in_the_middle(sqlite: Database, clock: StillClock) -> None:
    """A pause is heard before the next letter; what is in flight is noted."""
    at = bench(sqlite, clock, count=3)

    def pause() -> None:
        with sqlite.writing() as connection:
            editions.pause(connection, 1, START)

    at.fake.before = pause
    at.run()

    assert counts(sqlite) == {State.ACCEPTED: 1, State.LEASED: 2}


def test_stopped_in_the_middle(sqlite: Database, clock: StillClock) -> None:
    """Told to stop, a worker finishes its letter and notes it."""
    at = bench(sqlite, clock, count=3)
    at.fake.before = at.stop.set
    at.run()

    assert counts(sqlite) == {State.ACCEPTED: 1, State.LEASED: 2}


def test_stopped_before_the_letter(sqlite: Database, clock: StillClock) -> None:
    """Told to stop between the mark and the letter, the delivery goes back to the queue."""
    at = bench(sqlite, clock, Reply(Verdict.UNSENT, "broken"))
    at.fake.before = at.stop.set
    at.run()

    assert counts(sqlite) == {State.QUEUED: 1}


def test_window_closes(sqlite: Database, clock: StillClock) -> None:
    """Outside the window nothing is sent."""
    at = bench(sqlite, clock, is_open=lambda _: False)
    at.run()

    assert at.fake.carried == []


def test_asleep_past_the_lease(sqlite: Database, clock: StillClock) -> None:
    """A worker that slept past its lease before the dot does not send it."""
    at = bench(sqlite, clock, count=2)

    def sleep() -> None:
        clock.seconds += 1000

    at.fake.before = sleep
    with pytest.raises(LeaseLostError):
        at.run()

    assert at.fake.carried == []
    assert counts(sqlite) == {State.QUEUED: 1, State.LEASED: 1}


def test_lease_taken_away(sqlite: Database, clock: StillClock) -> None:
    """A worker whose lease another took away marks nothing, and so sends nothing."""
    at = bench(sqlite, clock, count=2)

    def take_away() -> None:
        with sqlite.writing() as connection:
            leasing.take_away(connection, [at.lease.number])

    at.fake.before = take_away
    with pytest.raises(LeaseLostError):
        at.run()

    assert len(at.fake.carried) == 1
    assert counts(sqlite) == {State.ACCEPTED: 1, State.QUEUED: 1}
    at.lease.renew()
    assert not at.lease.holds()


def test_renewed_lease(sqlite: Database, clock: StillClock) -> None:
    """A lease holds until its margin, and longer when it is renewed."""
    at = bench(sqlite, clock, lease=100, margin=20)

    clock.seconds = 79
    assert at.lease.holds()
    at.lease.renew()
    clock.seconds = 158
    assert at.lease.holds()
    clock.seconds = 160
    assert not at.lease.holds()


def test_server_comes_back(sqlite: Database, clock: StillClock) -> None:
    """While no server answers, nothing is marked, and one is told so once; then it goes on."""
    at = bench(sqlite, clock, count=2)
    told: list[str] = []
    at.tally.told = told.append
    at.fake.problems = ["refused", "refused", "refused", "", "refused"]
    at.run()

    assert counts(sqlite) == {State.ACCEPTED: 2}
    assert clock.waits == [0.5, 0.5, 1.0, 0.5]
    assert told == ["The mail server does not answer: refused. Trying again; nothing is lost."] * 2


def test_server_stays_away(sqlite: Database, clock: StillClock) -> None:
    """A server that stays away ends the run; everybody is still in the queue."""
    at = bench(sqlite, clock, count=2, outage=60)
    at.fake.problems = ["mail.example.org:25: Connection refused"] * 99

    with pytest.raises(OutsideError, match=r"does not answer: mail\.example\.org:25"):
        at.run()
    assert counts(sqlite) == {State.LEASED: 2}


@contextmanager
def failing(database: Database, times: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let so many transactions fail, counted."""
    real, failed = database.writing, [0]

    @contextmanager
    def writing() -> Iterator[Any]:
        if failed[0] < times:
            failed[0] += 1
            raise OutsideError("The database is gone.")
        with real() as connection:
            yield connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "writing", writing)
        yield failed


def test_database_comes_back(
    sqlite: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away for a moment loses no answer: what is known is noted when it is back."""
    at = bench(sqlite, clock, count=1)
    with sqlite.writing() as connection:
        tasks = queue.take(connection, at.lease.number, [1], 9, START, Limits()).tasks
    worker = Worker(sqlite, at.errand, at.fake, rules=at.rules, clock=clock,
                    stop=at.stop, tally=at.tally)  # fmt: skip
    with failing(sqlite, 0, monkeypatch) as failed:
        at.fake.before = lambda: failed.__setitem__(0, -3)
        worker.run(at.lease, tasks)

    assert counts(sqlite) == {State.ACCEPTED: 1}
    assert len(at.fake.carried) == 1
    assert clock.waits == [0.5, 1.0, 2.0]


def test_database_hiccups(
    sqlite: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failing thrice before the mark delays it, of which one is told; the letter goes once."""
    at = bench(sqlite, clock)
    told: list[str] = []
    at.tally.told = told.append
    with sqlite.writing() as connection:
        tasks = queue.take(connection, at.lease.number, [1], 9, START, Limits()).tasks
    worker = Worker(sqlite, at.errand, at.fake, rules=at.rules, clock=clock,
                    stop=at.stop, tally=at.tally)  # fmt: skip
    with failing(sqlite, 3, monkeypatch):
        worker.run(at.lease, tasks)

    assert counts(sqlite) == {State.ACCEPTED: 1}
    assert clock.waits == [0.5, 1.0, 2.0]
    assert told == ["The database is gone. Trying again; nothing is lost."]


def test_database_stays_away(
    sqlite: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that stays away ends the run before anything is sent."""
    at = bench(sqlite, clock, outage=10)
    with sqlite.writing() as connection:
        tasks = queue.take(connection, at.lease.number, [1], 9, START, Limits()).tasks
    worker = Worker(sqlite, at.errand, at.fake, rules=at.rules, clock=clock,
                    stop=at.stop, tally=at.tally)  # fmt: skip

    with failing(sqlite, 999, monkeypatch), pytest.raises(OutsideError, match="gone"):
        worker.run(at.lease, tasks)
    assert at.fake.carried == []


def crew(database: Database, clock: StillClock, fake: Fake, **how: Any) -> Crew:
    """Give a crew of one."""
    with database.reading() as connection:
        found = editions.all_editions(connection)
    rules = Rules(**how.pop("rules", {}))
    errand = equipment(database, 1, signer=None).errand(found)
    return Crew(database, errand, rules, clock, lambda _: fake, 1, "crew", **how)


def test_crew_waits_for_what_is_due_soon(sqlite: Database, clock: StillClock) -> None:
    """What is deferred for a minute is waited for; what is deferred for an hour is not."""
    add_subscribers(sqlite, 1)
    freeze(sqlite)
    later = Reply(Verdict.DEFERRED, "451 later")
    fake = Fake([later, later])
    seen: list[int] = []

    crew(sqlite, clock, fake, rules={"first_wait": 60.0}, patience=100).run(seen.append)
    assert counts(sqlite) == {State.DEFERRED: 1}
    crew(sqlite, clock, fake, patience=200).run()

    assert counts(sqlite) == {State.ACCEPTED: 1}
    assert fake.closed == 2
    assert seen[-1] == 2


def test_crew_paused(sqlite: Database, clock: StillClock) -> None:
    """Paused in the midst, a crew ends with what was left in the queue; resumed, all goes out once."""
    add_subscribers(sqlite, 5)
    freeze(sqlite)

    def pause() -> None:
        with sqlite.writing() as connection:
            editions.pause(connection, 1, START)

    paused, fake = Fake(before=pause), Fake()
    crew(sqlite, clock, paused).run()
    assert counts(sqlite) == {State.ACCEPTED: 1, State.QUEUED: 4}
    with sqlite.writing() as connection:
        editions.pause(connection, 1, None)
    crew(sqlite, clock, fake).run()

    assert counts(sqlite) == {State.ACCEPTED: 5}
    recipients = [letter.recipient for letter in (*paused.carried, *fake.carried)]
    assert len(set(recipients)) == len(recipients) == 5


def test_crew_resumed_at_once(sqlite: Database, clock: StillClock) -> None:
    """Paused and resumed between two looks, a running crew goes on with what it had in hand."""
    add_subscribers(sqlite, 5)
    freeze(sqlite)
    seen: list[int] = []

    def pause() -> None:
        with sqlite.writing() as connection:
            editions.pause(connection, 1, None if seen else START)

    fake = Fake(before=pause)

    def watch(done: int) -> None:
        seen.append(done)
        pause()

    found = crew(sqlite, clock, fake)
    taken = found._take

    def look(lease: Lease) -> queue.Taken:
        if fake.carried and not seen:
            watch(1)
        return taken(lease)

    found._take = look  # type: ignore[method-assign]
    found.run()

    assert counts(sqlite) == {State.ACCEPTED: 5}
    assert len(fake.carried) == 5


def test_crew_outlives_the_database(
    sqlite: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away when work is to be taken is waited for, though not for ever."""
    add_subscribers(sqlite, 3)
    freeze(sqlite)
    take, away = queue.take, [3]

    def failing(*words: Any) -> queue.Taken:
        if away[0]:
            away[0] -= 1
            raise OutsideError("The database is away.")
        return take(*words)

    monkeypatch.setattr("dateline.mail.crew.queue.take", failing)
    crew(sqlite, clock, Fake()).run()
    assert counts(sqlite) == {State.ACCEPTED: 3}
    away[0] = 10_000
    with pytest.raises(OutsideError, match="is away"):
        crew(sqlite, clock, Fake()).run()


def test_crew_goes_on_with_a_new_lease(sqlite: Database, clock: StillClock) -> None:
    """A crew whose lease was taken away goes on under another; nobody gets two."""
    add_subscribers(sqlite, 3)
    freeze(sqlite)
    fake = Fake()

    def take_away() -> None:
        fake.before = lambda: None
        with sqlite.writing() as connection:
            leasing.take_away(connection, leasing.expired(connection, None))

    fake.before = take_away
    crew(sqlite, clock, fake).run()

    assert counts(sqlite) == {State.ACCEPTED: 3}
    assert len(fake.carried) == 3


def test_crew_loses_its_lease_between_rounds(sqlite: Database, clock: StillClock) -> None:
    """A lease that is gone when more is to be taken is replaced."""
    add_subscribers(sqlite, 2)
    freeze(sqlite)
    fake, made = Fake(), []

    class Losing(Crew):
        def _take(self, lease: Lease) -> queue.Taken:
            made.append(lease.number)
            if len(made) == 1:
                with sqlite.writing() as connection:
                    leasing.take_away(connection, [lease.number])
            return super()._take(lease)

    before = crew(sqlite, clock, fake)
    Losing(**{name: getattr(before, name) for name in (
        "database", "errand", "rules", "clock", "carriers", "size", "name")}).run()  # fmt: skip

    assert counts(sqlite) == {State.ACCEPTED: 2}
    assert len(set(made)) == 2


def test_crew_tells_what_failed(sqlite: Database, clock: StillClock) -> None:
    """What a worker raises is raised when all have ended; what it held goes back."""
    add_subscribers(sqlite, 2)
    freeze(sqlite)
    fake = Fake(problems=["refused"] * 999)

    with pytest.raises(OutsideError, match="does not answer"):
        crew(sqlite, clock, fake, rules={"outage": 5.0}).run()
    assert counts(sqlite) == {State.QUEUED: 2}


def test_crew_waits_for_others(sqlite: Database, clock: StillClock) -> None:
    """While another worker holds the rest, a crew waits; if that one dies, it takes over."""
    add_subscribers(sqlite, 2)
    freeze(sqlite)
    with sqlite.writing() as connection:
        number = leasing.open_lease(connection, "other", START + timedelta(seconds=30))
        queue.take(connection, number, [1], 1, START, Limits())
    fake = Fake()

    crew(sqlite, clock, fake, patience=0).run()

    assert counts(sqlite) == {State.ACCEPTED: 2}
    assert clock.seconds >= 30


def test_crew_waits_for_the_window(sqlite: Database, clock: StillClock) -> None:
    """Outside the window a crew waits until it opens."""
    add_subscribers(sqlite, 1)
    freeze(sqlite)
    opens = START + timedelta(seconds=10)

    crew(sqlite, clock, Fake(), rules={"is_open": lambda now: now >= opens}).run()

    assert counts(sqlite) == {State.ACCEPTED: 1}
    assert clock.moment >= opens


def test_crew_takes_its_share(sqlite: Database, clock: StillClock) -> None:
    """With `most`, a crew leaves the rest to others."""
    add_subscribers(sqlite, 5)
    freeze(sqlite)

    crew(sqlite, clock, Fake(), rules={"batch": 2}, most=3).run()

    assert counts(sqlite) == {State.ACCEPTED: 4, State.QUEUED: 1}


def test_own_leases_are_never_reaped(sqlite: Database, clock: StillClock) -> None:
    """However its clock jumps, a process knows its own workers to be alive."""
    add_subscribers(sqlite, 1)
    freeze(sqlite)
    fake = Fake()
    own = crew(sqlite, clock, fake)

    def jump() -> None:
        clock.moment += timedelta(days=1)
        own.reap()
        own.reap(all_others=True)

    fake.before = jump
    own.run()

    assert counts(sqlite) == {State.ACCEPTED: 1}


def test_interrupted_crew(sqlite: Database, clock: StillClock) -> None:
    """An interruption from the keyboard stops the workers, and is passed on."""
    add_subscribers(sqlite, 3)
    freeze(sqlite)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    made = crew(sqlite, clock, Fake())
    with pytest.raises(KeyboardInterrupt):
        made.run(interrupt)
    assert made.stop.is_set()


def test_renewals(sqlite: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases are renewed meanwhile; a database that is away then is no failure."""
    add_subscribers(sqlite, 1)
    freeze(sqlite)
    made = crew(sqlite, clock, Fake())
    lease = Lease(sqlite, clock, made.rules, "w")
    made._leases[1] = lease
    ended = Event()
    turns: list[float] = []

    def wait(seconds: float, stop: Event) -> bool:
        turns.append(seconds)
        clock.seconds += seconds
        return len(turns) > 3

    monkeypatch.setattr(clock, "wait", wait)
    with failing(sqlite, 2, monkeypatch):
        made._renew(ended)

    assert turns == [20.0] * 4
    assert lease.holds()
    assert not lease.lost
