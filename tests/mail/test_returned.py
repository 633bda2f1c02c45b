"""Mail that comes back: what it says, whom it is about, and what is done."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.database import Database
from dateline.errors import OutsideError, UsageError
from dateline.mail.bounces import Counter
from dateline.mail.inbox import read_maildir, serve_lmtp
from dateline.mail.ledger import editions, leasing, queue
from dateline.mail.ledger.leasing import Outcome
from dateline.mail.ledger.queue import Limits
from dateline.mail.ledger.tables import State
from dateline.mail.returned import Kind, Returned, understand
from dateline.subscriptions import is_suppressed
from tests.mail.desk import KEY, RING, START, add_subscribers, freeze
from tests.mail.letters import IDENTITY, frozen, letter
from tests.mail.test_ledger import counts
from tests.patience import PATIENCE

PATH = IDENTITY.return_path(2)
DSN = """\
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; reader2@d2.example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b
Content-Type: {part}

{original}
--b--
"""


def dsn(
    status: str = "5.1.1",
    *,
    action: str = "failed",
    diagnostic: str = "550 no such user",
    to: str = PATH,
    part: str = "text/rfc822-headers",
    original: str = "Subject: x\n",
) -> bytes:
    """Write a delivery status notification."""
    text = DSN.format(status=status, action=action, diagnostic=diagnostic, to=to, part=part,
                      original=original)  # fmt: skip
    return text.encode()


def arf(kind: str = "abuse", *, sender: str = "", original: str = "Subject: x\n") -> bytes:
    """Write a feedback report."""
    return f"""\
From: fbl@example.net
To: abuse@example.org
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A complaint.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Someone/1.0
Version: 1
{sender}
--b
Content-Type: message/rfc822

{original}
--b--
""".encode()


ODD = [
    b"message/rfc822", b"multipart/report", b"message/delivery-status", b'boundary=""', b"--b",
    b"charset=nonsense", b"=?utf-8?b?////?=", b"\xff", b"\0", b"\r", b"\n", b"\n\n", b"\x0cb:",
    b"Content-Transfer-Encoding: x-uuencode\n", b"filename*=utf-8''%ff",
]  # fmt: skip


@given(st.sampled_from([dsn(), arf()]),
       st.lists(st.tuples(st.integers(0, 700), st.sampled_from(ODD)), max_size=8))  # fmt: skip
@example(dsn(diagnostic="550 a\x0cb: c"), [])
def test_spoiled_mail(mail: bytes, spoiled: list[tuple[int, bytes]]) -> None:
    """A mail that is broken, or was broken on purpose, is understood as something or other."""
    for at, odd in spoiled:
        mail = mail[:at] + odd + mail[at:]

    found = understand(mail)

    assert found.words != "cannot be read"


def test_a_mail_that_nobody_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python's parser gives up, the mail is set aside, so that it holds up no other."""

    def fail(*_: object, **__: object) -> None:
        raise IndexError

    monkeypatch.setattr("dateline.mail.returned.email.message_from_bytes", fail)

    assert understand(dsn()) == Returned(Kind.OTHER, "cannot be read", ())


def test_words_without_the_address() -> None:
    """What a bounce says is kept without the address, however the server spells it."""
    found = understand(dsn(diagnostic="550 5.1.1 <Reader2@D2.example.net>: no such user"))

    assert found.words == "5.1.1 smtp; 550 5.1.1 <<recipient>>: no such user"
    assert understand(dsn(diagnostic="550 đã đóng")).words == "5.1.1 smtp; 550 đã đóng"


@pytest.mark.parametrize(
    "content,expected",
    [
        pytest.param(dsn("5.1.1"), Kind.HARD, id="no such user"),
        pytest.param(dsn("5.1.10"), Kind.HARD, id="null MX"),
        pytest.param(dsn("5.2.1"), Kind.HARD, id="mailbox closed"),
        pytest.param(dsn("5.2.2"), Kind.SOFT, id="mailbox full"),
        pytest.param(dsn("5.7.1"), Kind.SOFT, id="policy"),
        pytest.param(dsn("5.1.8"), Kind.SOFT, id="our own address"),
        pytest.param(dsn("4.4.1", action="delayed"), Kind.SOFT, id="delayed"),
        pytest.param(dsn("5.1.1", action="delayed"), Kind.SOFT, id="delayed for good"),
        pytest.param(dsn("2.0.0", action="delivered"), Kind.OTHER, id="delivered"),
        pytest.param(dsn("5.0.0", diagnostic="550 5.1.1 unknown"), Kind.HARD, id="by diagnostic"),
        pytest.param(dsn("", diagnostic="550 5.1.1 unknown"), Kind.HARD, id="no status"),
        pytest.param(dsn("", diagnostic="unknown"), Kind.SOFT, id="nothing at all"),
        pytest.param(arf("abuse"), Kind.COMPLAINT, id="abuse"),
        pytest.param(arf("fraud"), Kind.COMPLAINT, id="fraud"),
        pytest.param(arf("not-spam"), Kind.OTHER, id="not spam"),
        pytest.param(b"Subject: hello\n\nI like your digest.\n", Kind.OTHER, id="answer"),
        pytest.param(
            b"Subject: Out of office\nAuto-Submitted: auto-replied\n\nBack soon.\n",
            Kind.OTHER,
            id="absence",
        ),
        pytest.param(b"", Kind.OTHER, id="empty"),
        pytest.param(bytes(range(256)) * 40, Kind.OTHER, id="rubbish"),
    ],
)
def test_kinds(content: bytes, expected: Kind) -> None:
    """Each mail says one thing; only what says that an address is gone is a hard bounce."""
    actual = understand(content).kind

    assert expected is actual


