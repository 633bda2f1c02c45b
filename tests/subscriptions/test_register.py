"""The operator's side: lists, counts, erasing, suppressing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dateline.database import Database
from dateline.subscriptions import consent, register
from dateline.subscriptions.addresses import read_address
from dateline.subscriptions.consent import Asked
from dateline.subscriptions.model import Choice, Reason, SubscriberState
from dateline.subscriptions.tokens import KeyRing
from tests.subscriptions.conftest import NOW
from tests.subscriptions.test_consent import ANNA, asked_and_mailed, confirmed

BEN = replace(ANNA, address=read_address("ben@example.org"), choice=Choice.of(["skills"], ["vi"]))


def test_all_are_listed_in_batches(
    connection: Connection, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every subscriber is listed once, with choice and record, however small the batches."""
    monkeypatch.setattr(register, "_BATCH", 2)
    for number in range(5):
        asked = replace(ANNA, address=read_address(f"a{number}@example.org"))
        consent.add(connection, keys, asked, NOW)

    found = list(register.entries(connection))
    assert [each.address for each in found] == [f"a{n}@example.org" for n in range(5)]
    assert {(str(each.choice), len(each.record)) for each in found} == {("press/en", 1)}


def test_one_address_or_one_state(connection: Connection, keys: KeyRing) -> None:
    """A list can be of one address, or of those who stand alike."""
    consent.add(connection, keys, BEN, NOW)
    asked_and_mailed(connection, keys)

    one = register.entries(connection, "ben@example.org")
    waiting = register.entries(connection, state=SubscriberState.UNCONFIRMED)
    assert [each.address for each in one] == ["ben@example.org"]
    assert [each.address for each in waiting] == ["anna@example.org"]


def test_counts_add_up(connection: Connection, keys: KeyRing) -> None:
    """The counts say each state, each feed and language of the confirmed, and each reason."""
    confirmed(connection, keys)
    consent.add(connection, keys, BEN, NOW)
    consent.ask(connection, ANNA, NOW)
    register.suppress_address(connection, keys, "ben@example.org", Reason.BOUNCED, NOW)
    register.suppress_address(connection, keys, "nobody@example.org", Reason.OPERATOR, NOW)

    found = register.counts(connection)
    assert found.states == {"unconfirmed": 0, "confirmed": 1, "unsubscribed": 1}
    assert found.choices == {("press", "en"): 1}
    assert found.suppressed == {"bounced": 1, "operator": 1}
    assert found.requests == 1


def test_forget_leaves_nothing(database: Database, keys: KeyRing, tmp_path: Path) -> None:
    """After `forget` no file of the database holds the address, nor its record."""
    address = read_address("unmistakable.person@example.org")
    asked = Asked(address, Choice.of(["press"], ["en"]), "en", "unmistakable wording")
    with database.writing() as connection:
        consent.add(connection, keys, asked, NOW, name="Unmistakable Name")
        consent.ask(connection, asked, NOW)
    with database.writing() as connection:
        assert register.forget(connection, address.canonical)
        assert not register.forget(connection, address.canonical)

    database.wipe_traces()

    if database.is_postgresql:
        return  # its files are its administrator's
    files = list((tmp_path / "private").iterdir())
    held = [f.name for f in files if f.is_file() and b"nmistakable" in f.read_bytes()]
    assert held == []


def test_a_suppression_can_be_lifted(connection: Connection, keys: KeyRing) -> None:
    """An operator may lift a suppression; the subscriber must say yes again by himself."""
    confirmed(connection, keys)
    again = [
        register.suppress_address(connection, keys, "anna@example.org", Reason.OPERATOR, NOW)
        for _ in range(2)
    ]
    lifted = [register.lift_suppression(connection, keys, "anna@example.org") for _ in range(2)]

    (found,) = register.entries(connection)
    assert (again, lifted) == ([True, False], [True, False])
    assert found.state is SubscriberState.UNSUBSCRIBED


def test_who_never_answered_is_dropped(connection: Connection, keys: KeyRing) -> None:
    """Addresses that others typed in do not stay: unconfirmed, they are erased after a while."""
    asked_and_mailed(connection, keys)
    consent.add(connection, keys, BEN, NOW)

    assert register.drop_unconfirmed(connection, NOW) == 0
    assert register.drop_unconfirmed(connection, NOW + timedelta(days=1)) == 1
    assert [each.address for each in register.entries(connection)] == ["ben@example.org"]
