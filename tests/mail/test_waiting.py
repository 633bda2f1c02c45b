"""What waits is found without looking at the rest of the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from dateline import send
from dateline.database import Database
from dateline.mail.ledger import editions, leasing, queue, waiting
from dateline.mail.ledger.editions import Key
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State, delivery
from tests.mail.desk import KEY, START, add_subscribers, equipment, freeze

VI = Key("press", "vi", "2024-02")
LOOKS: dict[str, Callable[[Connection], object]] = {
    "candidates": lambda connection: waiting.candidates(connection, [1, 2], 20, START),
    "of_domains": lambda connection: waiting.of_domains(connection, [1], ["example.net"], START),
    "next_due": lambda connection: waiting.next_due(connection, [1, 2]),
    "held": lambda connection: waiting.held(connection, [1, 2]),
    "is_open": lambda connection: waiting.is_open(connection, 1),
}


def two_editions(database: Database, count: int) -> None:
    """Freeze an edition in each of two languages, each for so many."""
    for key in (KEY, VI):
        added = f"{key.language}{count}-{{n}}@example.net"
        add_subscribers(database, count, language=key.language, address=added)
        freeze(database, key)


def steps(database: Database, look: Callable[[Connection], object]) -> int:
    """Count the steps of SQLite's machine that a look takes, in hundreds."""
    taken = 0

    def one_more() -> int:
        nonlocal taken
        taken += 1
        return 0

    with database.writing() as connection:
        look(connection)  # what is compiled once
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(one_more, 100)
        look(connection)
        raw.set_progress_handler(None, 0)
    return taken


@pytest.mark.parametrize("name", LOOKS)
def test_costs_the_same_for_a_long_queue(
    sqlite: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look into a queue of thousands costs no more than into one of dozens."""
    monkeypatch.setattr(waiting, "_LOOK_AHEAD", 20)
    two_editions(sqlite, 40)
    few = steps(sqlite, LOOKS[name])
    with sqlite.writing() as connection:
        for table in ("delivery", "edition"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    two_editions(sqlite, 4000)

    many = steps(sqlite, LOOKS[name])

    assert many <= few + 1


def test_postgresql_walks_the_index(database: Database) -> None:
    """PostgreSQL finds what is due by the index of what waits, too."""
    if not database.is_postgresql:
        pytest.skip("counted above")
    two_editions(database, 4000)
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE delivery")
        query = (
            "SELECT id FROM delivery WHERE edition_id = 1 AND state IN ('queued', 'deferred')"
            " AND due_at <= now() ORDER BY due_at, id LIMIT 20 FOR UPDATE SKIP LOCKED"
        )
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {query}").scalars())

    assert "ix_delivery_due" in plan


def test_who_holds_it_puts_it_off(database: Database) -> None:
    """What another worker has locked is not waited for, and what is not due is left alone."""
    if not database.is_postgresql:
        pytest.skip("SQLite has one writer at a time")
    two_editions(database, 3)
    with database.writing() as connection:
        later = START + timedelta(hours=6)
        connection.execute(update(delivery).where(delivery.c.id == 1).values(due_at=later))

    with database.writing() as one, database.writing() as another:
        waiting.candidates(one, [1], 1, START)

        found = waiting.of_domains(another, [1, 2], ["example.net"], START)

    assert found == {"example.net": [3, 4, 5, 6]}


def test_one_edition_after_the_other(database: Database) -> None:
    """What was frozen first goes first, and the next edition fills the hands."""
    two_editions(database, 3)

    with database.writing() as connection:
        found = waiting.candidates(connection, [2, 1], 4, START)

    assert [task.edition_id for task in found] == [1, 1, 1, 2]


def test_a_paused_edition_holds_up_nobody(database: Database) -> None:
    """Of a paused edition nothing is taken and nothing is waited for; others go on."""
    two_editions(database, 2)
    with database.writing() as connection:
        editions.pause(connection, 1, START)

        found = waiting.candidates(connection, [1, 2], 10, START)
        assert [task.edition_id for task in found] == [2, 2]
        assert waiting.next_due(connection, [1, 2]) == START
        assert waiting.next_due(connection, [1]) is None


def test_a_clock_that_was_set_back(database: Database) -> None:
    """What was queued in a future that is none any more is due; what is put off for hours stays so."""
    add_subscribers(database, 3)
    freeze(database, now=START + timedelta(days=400))
    with database.writing() as connection:
        later = START + timedelta(hours=6)
        connection.execute(update(delivery).where(delivery.c.id == 1).values(due_at=later))

        waiting.recall(connection, [1], START)

        found = waiting.candidates(connection, [1], 10, START)
        assert [task.id for task in found] == [2, 3]
        assert waiting.next_due(connection, [1]) == START


def test_counts_what_is_open(database: Database) -> None:
    """Open is what waits and what a worker holds; what is done is not."""
    two_editions(database, 4)
    with database.writing() as connection:
        number = leasing.open_lease(connection, "w", START + timedelta(minutes=1))
        taken = queue.take(connection, number, [1], 2, START, Limits())
        assert (waiting.count_open(connection, [1]), waiting.count_open(connection, [1, 2])) == (
            4,
            8,
        )
        where = delivery.c.id.in_([task.id for task in taken.tasks])
        done = {"state": State.ACCEPTED.value, "lease_id": None}
        connection.execute(update(delivery).where(where).values(**done))

        assert waiting.count_open(connection, [1]) == 2
        assert waiting.is_open(connection, 1)
        connection.execute(update(delivery).where(delivery.c.edition_id == 1).values(**done))
        assert not waiting.is_open(connection, 1)
        assert waiting.is_open(connection, 2)


def test_the_report_knows_of_a_pause_in_the_middle(sqlite: Database) -> None:
    """What was paused while it was sent is told as paused."""
    add_subscribers(sqlite, 1)
    edition = freeze(sqlite)
    with sqlite.writing() as connection:
        editions.pause(connection, edition.id, START)

    (report,) = send.reports(equipment(sqlite, 25), [edition])

    assert report.edition.paused_at == START
