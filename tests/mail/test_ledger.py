"""The ledger: who may take, mark and settle what, in both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dateline.database import Database
from dateline.errors import UsageError
from dateline.mail.ledger import editions, erasing, leasing, queue, rates, settling, waiting
from dateline.mail.ledger.editions import Key
from dateline.mail.ledger.leasing import Mark, Outcome, Task
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State, delivery, rate
from dateline.subscriptions import is_suppressed, mark_unsubscribed
from dateline.subscriptions.model import subscriber
from tests.mail.desk import KEY, START, add_subscribers, freeze
from tests.mail.letters import frozen

LIMITS = Limits()
LATER = START + timedelta(hours=1)
PRESS = ("press", "en")


def lease(database: Database, seconds: float = 60) -> int:
    """Open a lease."""
    with database.writing() as connection:
        return leasing.open_lease(connection, "w", START + timedelta(seconds=seconds))


def take(database: Database, number: int, limit: int = 10, limits: Limits = LIMITS,
         seconds: float = 0) -> queue.Taken:  # fmt: skip
    """Take from the first edition."""
    now = START + timedelta(seconds=seconds)
    with database.writing() as connection:
        return queue.take(connection, number, [1], limit, now, limits)


def mark(database: Database, number: int, task: Task) -> Mark:
    """Mark a delivery."""
    with database.writing() as connection:
        return leasing.commit_to(connection, number, task, PRESS, START)


def settle(database: Database, number: int, *outcomes: Outcome) -> None:
    """Settle deliveries."""
    with database.writing() as connection:
        leasing.settle(connection, number, outcomes, START)


def counts(database: Database) -> dict[State, int]:
    """Count by state; the report adds up."""
    with database.reading() as connection:
        (edition,) = editions.all_editions(connection)
        report = editions.report(connection, edition)
    assert report.adds_up
    return {state: count for state, count in report.counts.items() if count}


def test_freezing_queues_everybody(database: Database) -> None:
    """An edition is frozen with all who want it then, and nobody else."""
    add_subscribers(database, 5)
    add_subscribers(database, 3, language="vi", address="vi{n}@example.net")
    with database.writing() as connection:
        mark_unsubscribed(connection, 2, "test", START)

    edition = freeze(database)
    add_subscribers(database, 1, address="late{n}@example.net")

    assert (edition.recipients, edition.key, edition.releases) == (4, KEY, ("2024-02-20-report",))
    assert counts(database) == {State.QUEUED: 4}
    with database.reading() as connection:
        assert editions.content_of(connection, edition.id) == frozen()
        assert editions.find(connection, Key("press", "vi", "2024-02")) is None
        assert editions.report(connection, edition).open == 4


def test_freezing_twice(database: Database) -> None:
    """The same bytes again are the same edition; other bytes are refused."""
    add_subscribers(database, 2)
    first = freeze(database)

    assert freeze(database, now=LATER) == first
    with (
        pytest.raises(UsageError, match="not the one that was frozen") as caught,
        database.writing() as connection,
    ):
        editions.freeze(connection, KEY, frozen() + b"more", [], LATER)
    assert "--frozen" in caught.value.hint
    assert counts(database) == {State.QUEUED: 2}


def test_domains(database: Database) -> None:
    """The domain of an address is kept, in small letters."""
    add_subscribers(database, 1, address="Reader@Example.NET")
    freeze(database)

    (task,) = take(database, lease(database)).tasks

    assert (task.domain, task.address, task.generation) == ("example.net", "Reader@Example.NET", 1)


def test_who_is_forgotten(database: Database) -> None:
    """Of who is forgotten the ledger keeps what became of the letters, and neither domain nor words."""
    add_subscribers(database, 2)
    freeze(database)
    with database.writing() as connection:
        rates.look(connection, ["d1.example.net", "d2.example.net"], 60, 0.0)
        connection.execute(update(delivery).values(words="550 5.1.1 no reader1 here"))

        erasing.forget(connection, 1)

        kept = connection.execute(select(delivery.c.domain, delivery.c.words)).all()
        scopes = connection.scalars(select(rate.c.scope)).all()
    assert {tuple(row) for row in kept} == {
        ("forgotten", ""),
        ("d2.example.net", "550 5.1.1 no reader1 here"),
    }
    assert scopes == ["d2.example.net"]
    assert counts(database) == {State.QUEUED: 2}


def test_nobody_takes_twice(database: Database) -> None:
    """What a worker took no other one takes, and all is taken."""
    add_subscribers(database, 25)
    freeze(database)
    one, two = lease(database), lease(database)

    taken = [take(database, number).tasks for number in (one, two, one, two)]

    assert [len(tasks) for tasks in taken] == [10, 10, 5, 0]
    assert sorted(task.id for tasks in taken for task in tasks) == list(range(1, 26))
    assert take(database, two).others


def test_skip_locked(postgresql: str, database: Database) -> None:
    """PostgreSQL passes over what another is about to take."""
    if not database.is_postgresql:
        pytest.skip("SQLite has one writer at a time")
    add_subscribers(database, 4)
    freeze(database)
    with database.writing() as one, database.writing() as two:
        first = waiting.candidates(one, [1], 2, START)
        second = waiting.candidates(two, [1], 4, START)

    assert [task.id for task in first] == [1, 2]
    assert [task.id for task in second] == [3, 4]


def test_way_of_a_delivery(database: Database) -> None:
    """Queued, leased, committing, accepted: each step is in the ledger before the next."""
    add_subscribers(database, 1)
    freeze(database)
    number = lease(database)

    seen = [counts(database)]
    (task,) = take(database, number).tasks
    seen.append(counts(database))
    assert mark(database, number, task) is Mark.COMMITTED
    seen.append(counts(database))
    settle(database, number, Outcome(task, State.ACCEPTED, "250", attempts=1))
    seen.append(counts(database))

    states = (State.QUEUED, State.LEASED, State.COMMITTING, State.ACCEPTED)
    assert seen == [{state: 1} for state in states]


def test_marking_twice_by_one_worker(database: Database) -> None:
    """A worker whose database hung up may mark again; another one may not."""
    add_subscribers(database, 1)
    freeze(database)
    number, other = lease(database), lease(database)
    (task,) = take(database, number).tasks

    marks = [mark(database, each, task) for each in (number, number, other)]

    assert marks == [Mark.COMMITTED, Mark.COMMITTED, Mark.LOST]


def test_unsubscribed_while_leased(database: Database) -> None:
    """Who unsubscribes before the mark gets nothing; after it the letter is on its way."""
    add_subscribers(database, 2)
    freeze(database)
    number = lease(database)
    one, two = take(database, number).tasks
    assert mark(database, number, two) is Mark.COMMITTED
    with database.writing() as connection:
        mark_unsubscribed(connection, one.subscriber_id, "test", START)
        mark_unsubscribed(connection, two.subscriber_id, "test", START)

    assert mark(database, number, one) is Mark.UNWANTED
    assert mark(database, number, one) is Mark.LOST
    assert counts(database) == {State.SUPPRESSED: 1, State.COMMITTING: 1}


def test_forgotten_while_queued(database: Database) -> None:
    """Who was forgotten is still counted, and has no address."""
    add_subscribers(database, 1)
    freeze(database)
    with database.writing() as connection:
        connection.execute(subscriber.delete())

    (task,) = take(database, lease(database)).tasks

    assert task.address is None


def test_paused(database: Database) -> None:
    """A paused edition gives nothing out and marks nothing, until it goes on."""
    add_subscribers(database, 2)
    freeze(database)
    number = lease(database)
    task, _ = take(database, number).tasks
    with database.writing() as connection:
        editions.pause(connection, 1, START)

    assert mark(database, number, task) is Mark.PAUSED
    assert take(database, number).look_again is None
    with database.writing() as connection:
        leasing.take_away(connection, [number])
        editions.pause(connection, 1, None)
    assert len(take(database, lease(database)).tasks) == 2


def test_crash(database: Database) -> None:
    """Of a dead worker's: leased goes back to the queue, committing is uncertain."""
    add_subscribers(database, 3)
    freeze(database)
    number, other = lease(database, 60), lease(database, 9999)
    one, *_ = take(database, number).tasks
    mark(database, number, one)

    with database.writing() as connection:
        assert leasing.expired(connection, START + timedelta(seconds=59)) == []
        gone = leasing.expired(connection, START + timedelta(seconds=61))
        leasing.take_away(connection, gone)
        leasing.take_away(connection, [])

    assert gone == [number]
    assert counts(database) == {State.QUEUED: 2, State.UNCERTAIN: 1}
    with database.writing() as connection:
        assert leasing.expired(connection, None, [other]) == []
        assert leasing.expired(connection, None) == [other]


