"""Consent: nobody is mailed who did not say yes, and each word is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from dateline import subscriptions
from dateline.subscriptions import consent, register, store
from dateline.subscriptions.addresses import read_address
from dateline.subscriptions.consent import Answer, Asked
from dateline.subscriptions.model import Choice, Reason, SubscriberState, request, subscriber
from dateline.subscriptions.tokens import Confirmation, KeyRing
from tests.subscriptions.conftest import NOW

PRESS = Choice.of(["press"], ["en"])
BOTH = Choice.of(["press", "skills"], ["en"])
ANNA = Asked(read_address("anna@example.org"), PRESS, "en", "Yes, mail me.")
HOUR = timedelta(hours=1)


def send_mails(
    connection: Connection, keys: KeyRing, now: datetime = NOW, per_day: int = 3
) -> list[Confirmation | None]:
    """Prepare every kept request's mail, as the door's worker does."""
    rows = connection.execute(select(request)).all()
    connection.execute(request.delete())
    said = [consent.prepare_confirmation(connection, row, keys, per_day, now) for row in rows]
    for each in filter(None, said):
        consent.note_asked(connection, each)
    return said


def asked_and_mailed(connection: Connection, keys: KeyRing, now: datetime = NOW) -> Confirmation:
    consent.ask(connection, ANNA, now)
    (said,) = send_mails(connection, keys, now)
    assert said is not None
    return said


def confirmed(connection: Connection, keys: KeyRing) -> int:
    said = asked_and_mailed(connection, keys)
    assert consent.confirm(connection, said, NOW + HOUR) is Answer.DONE
    return said.subscriber_id


def entry(connection: Connection) -> register.Entry:
    (found,) = register.entries(connection)
    return found


def mailed(connection: Connection, feed: str = "press") -> list[str]:
    return [each.address for each in subscriptions.recipients(connection, feed, "en")]


def test_only_the_confirmed_are_mailed(connection: Connection, keys: KeyRing) -> None:
    """To ask brings a confirmation mail and nothing else; to confirm brings the digest."""
    consent.ask(connection, ANNA, NOW)
    assert mailed(connection) == []
    (said,) = send_mails(connection, keys)
    assert said is not None
    assert (mailed(connection), entry(connection).state) == ([], SubscriberState.UNCONFIRMED)

    assert consent.confirm(connection, said, NOW + HOUR) is Answer.DONE

    assert mailed(connection) == ["anna@example.org"]
    assert entry(connection).state is SubscriberState.CONFIRMED


def test_the_record_says_when_how_in_which_words(connection: Connection, keys: KeyRing) -> None:
    """Asking and confirming are on record with moment, way, wording, language and choice."""
    confirmed(connection, keys)

    record = [
        (s.at, s.event, s.how, s.wording, s.language, s.choice) for s in entry(connection).record
    ]
    assert record == [
        (NOW, "asked", "web", "Yes, mail me.", "en", "press/en"),
        (NOW + HOUR, "confirmed", "web", "Yes, mail me.", "en", "press/en"),
    ]


def test_to_confirm_again_changes_nothing(connection: Connection, keys: KeyRing) -> None:
    """A confirmation link is good more than once, and does its work once."""
    said = asked_and_mailed(connection, keys)
    answers = [consent.confirm(connection, said, NOW + HOUR) for _ in range(3)]

    assert answers == [Answer.DONE, Answer.NOTHING, Answer.NOTHING]
    assert [s.event for s in entry(connection).record] == ["asked", "confirmed"]


def test_a_second_request_adds_to_the_first(connection: Connection, keys: KeyRing) -> None:
    """Who asks for one more feed keeps what there was."""
    confirmed(connection, keys)
    consent.ask(connection, replace(ANNA, choice=Choice.of(["skills"], ["en"])), NOW + HOUR)
    (said,) = send_mails(connection, keys, NOW + HOUR)
    assert said is not None

    assert consent.confirm(connection, said, NOW + 2 * HOUR) is Answer.DONE
    assert entry(connection).choice == BOTH


def test_a_confirmed_subscriber_stays_so_while_asked(connection: Connection, keys: KeyRing) -> None:
    """Whoever fills in a subscriber's address again changes nothing by it."""
    confirmed(connection, keys)
    consent.ask(connection, replace(ANNA, choice=BOTH, language="vi"), NOW + HOUR)
    send_mails(connection, keys, NOW + HOUR)

    found = entry(connection)
    assert (found.state, found.choice, found.language) == (SubscriberState.CONFIRMED, PRESS, "en")


def test_asking_twice_is_one_request(connection: Connection) -> None:
    """Before the mail is out, who asks again replaces what was asked, and stays in the queue."""
    consent.ask(connection, ANNA, NOW)
    consent.ask(connection, replace(ANNA, choice=BOTH), NOW + HOUR)

    (row,) = connection.execute(select(request))
    assert (row.choice, row.at, row.due_at) == (str(BOTH), NOW + HOUR, NOW)