@pytest.mark.parametrize("status,expected", [("5.1.1", Kind.HARD), ("5.6.7", Kind.SOFT)])
def test_international_bounce(status: str, expected: Kind) -> None:
    """A bounce of international mail (RFC 6533) is understood as others are."""
    content = dsn(status).replace(b"message/delivery-status", b"message/global-delivery-status")
    content = content.replace(b"rfc822; reader2", "utf-8; người-đọc".encode())
    content = content.replace(b"text/rfc822-headers", b"message/global-headers")

    assert understand(content).kind is expected


def test_status_without_blocks() -> None:
    """A delivery status that is no list of fields is read as far as it goes."""
    content = b"""\
MIME-Version: 1.0
Content-Type: message/delivery-status

Action: failed
Status: 5.1.1
"""
    assert understand(content).kind is Kind.HARD


@pytest.mark.parametrize(
    "name,expected",
    [
        ("qmail", Kind.HARD),
        ("exim", Kind.HARD),
        ("smtp32", Kind.HARD),
        ("no From", Kind.OTHER),
        ("warning", Kind.SOFT),
    ],
)
def test_bounces_of_no_standard(name: str, expected: Kind) -> None:
    """What follows no standard is left to flufl.bounce."""
    texts = {
        "qmail": (
            "From: MAILER-DAEMON@mx.example.net\nSubject: failure notice\n\n"
            "Hi. This is the qmail-send program at mx.example.net.\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            "<reader2@d2.example.net>:\nSorry, no mailbox here by that name.\n\n"
            "--- Below this line is a copy of the message.\n\nReturn-Path: <x@y>\n"
        ),
        "exim": (
            "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\n"
            "X-Failed-Recipients: reader2@d2.example.net\nSubject: failed\n\nNo.\n"
        ),
        "smtp32": (
            "From: Postmaster <postmaster@mx.example.net>\nX-Mailer: <SMTP32 v8>\n"
            "Subject: Undeliverable Mail\n\n"
            "undeliverable to reader2@d2.example.net\n\nOriginal message follows.\n\n"
        ),
        "warning": (
            "From: someone@mx.example.net\nSubject: delayed\n\n"
            "The address to which the message has not yet been delivered is:\n\n"
            "  reader2@d2.example.net\n\nNo action is required on your part.\n"
        ),
        "no From": "Subject: Returned mail\n\nno idea\n",
    }
    actual = understand(texts[name].encode()).kind

    assert actual is expected


@pytest.fixture
def counter(sqlite: Database) -> Counter:
    """Give the desk, with three subscribers who got their letter."""
    add_subscribers(sqlite, 3)
    freeze(sqlite)
    with sqlite.writing() as connection:
        number = leasing.open_lease(connection, "w", START)
        tasks = queue.take(connection, number, [1], 9, START, Limits()).tasks
        outcomes = [Outcome(task, State.ACCEPTED) for task in tasks]
        leasing.settle(connection, number, outcomes, START)
    return Counter(sqlite, RING, IDENTITY)


def suppressed(counter: Counter) -> list[int]:
    """Give who gets no more mail."""
    with counter.database.reading() as connection:
        return [number for number in (1, 2, 3) if is_suppressed(connection, number)]


def unsubscribed(counter: Counter) -> list[int]:
    """Give who unsubscribed."""
    with counter.database.reading() as connection:
        query = "SELECT id FROM subscriber WHERE state = 'unsubscribed' ORDER BY id"
        return [row[0] for row in connection.exec_driver_sql(query)]


