"""A round trip through Debian's Postfix and Dovecot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, cast

import dkim
import pytest

from dateline import send
from dateline.database import open_database
from dateline.mail import doubts
from dateline.mail.bounces import Counter
from dateline.mail.inbox import serve_lmtp
from dateline.mail.ledger.tables import State
from dateline.mail.maillog import PostfixLog
from dateline.mail.returned import understand
from dateline.subscriptions import is_suppressed
from tests.mail import postfix, spamassassin
from tests.mail.desk import RING, add_subscribers, equipment, freeze
from tests.mail.letters import IDENTITY, signer
from tests.mail.test_dispatch import words
from tests.mail.test_dkim import dns, signed
from tests.mail.test_ledger import counts
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.skipif(
    not postfix.is_installed(), reason="Postfix and Dovecot are not installed, or we are not root"
)
RECORDS = {"dateline._domainkey.example.org": signer().record}


def test_round_trip(tmp_path: Path) -> None:
    """The body arrives byte for byte and signed; a real bounce finds its subscriber; the log knows.

    Dovecot 2.3 takes no international addresses: Postfix says so in a bounce, which silences nobody.
    """
    database = open_database(tmp_path / "mail.db")
    add_subscribers(database, 1, address="reader@example.net")
    add_subscribers(database, 1, address="second@example.net")
    add_subscribers(database, 1, address="gone@example.net")
    add_subscribers(database, 1, address="người-đọc@example.net")
    edition = freeze(database, now=datetime.now(UTC))
    room = cast("Any", SimpleNamespace(sending=SimpleNamespace(keys=tmp_path)))
    counter = Counter(database, RING, IDENTITY)
    up, stop = Event(), Event()

    def take(content: bytes, recipients: tuple[str, ...]) -> None:
        counter.take(understand(content, recipients), datetime.now(UTC))

    with postfix.running("reader@example.net", "second@example.net") as post:
        desk = Thread(target=serve_lmtp, args=(post.socket, take, stop, up.set))
        desk.start()
        assert up.wait(PATIENCE)
        post.socket.chmod(0o666)
        try:
            found = equipment(database, post.port)
            send.deliver(found, room, [edition], name="post", stop=Event())
            sent = counts(database)
            arrived = [
                until(lambda who=who: post.mail(who))
                for who in ("reader@example.net", "second@example.net")
            ]
            until(lambda: counts(database) == {State.ACCEPTED: 3, State.FAILED: 1})
            until(lambda: words(database)[3].startswith("bounced: 5.6.7"))
            message_ids = [IDENTITY.message_id(str(edition.key), n) for n in (1, 2, 3, 4, 5)]
            answer = PostfixLog(post.log).ask(message_ids, datetime.now(UTC))
        finally:
            stop.set()
            desk.join(PATIENCE)

    assert sum(sent.values()) == 4
    for number, letters in enumerate(arrived, 1):
        (content,) = letters
        content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        errand = found.errand([edition])
        token = RING.unsubscribe_token(number, 1).encode()
        body = content.partition(b"\r\n\r\n")[2]
        assert body == token.join(errand.moulds[edition.id]._body)
        signed = content[content.index(b"DKIM-Signature:") :]
        assert dkim.verify(signed, dnsfunc=dns)
    if spamassassin.is_installed():
        points, rules = spamassassin.judged(arrived[0][0], RECORDS, tmp_path / "judge")
        assert {"DKIM_SIGNED", "DKIM_VALID", "DKIM_VALID_AU"} <= rules
        assert points < 1
    with database.reading() as connection:
        silenced = [number for number in (1, 2, 3, 4) if is_suppressed(connection, number)]
    assert silenced == [3]
    assert answer.taken == set(message_ids[:4])
    assert answer.since is not None
    assert (
        doubts.ask_log(database, [1], PostfixLog(post.log), IDENTITY, datetime.now(UTC)).open == 0
    )
    database.close()


@pytest.mark.skipif(not spamassassin.is_installed(), reason="SpamAssassin is not installed")
@pytest.mark.parametrize("field", ["List-Unsubscribe", None])
def test_spamassassin_notices(field: str | None, tmp_path: Path) -> None:
    """Its plugin finds a letter changed on its way, in a signed field or in the body."""
    whole = signed()
    changed = whole.replace(b"T1--", b"T2--")
    if field is not None:
        changed = whole.replace(f"\r\n{field}:".encode(), f"\r\n{field}: x".encode())
    assert changed != whole
    _, rules = spamassassin.judged(changed, RECORDS, tmp_path / "judge")

    assert "DKIM_INVALID" in rules
    assert not rules & {"DKIM_VALID", "DKIM_VALID_AU"}