def test_what_was_forgotten_meanwhile_is_not_noted(connection: Connection, keys: KeyRing) -> None:
    """Who is forgotten while the mail is on its way leaves nothing on record."""
    said = asked_and_mailed(connection, keys)
    register.forget(connection, "anna@example.org")

    consent.note_asked(connection, said)

    assert list(register.entries(connection)) == []


def test_mails_that_never_went_out_do_not_count(connection: Connection, keys: KeyRing) -> None:
    """While the mail server is away, asking again uses up nobody's measure."""
    for _ in range(5):
        consent.ask(connection, ANNA, NOW)
        (row,) = connection.execute(select(request)).all()
        assert consent.prepare_confirmation(connection, row, keys, 3, NOW) is not None


def test_an_address_is_not_flooded(connection: Connection, keys: KeyRing) -> None:
    """An address gets so many confirmation mails within a day, and more the day after."""
    told = []
    for number in range(5):
        consent.ask(connection, ANNA, NOW + number * HOUR)
        told.append(bool(*send_mails(connection, keys, NOW + number * HOUR)))
    consent.ask(connection, ANNA, NOW + timedelta(hours=25))
    (later,) = send_mails(connection, keys, NOW + timedelta(hours=25))

    assert told == [True, True, True, False, False]
    assert later is not None


def test_a_link_of_somebody_forgotten(connection: Connection, keys: KeyRing) -> None:
    """After `forget` a confirmation link confirms nobody, not even who came after."""
    said = asked_and_mailed(connection, keys)
    assert register.forget(connection, "anna@example.org")
    again = asked_and_mailed(connection, keys)

    assert consent.confirm(connection, said, NOW + HOUR) is Answer.UNKNOWN
    assert again.subscriber_id != said.subscriber_id


def test_a_link_of_another_generation(connection: Connection, keys: KeyRing) -> None:
    """A link of another database, whose id fits by chance, confirms nobody."""
    said = asked_and_mailed(connection, keys)
    foreign = replace(said, generation=said.generation + 1)

    assert consent.confirm(connection, foreign, NOW + HOUR) is Answer.UNKNOWN


def test_who_left_is_not_brought_back_by_an_old_link(connection: Connection, keys: KeyRing) -> None:
    """A confirmation link from before somebody left subscribes nobody again; a new one does."""
    old = asked_and_mailed(connection, keys)
    consent.confirm(connection, old, NOW + HOUR)
    store.unsubscribe(connection, old.subscriber_id, "one-click", NOW + 2 * HOUR)

    assert consent.confirm(connection, old, NOW + 3 * HOUR) is Answer.STALE
    new = asked_and_mailed(connection, keys, NOW + 3 * HOUR)
    assert consent.confirm(connection, new, NOW + 4 * HOUR) is Answer.DONE
    assert mailed(connection) == ["anna@example.org"]


def test_what_was_left_behind_stays_behind(connection: Connection, keys: KeyRing) -> None:
    """Who comes back gets what is asked for now, and not what there was before."""
    who = confirmed(connection, keys)
    store.unsubscribe(connection, who, "one-click", NOW + HOUR)
    skills = Choice.of(["skills"], ["en"])
    consent.ask(connection, replace(ANNA, choice=skills), NOW + 2 * HOUR)
    (said,) = send_mails(connection, keys, NOW + 2 * HOUR)
    assert said is not None
    consent.confirm(connection, said, NOW + 3 * HOUR)

    assert entry(connection).choice == skills


@pytest.mark.parametrize("reason", list(Reason))
def test_the_suppressed_are_never_mailed(
    connection: Connection, keys: KeyRing, reason: Reason
) -> None:
    """Suppressed, an address gets no digest, no confirmation mail, and no import brings it back."""
    said = asked_and_mailed(connection, keys)
    consent.confirm(connection, said, NOW)
    store.suppress(connection, said.subscriber_id, reason, NOW + HOUR)

    consent.ask(connection, ANNA, NOW + 2 * HOUR)
    assert send_mails(connection, keys, NOW + 2 * HOUR) == [None]
    assert consent.confirm(connection, said, NOW + 2 * HOUR) is Answer.SUPPRESSED
    assert consent.add(connection, keys, ANNA, NOW + 2 * HOUR) is Answer.SUPPRESSED
    assert mailed(connection) == []


def test_suppression_outlives_forgetting(connection: Connection, keys: KeyRing) -> None:
    """A forgotten address that was suppressed stays so, though nothing tells which it was."""
    who = confirmed(connection, keys)
    store.suppress(connection, who, Reason.COMPLAINED, NOW)
    register.forget(connection, "anna@example.org")

    assert list(register.entries(connection)) == []
    assert consent.add(connection, keys, ANNA, NOW) is Answer.SUPPRESSED


