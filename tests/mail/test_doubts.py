"""What is uncertain after a crash, settled by the mail server's log or by the operator."""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.mail import doubts
from dateline.mail.doubts import Settled
from dateline.mail.ledger.tables import State, delivery
from dateline.mail.maillog import Answer, PostfixLog
from tests.mail.desk import LONG_AGO, START, add_subscribers, freeze
from tests.mail.letters import IDENTITY
from tests.mail.test_ledger import counts

NOW = datetime(2024, 3, 1, 3, 0, tzinfo=UTC)
LOG = """\
2024-03-01T02:00:01.5+00:00 mx postfix/smtpd[11]: 4TmQ1x0abc: client=localhost[127.0.0.1]
2024-03-01T02:00:01.6+00:00 mx postfix/cleanup[12]: 4TmQ1x0abc: message-id=<taken@example.org>
2024-03-01T02:00:01.7+00:00 mx postfix/qmgr[13]: 4TmQ1x0abc: from=<b@example.org>, size=9, nrcpt=1 (queue active)
2024-03-01T02:00:02.6+00:00 mx postfix/cleanup[12]: 4TmQ1x0abd: message-id=<cut-off@example.org>
2024-03-01T02:00:03.6+00:00 mx postfix/cleanup[12]: 4TmQ1x0abe: message-id=<other@example.org>
2024-03-01T02:00:03.7+00:00 mx postfix/qmgr[13]: 4TmQ1x0abe: from=<b@example.org>, size=9, nrcpt=1 (queue active)
2024-03-01T02:00:04.7+00:00 mx postfix/qmgr[13]: 4TmQ1x0abd: removed
"""
ASKED = ["<taken@example.org>", "<cut-off@example.org>", "<unknown@example.org>"]


def uncertain(database: Database, count: int = 3) -> None:
    """Freeze an edition of which every delivery is uncertain."""
    add_subscribers(database, count)
    freeze(database)
    with database.writing() as connection:
        values = {"state": State.UNCERTAIN.value, "changed_at": START}
        connection.execute(update(delivery).values(**values))


@dataclass
class Fake:
    """A log that knows some Message-IDs, from some moment on."""

    taken: frozenset[str]
    since: datetime | None = LONG_AGO

    def ask(self, message_ids: object, now: datetime) -> Answer:
        """Answer."""
        return Answer(self.taken, self.since)


def message_id(subscriber: int) -> str:
    """Give the Message-ID of a subscriber's letter."""
    return IDENTITY.message_id("press/en/2024-02", subscriber)


def ask(database: Database, log: Fake, minutes: float) -> Settled:
    """Ask a log some minutes after the crash."""
    now = START + timedelta(minutes=minutes)
    return doubts.ask_log(database, [1], log, IDENTITY, now)


def test_log_settles(database: Database) -> None:
    """What the log names was sent; what it does not was not, once a server cannot be at it still."""
    uncertain(database)
    log = Fake(frozenset({message_id(2)}))

    early = ask(database, log, 5)
    assert early == Settled(1, 0, 2, START + doubts.GRACE)
    assert counts(database) == {State.ACCEPTED: 1, State.UNCERTAIN: 2}
    assert ask(database, log, 12) == Settled(0, 2, 0)
    assert counts(database) == {State.ACCEPTED: 1, State.QUEUED: 2}
    assert ask(database, log, 13) == Settled(0, 0, 0)


@pytest.mark.parametrize("since", [None, START + timedelta(seconds=1)])
def test_log_that_does_not_reach_back(sqlite: Database, since: datetime | None) -> None:
    """A log that begins after the attempt, or tells no time, proves nothing by its silence."""
    uncertain(sqlite)
    log = Fake(frozenset({message_id(1)}), since)

    assert ask(sqlite, log, 60) == Settled(1, 0, 2)


@pytest.mark.parametrize("resend,state", [(True, State.QUEUED), (False, State.FAILED)])
def test_operator_settles(sqlite: Database, resend: bool, state: State) -> None:
    """The operator says what becomes of them all, and is told of whom it was said."""
    uncertain(sqlite)

    settled = doubts.resolve(sqlite, [1], resend=resend, now=NOW)

    assert [doubt.subscriber_id for doubt in settled] == [1, 2, 3]
    assert counts(sqlite) == {state: 3}


def test_postfix(tmp_path: Path) -> None:
    """Postfix took what its queue manager has; a letter that was cut off it threw away."""
    path = tmp_path / "mail.log"
    path.write_text(LOG, encoding="utf-8")

    answer = PostfixLog(path).ask(ASKED, NOW)

    assert answer.taken == {"<taken@example.org>"}
    assert answer.since == datetime.fromisoformat("2024-03-01T02:00:01.5+00:00")


def test_rotated_logs(tmp_path: Path) -> None:
    """A log that was rotated in the middle is read from its oldest file on, packed or not."""
    first, *rest = LOG.splitlines(keepends=True)
    files = {"mail.log.2.gz": gzip.compress(first.encode()), "mail.log.1": rest[0].encode(),
             "mail.log": "".join(rest[1:]).encode()}  # fmt: skip
    for age, (name, content) in enumerate(files.items()):
        (tmp_path / name).write_bytes(content)
        os.utime(tmp_path / name, (1_700_000_000 + age, 1_700_000_000 + age))
    (tmp_path / "mail.log.d").mkdir()

    answer = PostfixLog(tmp_path / "mail.log").ask(ASKED, NOW)

    assert answer.taken == {"<taken@example.org>"}
    assert answer.since is not None


@pytest.mark.parametrize(
    "stamp,expected",
    [
        ("Mar  1 02:00:01 mx", (2024, 3, 1)),
        ("Dec 31 23:00:01 mx", (2023, 12, 31)),
        ("Feb 29 10:00:00 mx", (2024, 2, 29)),
        ("Feb 30 10:00:00 mx", None),
        ("Foo 30 10:00:00 mx", None),
        ("no time at all", None),
    ],
)
def test_traditional_times(
    tmp_path: Path, stamp: str, expected: tuple[int, int, int] | None
) -> None:
    """The traditional form names no year: it is the last such day."""
    path = tmp_path / "mail.log"
    path.write_text(f"{stamp} postfix/qmgr[1]: ABCDEF1: removed\n", encoding="utf-8")

    since = PostfixLog(path).ask([], NOW).since

    assert expected == (since and (since.year, since.month, since.day))


def test_unreadable_log(tmp_path: Path) -> None:
    """A damaged log is told of; nothing is settled by it."""
    (tmp_path / "mail.log.1.gz").write_bytes(b"no gzip")

    with pytest.raises(OutsideError, match=r"mail\.log cannot be read") as caught:
        PostfixLog(tmp_path / "mail.log").ask([], NOW)
    assert "--resolve" in caught.value.hint


def test_missing_log(tmp_path: Path) -> None:
    """A log that is not there knows nothing, so nothing is settled by its silence."""
    assert PostfixLog(tmp_path / "mail.log").ask(ASKED, NOW) == Answer(frozenset(), None)
