"""Errand two: what is composed, frozen and delivered, and to whom."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from dateline import send
from dateline.database import Database, open_database
from dateline.errors import OutsideError, UsageError
from dateline.lock import locked
from dateline.mail.equipment import Equipment, allowed, make_equipment
from dateline.mail.ledger import editions
from dateline.mail.ledger.editions import Edition, Key
from dateline.mail.ledger.tables import State
from dateline.mail.maillog import Answer, PostfixLog
from dateline.model import Change, Month, Withdrawal
from dateline.monthly import MonthNews
from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import newsroom_in, site_of
from tests.editions import edition
from tests.mail.desk import RING, add_subscribers, equipment
from tests.mail.hostile import Hostile, Manners, running
from tests.mail.letters import pem, rsa_key

JANUARY, FEBRUARY, MARCH = Month(2024, 1), Month(2024, 2), Month(2024, 3)
APRIL = datetime.fromisoformat("2024-04-10T12:00:00+07:00")
NAMES = ("2024-02-01-course", "2024-02-20-report", "2024-03-05-fair")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """Give a newsroom with one feed, `press`."""
    return newsroom_in(tmp_path / "newsroom")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Give an empty database."""
    made = open_database(tmp_path / "mail.db")
    yield made
    made.close()


def site(newsroom: Newsroom, *names: str, now: datetime = APRIL) -> Site:
    """Give a site with releases by name."""
    return site_of(newsroom, [edition(name, title=f"Title of {name}") for name in names], now)


def draft(of: Site, month: Month, sent: list[Edition]) -> send.Draft | None:
    """Compose the press feed's edition."""
    (feed,) = of.newsroom.feeds
    return send.draft(of, feed, "en", month, sent)


def frozen(database: Database, of: Site, month: Month) -> Edition:
    """Freeze a month's edition."""
    with database.reading() as connection:
        sent = editions.all_editions(connection)
    made = draft(of, month, sent)
    assert made is not None
    (edition,) = send.freeze(equipment(database, 1), [made])
    return edition


def text(content: bytes) -> str:
    """Give a letter's text."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_draft_is_the_digest(newsroom: Newsroom) -> None:
    """An edition is the month's digest with what it carries; drafting twice gives the same."""
    of = site(newsroom, *NAMES)
    made = draft(of, FEBRUARY, [])

    assert made is not None
    assert made == draft(of, FEBRUARY, [])
    assert made.releases == NAMES[:2]
    assert made.late == MonthNews()
    assert "Also published" not in text(made.content)


def test_empty_and_open_months(newsroom: Newsroom) -> None:
    """A month without news has no edition; one that is not over cannot be sent."""
    of = site(newsroom, *NAMES)

    assert draft(of, JANUARY, []) is None
    with pytest.raises(UsageError, match="2024-04 is not over"):
        draft(of, Month(2024, 4), [])


def test_corrections_alone_are_news(newsroom: Newsroom) -> None:
    """A month in which an older release was corrected has an edition, which promises no release."""
    at = datetime.fromisoformat("2024-03-09T12:00:00+07:00")
    fixed = edition(NAMES[0], changes=(Change(at, "The course is free.", major=True),))
    made = draft(site_of(newsroom, [fixed], APRIL), MARCH, [])

    assert made is not None
    assert (made.releases, made.late) == ((f"{NAMES[0]}#2024-03-09",), MonthNews())
    assert "The course is free." in text(made.content).partition("Corrections and withdrawals")[2]


def test_late_release_is_told_once(newsroom: Newsroom, database: Database) -> None:
    """A release added to a month already sent goes into the next edition, and into no other."""
    frozen(database, site(newsroom, NAMES[0], NAMES[2]), FEBRUARY)
    of = site(newsroom, *NAMES, "2024-01-09-older")

    march = frozen(database, of, MARCH)
    with database.reading() as connection:
        content = editions.content_of(connection, march.id)
        sent = editions.all_editions(connection)

    assert march.releases == (NAMES[1], NAMES[2])
    assert f"Title of {NAMES[1]}" in text(content).partition("Also published")[2]
    assert "older" not in text(content)
    again = draft(of, MARCH, sent)
    assert again is not None
    assert again.content == content
    may = site(newsroom, *NAMES, "2024-04-02-next", now=APRIL + timedelta(days=30))
    april = draft(may, Month(2024, 4), sent)
    assert april is not None
    assert april.late == MonthNews()