def test_preferences_replace_the_choice(connection: Connection, keys: KeyRing) -> None:
    """A subscriber's new choice takes the old one's place, and is on record."""
    who = confirmed(connection, keys)
    skills = Choice.of(["skills"], ["en", "vi"])

    answers = [consent.change(connection, who, skills, "vi", NOW + HOUR) for _ in range(2)]

    found = entry(connection)
    assert answers == [Answer.DONE, Answer.NOTHING]
    assert (found.choice, found.language) == (skills, "vi")
    assert (found.record[-1].event, found.record[-1].choice) == ("changed", str(skills))
    assert mailed(connection) == []


def test_a_choice_of_nothing_is_to_leave(connection: Connection, keys: KeyRing) -> None:
    """Who chooses nothing more has unsubscribed."""
    who = confirmed(connection, keys)

    assert consent.change(connection, who, Choice(), "en", NOW) is Answer.DONE
    assert entry(connection).state is SubscriberState.UNSUBSCRIBED


def test_preferences_confirm_nobody(connection: Connection, keys: KeyRing) -> None:
    """Neither the unconfirmed, nor who left, nor nobody can be subscribed by preferences."""
    who = asked_and_mailed(connection, keys).subscriber_id

    assert consent.change(connection, who, BOTH, "en", NOW) is Answer.UNSUBSCRIBED
    assert consent.change(connection, who + 1, BOTH, "en", NOW) is Answer.UNKNOWN
    assert mailed(connection) == []


def test_an_operator_adds_with_proof(connection: Connection, keys: KeyRing) -> None:
    """Who said yes elsewhere is added with the proof on record; again adds only what is new."""
    proof = replace(ANNA, wording="Paper form of 3 January")
    answers = [
        consent.add(connection, keys, proof, NOW, name="Anna"),
        consent.add(connection, keys, proof, NOW),
        consent.add(connection, keys, replace(proof, choice=BOTH), NOW),
    ]

    found = entry(connection)
    assert answers == [Answer.DONE, Answer.NOTHING, Answer.DONE]
    assert (found.name, found.state, found.choice) == ("Anna", SubscriberState.CONFIRMED, BOTH)
    assert [(s.how, s.wording) for s in found.record] == [
        ("operator", "Paper form of 3 January")
    ] * 2


def test_an_import_brings_nobody_back(connection: Connection, keys: KeyRing) -> None:
    """Who left is not subscribed again by a list from before."""
    who = confirmed(connection, keys)
    store.unsubscribe(connection, who, "one-click", NOW)

    assert consent.add(connection, keys, ANNA, NOW + HOUR, how="import") is Answer.UNSUBSCRIBED
    assert mailed(connection) == []


def test_to_leave_is_idempotent_and_on_record(connection: Connection, keys: KeyRing) -> None:
    """Leaving once or thrice is the same, noted once, and takes back what was asked meanwhile."""
    who = confirmed(connection, keys)
    consent.ask(connection, ANNA, NOW)

    done = [store.unsubscribe(connection, who, "one-click", NOW + HOUR) for _ in range(3)]

    events = [s.event for s in entry(connection).record]
    assert (done, events) == ([True] * 3, ["asked", "confirmed", "unsubscribed"])
    assert connection.execute(select(request)).all() == []
    assert store.unsubscribe(connection, who + 1, "one-click", NOW) is False


def test_nobody_is_suppressed_by_a_wrong_id(connection: Connection, keys: KeyRing) -> None:
    """A bounce for an id that there is not is told as such."""
    assert subscriptions.mark_bounced(connection, 12345, NOW) is False
    assert subscriptions.mark_complained(connection, 12345, NOW) is False


def test_the_seam_follows_each_step(connection: Connection, keys: KeyRing) -> None:
    """What the sender asks is answered by what subscribers said last."""
    who = confirmed(connection, keys)
    column: Any = subscriber.c.id
    query = select(column).where(subscriptions.wanted(column, "press", "en"))

    assert connection.execute(query).scalars().all() == [who]
    assert subscriptions.is_suppressed(connection, who) is False
    assert subscriptions.mark_unsubscribed(connection, who, "mail", NOW)
    assert connection.execute(query).scalars().all() == []
    assert subscriptions.mark_complained(connection, who, NOW)
    assert subscriptions.is_suppressed(connection, who) is True
    found = subscriptions.find_recipient(connection, who)
    assert found is not None
    assert found.address == "anna@example.org"
    assert subscriptions.find_recipient(connection, who + 1) is None


@pytest.mark.parametrize("text", ["press", "press/", "/en", "press/en/vi"])
def test_a_choice_is_read_or_refused(text: str) -> None:
    """What `str` did not write is no choice."""
    assert Choice.read("skills/en press/vi press/vi") == Choice((("press", "vi"), ("skills", "en")))
    with pytest.raises(ValueError, match="no choice"):
        Choice.read(text)
