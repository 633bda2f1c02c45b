"""Rates: what cannot go yet is left alone until its turn, and nobody else waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from dateline.database import Database
from dateline.mail.crew import Crew
from dateline.mail.dispatch import Rules
from dateline.mail.ledger import editions, erasing, rates, waiting
from dateline.mail.ledger.editions import Key
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State, delivery, rate
from tests.mail.conftest import StillClock
from tests.mail.desk import KEY, START, add_subscribers, equipment, freeze
from tests.mail.test_dispatch import Fake
from tests.mail.test_ledger import counts, lease, take

ONE_A_SECOND = Limits(domain_per_minute=60)
BIG = "r{n}@big.example"


@contextmanager
def put_off(database: Database) -> Iterator[list[int]]:
    """Count the rows that are put off."""
    numbers: list[int] = []

    def note(_: Any, __: Any, statement: str, given: Any, ___: Any, many: bool) -> None:
        if statement.startswith("UPDATE delivery SET due_at"):
            numbers.append(len(given) if many else 1)

    event.listen(database.engine, "before_cursor_execute", note)
    yield numbers
    event.remove(database.engine, "before_cursor_execute", note)


def work(database: Database, number: int, second: int) -> int:
    """Take until nothing is due, and count what was got."""
    got = 0
    while True:
        taken = take(database, number, 50, ONE_A_SECOND, second)
        got += len(taken.tasks)
        if not taken.tasks and (taken.look_again or START) > START + timedelta(seconds=second):
            return got


@pytest.mark.parametrize("lag", [1, 7, 25])
def test_put_off_once(database: Database, lag: int) -> None:
    """A letter is put off once, and again only for turns that nobody was there to use."""
    add_subscribers(database, 2500, address=BIG)
    freeze(database)
    number = lease(database)

    with put_off(database) as changed:
        sent = [work(database, number, second) for second in range(0, 20 * lag, lag)]

    assert sum(changed) <= 2500 + 20 * lag
    assert max(sent) <= 2
    assert min(sent[2:]) >= 1


def test_turns(database: Database) -> None:
    """Turns follow one another in the order of the queue; the far ones are left for later."""
    add_subscribers(database, 700, address=BIG)
    freeze(database)

    first = take(database, lease(database), 50, ONE_A_SECOND).tasks

    query = select(delivery.c.due_at).where(delivery.c.state == State.QUEUED.value)
    with database.reading() as connection:
        due = connection.scalars(query.order_by(delivery.c.id)).all()
    far = START + timedelta(minutes=10)
    assert [task.id for task in first] == [1, 2]
    assert due == [min(START + timedelta(seconds=second), far) for second in range(1, len(due) + 1)]


def test_turns_of_two_looks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is put off by a later look, or in another edition, comes after those before."""
    monkeypatch.setattr(waiting, "_LOOK_AHEAD", 30)
    add_subscribers(database, 50, address=BIG)
    add_subscribers(database, 5, address="s{n}@big.example", language="vi")
    freeze(database)
    freeze(database, Key("press", "vi", KEY.month))
    number = lease(database)

    for _ in range(2):
        take(database, number, 40, ONE_A_SECOND)

    with database.reading() as connection:
        query = select(delivery.c.due_at).where(delivery.c.edition_id == 1)
        due = connection.scalars(query.where(delivery.c.state == State.QUEUED.value)).all()
    assert sorted(due) == [START + timedelta(seconds=second) for second in range(1, 49)]


def test_others_pass(database: Database) -> None:
    """Who stands behind thousands for one domain is served before their turns come."""
    add_subscribers(database, 5000, address=BIG)
    add_subscribers(database, 30, address="s{n}@small{n}.example")
    freeze(database)
    number = lease(database)

    served = [take(database, number, 50, ONE_A_SECOND).tasks for _ in range(4)]

    domains = {task.domain for tasks in served for task in tasks}
    assert domains == {"big.example", *(f"small{n}.example" for n in range(1, 31))}


def test_nothing_is_put_off_that_may_go(database: Database) -> None:
    """Within its rate a domain's letters go at once, and the whole rate is used."""
    add_subscribers(database, 120, address=BIG)
    freeze(database)
    number = lease(database)

    sent = [len(take(database, number, 50, ONE_A_SECOND, second).tasks) for second in range(119)]

    assert sent == [2] + [1] * 118
    assert counts(database) == {State.LEASED: 120}


def test_idle_workers_catch_up_slowly(database: Database) -> None:
    """Where nobody worked for hours, what became due goes by the rate, and none is forgotten."""
    add_subscribers(database, 300, address=BIG)
    freeze(database)
    number = lease(database)
    take(database, number, 50, ONE_A_SECOND)

    sent = [
        len(take(database, number, 50, ONE_A_SECOND, 7200 + second).tasks) for second in range(400)
    ]

    assert sent[0] == 2
    assert set(sent[1:297]) == {1}
    assert sum(sent) == 298


def test_a_clock_that_was_set_back(database: Database) -> None:
    """Turns that were given in a future that is none any more hold up nobody."""
    with database.writing() as connection:
        before = rates.give_turns(connection, "d.example", 3, 1_000_000.0, 60, 1_000_000.0)
        after = rates.give_turns(connection, "d.example", 2, 1001.0, 60, 1000.0)

    assert before == [1_000_000.0, 1_000_001.0, 1_000_002.0]
    assert after == [1001.0, 1002.0]


def test_turns_of_who_is_forgotten(database: Database) -> None:
    """With somebody's domain goes what was kept of its turns."""
    add_subscribers(database, 5, address="somebody{n}@own.example")
    freeze(database)
    take(database, lease(database), 50, ONE_A_SECOND)

    with database.writing() as connection:
        before = connection.scalars(select(rate.c.scope)).all()
        erasing.forget(connection, 5)
        after = connection.scalar(select(func.count()).select_from(rate))

    assert sorted(before) == ["own.example", "turns:own.example"]
    assert after == 0


def test_many_workers_keep_to_one_rate(database: Database) -> None:
    """Four workers side by side send each letter once, and a domain's no faster than it may."""
    add_subscribers(database, 40, address=BIG)
    add_subscribers(database, 40, address="s{n}@small{n}.example")
    freeze(database)
    with database.reading() as connection:
        errand = equipment(database, 1, signer=None).errand(editions.all_editions(connection))
    clock, fake = StillClock(), Fake()
    rules = Rules(batch=10, lease=3600, limits=ONE_A_SECOND)

    Crew(database, errand, rules, clock, lambda _: fake, 4, "w").run()

    big = [letter for letter in fake.carried if letter.recipient.endswith("@big.example")]
    assert len({letter.recipient for letter in fake.carried}) == len(fake.carried) == 80
    assert counts(database) == {State.ACCEPTED: 80}
    assert len(big) == 40
    assert clock.now() - START >= timedelta(seconds=37)