@pytest.mark.parametrize(
    "content,recipients",
    [
        pytest.param(dsn(), (), id="in To"),
        pytest.param(dsn(to="someone@example.org"), (PATH,), id="in the envelope"),
        pytest.param(
            dsn(to="x@example.org", original=f"Return-Path: <{PATH}>\n"),
            (),
            id="in the returned headers",
        ),
        pytest.param(
            dsn(
                to="x@example.org",
                part="message/rfc822",
                original=f"Return-Path: <{PATH}>\nSubject: x\n\nbody\n",
            ),
            (),
            id="in the returned letter",
        ),
    ],
)
def test_hard_bounce(counter: Counter, content: bytes, recipients: tuple[str, ...]) -> None:
    """A hard bounce silences its subscriber at once, and the ledger says that it came back."""
    done = counter.take(understand(content, recipients), START)
    again = counter.take(understand(content, recipients), START)

    assert (done.kind, done.subscriber_id) == (Kind.HARD, 2)
    assert done == again
    assert suppressed(counter) == [2]
    assert counts(counter.database) == {State.ACCEPTED: 2, State.FAILED: 1}


def test_soft_bounce(counter: Counter) -> None:
    """A soft bounce is noted, and silences nobody."""
    done = counter.take(understand(dsn("4.2.2", action="delayed")), START)

    assert (done.kind, done.subscriber_id) == (Kind.SOFT, 2)
    assert suppressed(counter) == []


def soft(counter: Counter, number: int, status: str, months: Sequence[str]) -> list[int]:
    """Send more months' letters, bounce each of a subscriber's softly, and tell who is silenced."""
    with counter.database.writing() as connection:
        worker = leasing.open_lease(connection, "w", START)
        for month in months:
            editions.freeze(connection, replace(KEY, month=month), frozen(), [], START)
        numbers = [each.id for each in editions.all_editions(connection)]
        tasks = queue.take(connection, worker, numbers, 99, START, Limits()).tasks
        leasing.settle(connection, worker, [Outcome(t, State.ACCEPTED) for t in tasks], START)
        mine = [task.id for task in tasks if task.subscriber_id == number]
    for delivery in mine:
        path = IDENTITY.return_path(delivery)
        counter.take(understand(dsn(status, to=path)), START)
        counter.take(understand(dsn(status, to=path)), START)  # twice says no more than once
    return suppressed(counter)


MONTHS = ("2024-03", "2024-04", "2024-05")


def test_soft_bounces_for_months(counter: Counter) -> None:
    """Who is not reached three months running gets no more mail; two months are not enough."""
    assert soft(counter, 2, "5.2.2", MONTHS[:2]) == []
    assert soft(counter, 2, "5.2.2", MONTHS[2:]) == [2]


@pytest.mark.parametrize("status", ["5.7.1", "5.3.4", "5.6.1", "5.0.0"])
def test_refusals_of_ours(counter: Counter, status: str) -> None:
    """What is refused for our sake silences nobody, however often."""
    assert soft(counter, 2, status, MONTHS) == []


def test_reached_between(counter: Counter) -> None:
    """A letter that arrives between, be it of another feed, begins the count anew."""
    assert soft(counter, 2, "5.2.2", MONTHS[:2]) == []
    assert soft(counter, 3, "5.2.2", MONTHS[2:]) == []
    assert soft(counter, 2, "5.2.2", ("2024-06", "2024-07")) == []
    assert soft(counter, 2, "5.2.2", ("2024-08",)) == [2]


def test_full_mailbox_at_the_door(counter: Counter) -> None:
    """It counts as well where the mail server itself refuses, and not where the operator gave up."""
    assert soft(counter, 2, "5.2.2", MONTHS[:2]) == []
    said = {1: "552 5.2.2 full", 2: "552 5.2.2 full", 3: "given up by the operator"}
    with counter.database.writing() as connection:
        worker = leasing.open_lease(connection, "w", START)
        edition = editions.freeze(connection, replace(KEY, month="2024-05"), frozen(), [], START)
        tasks = queue.take(connection, worker, [edition.id], 9, START, Limits()).tasks
        outcomes = [Outcome(task, State.FAILED, said[task.subscriber_id]) for task in tasks]
        leasing.settle(connection, worker, outcomes, START)

    assert suppressed(counter) == [2]


@pytest.mark.parametrize("to", ["bounces+d2-aaaaaaaaaaaaaaaa@example.org", "bounces@example.org"])
def test_forged_bounce(counter: Counter, to: str) -> None:
    """A bounce to a return path that we did not make silences nobody."""
    done = counter.take(understand(dsn(to=to)), START)

    assert done.subscriber_id is None
    assert suppressed(counter) == []


def test_bounce_of_another_database(counter: Counter) -> None:
    """A bounce of a delivery that there is not is nobody's."""
    done = counter.take(understand(dsn(to=IDENTITY.return_path(99))), START)

    assert done.subscriber_id is None