def told_late(newsroom: Newsroom, database: Database, **changes: Any) -> list[str]:
    """Send February; change its first release; give the letters of March and of April."""
    before = site(newsroom, *NAMES)
    frozen(database, before, FEBRUARY)
    others = [edition(name, title=f"Title of {name}") for name in (*NAMES[1:], "2024-04-02-next")]
    first = edition(NAMES[0], title="Old story", **changes)
    after = site_of(newsroom, [first, *others], APRIL + timedelta(days=30))
    letters = []
    for month in (MARCH, Month(2024, 4)):
        made = frozen(database, after, month)
        with database.reading() as connection:
            content = editions.content_of(connection, made.id)
            sent = editions.all_editions(connection)
        again = draft(after, month, sent)
        assert again is not None
        assert again.content == content
        letters.append(text(content))
    return letters


@pytest.mark.parametrize("at", ["2024-02-09T12:00:00+07:00", "2024-02-28T12:00:00+07:00"])
def test_late_correction_is_told_once(newsroom: Newsroom, database: Database, at: str) -> None:
    """What was corrected in a month already sent is told in the next letter, and in no other."""
    change = Change(datetime.fromisoformat(at), "The course is free.", major=True)

    march, april = told_late(newsroom, database, changes=(change,))

    assert "The course is free." in march.partition("Corrections and withdrawals")[2]
    assert "The course is free." not in april


def test_late_withdrawal_is_told_once(newsroom: Newsroom, database: Database) -> None:
    """What was withdrawn in a month already sent is told in the next letter, and in no other."""
    at = datetime.fromisoformat("2024-02-25T12:00:00+07:00")

    march, april = told_late(newsroom, database, withdrawn=Withdrawal(at, "It was wrong."))

    assert "It was wrong." in march.partition("Corrections and withdrawals")[2]
    assert "It was wrong." not in april


def test_late_news_of_the_untold(newsroom: Newsroom, database: Database) -> None:
    """A late release is told as it is now: what was mended of it before is no news of its own."""
    frozen(database, site(newsroom, NAMES[0]), FEBRUARY)
    change = Change(datetime.fromisoformat("2024-02-25T12:00:00+07:00"), "Mended.", major=True)
    gone = Withdrawal(datetime.fromisoformat("2024-02-26T12:00:00+07:00"), "Never told.")
    late = edition(NAMES[1], title="Late", changes=(change,))
    void = edition("2024-02-21-void", title="Void", withdrawn=gone)
    others = [edition(NAMES[0]), edition(NAMES[2]), edition("2024-04-02-next")]
    of = site_of(newsroom, [late, void, *others], APRIL + timedelta(days=30))
    frozen(database, of, MARCH)
    with database.reading() as connection:
        sent = editions.all_editions(connection)

    march, april = (draft(of, month, sent) for month in (MARCH, Month(2024, 4)))

    assert march is not None
    assert march.late == MonthNews((late,))
    assert "Void" not in text(march.content)
    assert april is not None
    assert april.late == MonthNews()
    assert "Mended." not in text(april.content)


def test_month_that_was_never_sent(newsroom: Newsroom, database: Database) -> None:
    """Corrections and withdrawals of a month without a digest are made up for by the next one."""
    of = site(newsroom, "2024-01-09-older", "2024-01-10-void", *NAMES)
    frozen(database, of, JANUARY)
    at = datetime.fromisoformat("2024-02-09T12:00:00+07:00")
    fixed = edition("2024-01-09-older", changes=(Change(at, "It is free.", major=True),))
    void = edition("2024-01-10-void", withdrawn=Withdrawal(at, "It was wrong."))
    after = site_of(newsroom, [fixed, void, edition(NAMES[2])], APRIL)
    with database.reading() as connection:
        sent = editions.all_editions(connection)

    march = draft(after, MARCH, sent)

    assert march is not None
    assert [told.note for told in march.late.corrections] == ["It is free."]
    assert [notice.reason for notice in march.late.withdrawals] == ["It was wrong."]
    told = text(march.content).partition("Corrections and withdrawals")[2]
    assert "It is free." in told
    assert "It was wrong." in told


def test_skipped_month(newsroom: Newsroom, database: Database) -> None:
    """A month that a later edition made up for is not sent after it."""
    of = site(newsroom, "2024-01-09-older", *NAMES)
    frozen(database, of, JANUARY)
    frozen(database, of, MARCH)
    with database.reading() as connection:
        sent = editions.all_editions(connection)

    with pytest.raises(UsageError, match="2024-03's was, with its releases"):
        draft(of, FEBRUARY, sent)


def test_changed_after_the_freeze(newsroom: Newsroom, database: Database) -> None:
    """A release that changes after the freeze is refused; a late one for the same month too."""
    frozen(database, site(newsroom, *NAMES), FEBRUARY)

    with pytest.raises(UsageError, match="not the one that was frozen"):
        frozen(database, site(newsroom, *NAMES, "2024-02-25-late"), FEBRUARY)