def test_woken_worker(database: Database) -> None:
    """A worker whose lease is gone renews, takes and marks nothing; it may tell what it knows."""
    add_subscribers(database, 2)
    freeze(database)
    number = lease(database)
    one, two = take(database, number).tasks
    mark(database, number, one)
    with database.writing() as connection:
        leasing.take_away(connection, [number])
        assert not leasing.renew(connection, number, LATER)
    assert take(database, number).lost
    assert mark(database, number, two) is Mark.LOST

    settle(database, number, Outcome(two, State.ACCEPTED), Outcome(one, State.ACCEPTED, "250"))

    assert counts(database) == {State.ACCEPTED: 1, State.QUEUED: 1}


def test_woken_after_another(database: Database) -> None:
    """What another worker holds or settled, a woken one changes no more."""
    add_subscribers(database, 1)
    freeze(database)
    number, other = lease(database), lease(database)
    (task,) = take(database, number).tasks
    with database.writing() as connection:
        leasing.take_away(connection, [number])
    take(database, other)

    settle(database, number, Outcome(task, State.FAILED))
    assert counts(database) == {State.LEASED: 1}
    settle(database, other, Outcome(task, State.ACCEPTED))
    settle(database, number, Outcome(task, State.QUEUED))
    assert counts(database) == {State.ACCEPTED: 1}