def test_bounce_without_a_tagged_path(counter: Counter) -> None:
    """Without a tagged return path, the unsubscribe token in the returned letter tells whom."""
    token = RING.unsubscribe_token(3, 3)
    header = f"List-Unsubscribe: <https://press.example.org/u/{token}>\n"

    counter.take(understand(dsn(to="press@example.org", original=header)), START)

    assert suppressed(counter) == [3]


@pytest.mark.parametrize(
    "content",
    [
        arf(sender=f"Original-Mail-From: <{PATH}>"),
        arf(original=f"Return-Path: <{PATH}>\nSubject: x\n\nbody\n"),
        arf(
            original=letter(2)
            .content.decode()
            .replace("T2".ljust(40, "-"), RING.unsubscribe_token(2, 2))
        ),
    ],
)
def test_complaint(counter: Counter, content: bytes) -> None:
    """Who complains gets no more mail, by whichever of our marks the report has kept."""
    done = counter.take(understand(content), START)

    assert (done.kind, done.subscriber_id) == (Kind.COMPLAINT, 2)
    assert suppressed(counter) == [2]


def test_unsubscribing_by_mail(counter: Counter) -> None:
    """A mail to the unsubscribe address unsubscribes whom its token names."""
    token = RING.unsubscribe_token(1, 1)
    content = f"To: press@example.org\nSubject: unsubscribe {token}\n\n".encode()

    done = counter.take(understand(content), START)

    assert (done.kind, done.subscriber_id) == (Kind.UNSUBSCRIBE, 1)
    assert unsubscribed(counter) == [1]


@pytest.mark.parametrize("generation", [0, 2])
def test_forged_wish(counter: Counter, generation: int) -> None:
    """A token of another generation, or cut short, unsubscribes nobody."""
    token = RING.unsubscribe_token(1, generation)
    for text in (token, token[:-1], "x" * 32):
        counter.take(understand(f"Subject: unsubscribe {text}\n\n".encode()), START)

    assert unsubscribed(counter) == []


def test_maildir(tmp_path: Path) -> None:
    """Each new mail is taken once, and marked as seen; what was not taken stays new."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    for name in ("1.a", "2.b", ".hidden"):
        (tmp_path / "new" / name).write_bytes(name.encode())
    seen: list[bytes] = []

    def take(content: bytes, _: tuple[str, ...]) -> None:
        if content == b"2.b" and len(seen) == 1:
            seen.append(b"failed")
            raise OutsideError("The database is gone.")
        seen.append(content)

    with pytest.raises(OutsideError):
        read_maildir(tmp_path, take)
    assert read_maildir(tmp_path, take) == 1
    assert seen == [b"1.a", b"failed", b"2.b"]
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1.a:2,S", "2.b:2,S"]


def test_maildir_shared(tmp_path: Path) -> None:
    """A mail that another process takes meanwhile is passed over."""
    for part in ("new", "cur"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(b"")

    def take(_: bytes, __: tuple[str, ...]) -> None:
        (tmp_path / "new" / "1.a").unlink()

    assert read_maildir(tmp_path, take) == 0


def test_no_maildir(tmp_path: Path) -> None:
    """A folder that is no Maildir is told."""
    with pytest.raises(UsageError, match="no Maildir"):
        read_maildir(tmp_path, lambda *_: None)


def test_lmtp(tmp_path: Path) -> None:
    """Over LMTP a mail is answered when it is noted; one that cannot be is kept by the server."""
    path = tmp_path / "sock"
    seen: list[tuple[bytes, tuple[str, ...]]] = []
    up, stop = Event(), Event()

    def take(content: bytes, recipients: tuple[str, ...]) -> None:
        if b"fail" in content:
            raise OutsideError("no")
        seen.append((content, recipients))

    def talk() -> None:
        up.clear()
        stop.clear()
        thread = Thread(target=serve_lmtp, args=(path, take, stop, up.set))
        thread.start()
        assert up.wait(PATIENCE)
        try:
            with smtplib.LMTP(str(path)) as client:
                message = EmailMessage()
                message["Subject"] = "x"
                refused = client.sendmail("", [PATH, "other@example.org"], message.as_bytes())
                with pytest.raises(smtplib.SMTPDataError):
                    client.sendmail("", [PATH], b"Subject: fail\n\n")
        finally:
            stop.set()
            thread.join(PATIENCE)
        assert list(refused) == ["other@example.org"]

    talk()
    if not path.exists():
        import socket

        with socket.socket(socket.AF_UNIX) as left:  # as a killed one leaves it
            left.bind(str(path))
    talk()

    assert [recipients for _, recipients in seen] == [(PATH,)] * 2
    assert b"Subject: x" in seen[0][0]


def test_lmtp_nowhere(tmp_path: Path) -> None:
    """A socket that cannot be made is told."""
    with pytest.raises(OutsideError, match="Cannot listen"):
        serve_lmtp(tmp_path / "no" / "sock", lambda *_: None, Event(), lambda: None)