def deliver(found: Equipment, newsroom: Newsroom, *chosen: Edition, **how: Any) -> dict[State, int]:
    """Deliver, and count by state."""
    (report, *_) = send.deliver(
        found, newsroom, chosen, name="test", stop=how.pop("stop", Event()), **how
    )
    assert report.adds_up
    return {state: count for state, count in report.counts.items() if count}


def test_delivery(newsroom: Newsroom, database: Database) -> None:
    """Everybody gets the letter, dated at the freeze; doing it again sends nothing."""
    add_subscribers(database, 5)
    of = site(newsroom, *NAMES)
    server, seen = Hostile(), []
    with running(server) as port:
        found = equipment(database, port)
        edition = frozen(database, of, FEBRUARY)
        first = deliver(found, newsroom, edition, watch=lambda *words: seen.append(words))
        again = deliver(found, newsroom, edition)

    message = email.message_from_bytes(server.letters[0], policy=email.policy.default)
    assert first == again == {State.ACCEPTED: 5}
    assert len(server.took) == 5
    assert seen[-1] == ("sending", 5, 5)
    assert message["Date"].datetime == edition.frozen_at.replace(microsecond=0)
    assert str(message["DKIM-Signature"]).startswith("v=1;")


def test_one_sender_at_a_time(newsroom: Newsroom, database: Database) -> None:
    """Over SQLite a second sender is told that one runs."""
    add_subscribers(database, 1)
    edition = frozen(database, site(newsroom, *NAMES), FEBRUARY)

    with (
        locked(newsroom.sending.keys / "send.lock", "send"),
        pytest.raises(OutsideError, match="Another send"),
    ):
        deliver(equipment(database, 1), newsroom, edition)


class ServerLog:
    """The log of a hostile server in this process."""

    def __init__(self, server: Hostile) -> None:
        self.server = server

    def ask(self, message_ids: Any, now: datetime) -> Answer:
        """Say what it took."""
        taken = {message_id for _, message_id in self.server.took}
        return Answer(
            frozenset(taken & set(message_ids)), datetime.fromisoformat("2020-01-01T00:00:00Z")
        )


def test_lying_server(newsroom: Newsroom, database: Database) -> None:
    """Dropped after the dot, the log tells what was taken; what was not is sent again: each one once."""
    add_subscribers(database, 30)
    manners = Manners(drop_taken=0.2, drop_untaken=0.2, later=0.1, leave_every=7)
    server = Hostile(manners)
    with running(server) as port:
        found = equipment(database, port, log=ServerLog(server))
        made = deliver(
            found, newsroom, frozen(database, site(newsroom, *NAMES), FEBRUARY), patience=5
        )

    assert made == {State.ACCEPTED: 30}
    assert sorted(name for name, _ in server.took) == sorted({name for name, _ in server.took})


def test_without_a_log(newsroom: Newsroom, database: Database) -> None:
    """Without a log, what nobody knows stays uncertain, and is not sent again."""
    add_subscribers(database, 10)
    server = Hostile(Manners(drop_taken=1.0))
    with running(server) as port:
        edition = frozen(database, site(newsroom, *NAMES), FEBRUARY)
        found = equipment(database, port)
        made = [deliver(found, newsroom, edition) for _ in range(2)]

    assert made == [{State.UNCERTAIN: 10}] * 2
    assert len(server.took) == 10


def test_patience_with_doubts(newsroom: Newsroom, database: Database) -> None:
    """What the log may settle only after the patience is left for the next run."""
    add_subscribers(database, 2)
    server = Hostile(Manners(drop_untaken=1.0))
    with running(server) as port:
        found = equipment(database, port, log=ServerLog(server), grace=timedelta(hours=1))
        made = deliver(
            found, newsroom, frozen(database, site(newsroom, *NAMES), FEBRUARY), patience=5
        )

    assert made == {State.UNCERTAIN: 2}


def test_allow_list_is_lifted(newsroom: Newsroom, database: Database) -> None:
    """A rehearsal reaches the allow-list alone; when the list is lifted the others get theirs."""
    add_subscribers(database, 4)
    server = Hostile()
    with running(server) as port:
        edition = frozen(database, site(newsroom, *NAMES), FEBRUARY)
        found = equipment(database, port)
        narrow = replace(found, rules=replace(found.rules, is_allowed=allowed(["@d2.example.net"])))
        rehearsed = deliver(narrow, newsroom, edition)
        made = deliver(found, newsroom, edition)

    assert rehearsed == {State.ACCEPTED: 1, State.SUPPRESSED: 3}
    assert made == {State.ACCEPTED: 4}
    assert len(server.took) == 4