def test_renewing(database: Database) -> None:
    """A lease that is renewed does not run out."""
    number = lease(database, 10)
    with database.writing() as connection:
        assert leasing.renew(connection, number, LATER)
        assert leasing.expired(connection, START + timedelta(minutes=5)) == []


def test_deferred_comes_back(database: Database) -> None:
    """A deferred delivery is given out again when it is due, not before."""
    add_subscribers(database, 1)
    freeze(database)
    number = lease(database)
    (task,) = take(database, number).tasks
    due_at = START + timedelta(minutes=5)
    settle(database, number, Outcome(task, State.DEFERRED, "451", due_at, 1))

    assert take(database, number) == queue.Taken([], due_at)
    (again,) = take(database, number, seconds=300).tasks
    assert (again.id, again.attempts) == (task.id, 1)


def test_bounced_at_once(database: Database) -> None:
    """Where the mail server says that an address is gone, its subscriber gets no more mail."""
    add_subscribers(database, 2)
    freeze(database)
    number = lease(database)
    one, two = take(database, number).tasks

    settle(database, number, Outcome(one, State.FAILED, "550 5.1.1", bounced=True))
    settle(database, lease(database), Outcome(two, State.FAILED, "550 5.1.1", bounced=True))

    with database.reading() as connection:
        assert is_suppressed(connection, one.subscriber_id)
        assert not is_suppressed(connection, two.subscriber_id)


def test_global_rate(database: Database) -> None:
    """Over any minute no more go out than the rate says, whoever asks."""
    add_subscribers(database, 300)
    freeze(database)
    limits = Limits(per_minute=60)
    numbers = [lease(database), lease(database)]

    taken = [
        len(take(database, numbers[second % 2], 50, limits, second / 4).tasks)
        for second in range(240)
    ]

    assert sum(taken) <= 60 + 2
    assert sum(taken) >= 58
    waiting = take(database, numbers[0], 50, limits, 59.8).look_again
    assert waiting is not None
    assert START < waiting <= START + timedelta(seconds=62)