def test_stopped(newsroom: Newsroom, database: Database) -> None:
    """Told to stop before it begins, everybody stays in the queue."""
    add_subscribers(database, 3)
    stop = Event()
    stop.set()

    made = deliver(
        equipment(database, 1),
        newsroom,
        frozen(database, site(newsroom, *NAMES), FEBRUARY),
        stop=stop,
    )

    assert made == {State.QUEUED: 3}


def test_found_again_at_once(newsroom: Newsroom, database: Database) -> None:
    """What the log settles before the run goes out in it."""
    add_subscribers(database, 3)
    server = Hostile(Manners(drop_untaken=1.0))
    with running(server) as port:
        edition = frozen(database, site(newsroom, *NAMES), FEBRUARY)
        blind = deliver(equipment(database, port), newsroom, edition)
        server.manners.drop_untaken = 0.0
        log = ServerLog(server)
        made = deliver(equipment(database, port, log=log, grace=timedelta()), newsroom, edition)

    assert (blind, made) == ({State.UNCERTAIN: 3}, {State.ACCEPTED: 3})


def test_workers_of_postgresql_need_no_lock(
    newsroom: Newsroom, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over PostgreSQL several senders may run: leases keep them apart."""
    add_subscribers(database, 2)
    monkeypatch.setattr(Database, "is_postgresql", True)
    server = Hostile()
    with running(server) as port, locked(newsroom.sending.keys / "send.lock", "send"):
        edition = frozen(database, site(newsroom, *NAMES), FEBRUARY)
        made = deliver(equipment(database, port), newsroom, edition)

    assert made == {State.ACCEPTED: 2}


@pytest.mark.parametrize(
    "allow,address,expected",
    [
        ([], "a@b.c", True),
        (["a@b.c"], "A@B.C", True),
        (["@b.c"], "x@b.c", True),
        (["@b.c"], "x@sub.b.c", False),
        (["a@b.c"], "x@b.c", False),
    ],
)
def test_allowed(allow: list[str], address: str, expected: bool) -> None:
    """An entry is an address or a domain, exactly."""
    assert allowed(allow)(address) is expected


_SENDING = """
[mail]
from = "Press desk <press@example.org>"
return_path = "bounces@example.org"
window = "{window}"
per_minute = 600
allow = ["@example.org"]
[mail.smtp]
host = "127.0.0.1"
log = "/var/log/mail.log"
[mail.dkim]
selector = "press"
"""


def settings(tmp_path: Path, window: str = "20:00-06:00") -> Newsroom:
    """Give a newsroom that names all of it."""
    return newsroom_in(tmp_path / "other", settings=_SENDING.format(window=window))


def test_equipment_of_the_settings(tmp_path: Path, database: Database) -> None:
    """Rules, key, servers and log come from dateline.toml."""
    newsroom = settings(tmp_path)
    key = newsroom.sending.keys / "dkim-press.pem"
    key.parent.mkdir(parents=True)
    key.write_bytes(pem(rsa_key()))

    made = make_equipment(newsroom, database, RING, equipment(database, 1).clock, {})

    assert made.signer is not None
    assert (made.signer.domain, made.signer.selector) == ("example.org", "press")
    assert made.identity.return_path(1).startswith("bounces+d1-")
    assert made.rules.limits.per_minute == 600
    assert made.rules.is_allowed("x@example.org")
    assert isinstance(made.log, PostfixLog)
    open_at = {hour: made.rules.is_open(datetime.fromisoformat(f"2024-03-01T{hour}:00+07:00"))
               for hour in ("05", "07", "19", "23")}  # fmt: skip
    assert open_at == {"05": True, "07": False, "19": False, "23": True}


def test_window_by_day(tmp_path: Path, database: Database) -> None:
    """A window is in the newsroom's zone; without one it is always open."""
    assert make_rules(newsroom_in(tmp_path / "plain")).is_open(APRIL)
    rules = make_rules(settings(tmp_path, "08:00-20:00"))

    assert rules.is_open(datetime.fromisoformat("2024-03-01T01:00:00+00:00"))
    assert not rules.is_open(datetime.fromisoformat("2024-03-01T13:00:00+00:00"))


def make_rules(newsroom: Newsroom) -> Any:
    """Give the rules of a newsroom."""
    from dateline.mail.equipment import rules

    return rules(newsroom.sending, newsroom.timezone)


def test_missing_key(tmp_path: Path, database: Database) -> None:
    """A DKIM key that is not there is told with the command that makes one."""
    with pytest.raises(OutsideError, match=r"dkim-press\.pem cannot be read") as caught:
        make_equipment(settings(tmp_path), database, RING, equipment(database, 1).clock, {})
    assert "keys new" in caught.value.hint


def test_key_in_words() -> None:
    """An edition is named by feed, language and month."""
    assert str(Key("press", "en", "2024-02")) == "press/en/2024-02"