def test_domain_rate(database: Database) -> None:
    """A domain over its rate is put off; the others pass it."""
    add_subscribers(database, 30, address="r{n}@big.example")
    add_subscribers(database, 5, address="r{n}@small{n}.example")
    freeze(database)
    limits = Limits(domain_per_minute=60)
    number = lease(database)

    first = take(database, number, 40, limits)
    none = take(database, number, 40, limits)
    later = take(database, number, 40, limits, 5)

    assert sorted({task.domain for task in first.tasks}) == [
        "big.example", *(f"small{n}.example" for n in range(1, 6))]  # fmt: skip
    assert len(first.tasks) == 2 + 5
    assert none.tasks == []
    assert none.look_again == START + timedelta(seconds=1)
    assert len(later.tasks) == 2  # a burst of two seconds


def test_clock_set_back() -> None:
    """A clock that is set back a day does not stop the sending for a day."""
    assert rates._allowance(2_000_000.0, 60, 1_000_000.0).count == 0
    assert rates._allowance(2_000_000.0, 60, 1_000_000.0).next_at < 1_000_002.0


def test_doubts(database: Database) -> None:
    """What is uncertain is listed, and settled once."""
    add_subscribers(database, 3)
    freeze(database)
    number = lease(database)
    tasks = take(database, number).tasks
    for task in tasks:
        mark(database, number, task)
    unknown = [Outcome(task, State.UNCERTAIN, "closed") for task in tasks]
    settle(database, number, *unknown)

    with database.writing() as connection:
        found = settling.doubts(connection, [1])
        settled = [
            settling.settle_doubts(connection, [found[0].id], State.ACCEPTED, "log", LATER),
            settling.settle_doubts(connection, [found[0].id], State.QUEUED, "log", LATER),
            settling.settle_doubts(connection, [found[1].id], State.QUEUED, "log", LATER),
        ]

    assert [(doubt.edition, doubt.since, doubt.words) for doubt in found] == [
        ("press/en/2024-02", START, "closed")] * 3  # fmt: skip
    assert found[0].address == "reader1@d1.example.net"
    assert settled == [1, 0, 1]
    assert counts(database) == {State.ACCEPTED: 1, State.QUEUED: 1, State.UNCERTAIN: 1}


def test_bounces_are_noted(database: Database) -> None:
    """What bounces was sent: hard ones fail, soft ones stand; what was not sent is left alone."""
    add_subscribers(database, 4)
    freeze(database)
    with database.writing() as connection:
        states = [State.ACCEPTED, State.UNCERTAIN, State.UNCERTAIN, State.QUEUED]
        for number, state in enumerate(states, 1):
            values = update(delivery).where(delivery.c.id == number).values(state=state.value)
            connection.execute(values)
        for number in range(1, 5):
            settling.note_bounce(connection, number, "5.1.1", LATER, hard=number != 3)
        assert settling.subscriber_of(connection, 2) == 2
        assert settling.subscriber_of(connection, 99) is None

    assert counts(database) == {State.FAILED: 2, State.ACCEPTED: 1, State.QUEUED: 1}


def test_reconsidered(database: Database) -> None:
    """What an allow-list held back is queued again; who unsubscribed is not."""
    add_subscribers(database, 2)
    freeze(database)
    number = lease(database)
    one, two = take(database, number).tasks
    settle(database, number, Outcome(one, State.SUPPRESSED, "list"),
           Outcome(two, State.SUPPRESSED, "unsubscribed"))  # fmt: skip
    with database.writing() as connection:
        settling.reconsider(connection, [1], "list")

    assert counts(database) == {State.QUEUED: 1, State.SUPPRESSED: 1}
