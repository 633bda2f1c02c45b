"""Handing letters over, to servers that behave and that do not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.errors import OutsideError, UsageError
from dateline.mail.message import Letter
from dateline.mail.server import Secret, Server, read_secret, servers
from dateline.mail.transport import Patience, SmtpCarrier, Verdict
from dateline.settings.posting import Smtp
from tests.mail.desk import SHORT
from tests.mail.hostile import Hostile, Manners, running
from tests.mail.letters import letter
from tests.patience import PATIENCE

QUICK = Patience(connect=2, command=2, data=2, block=2, dot=0.4)


def carrier(port: int, **how: object) -> SmtpCarrier:
    """Carry to a port of the loopback."""
    return SmtpCarrier((Server("127.0.0.1", port),), patience=SHORT, **how)  # type: ignore[arg-type]


def always() -> bool:
    """Let every letter be sent."""
    return True


def refusal(made: SmtpCarrier) -> str:
    """Give why a carrier cannot be used, whether waiting mends that or not."""
    try:
        return made.prepare()
    except OutsideError as failure:
        return failure.message.removeprefix("No letter can be sent: ").removesuffix(".")


@contextmanager
def scripted(*answers: bytes | None) -> Iterator[int]:
    """Serve one connection by rote: an answer a line read; None closes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            for answer in answers:
                if answer is None:
                    return
                connection.sendall(answer)
                if answer.startswith(b"354"):
                    while lines.readline() not in {b".\r\n", b""}:
                        pass
                elif not lines.readline():
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(PATIENCE)


def carried(*answers: bytes | None, letter_: Letter | None = None) -> tuple[Verdict, str]:
    """Carry a letter to a scripted server."""
    with scripted(*answers) as port:
        is_silent = b"" in answers
        patience = QUICK if is_silent else SHORT
        made = SmtpCarrier((Server("127.0.0.1", port),), patience=patience)
        reply = made.carry(letter_ or letter(), always)
        made.close()
    return reply.verdict, reply.words


HELLO = (b"220 hi\r\n", b"250 hi\r\n")
OK = b"250 2.0.0 ok\r\n"
GO = b"354 go\r\n"


def test_letter_arrives_whole(hostile: tuple[Hostile, int]) -> None:
    """The bytes that arrive are the letter's, dots that begin lines included."""
    server, port = hostile
    dotted = Letter("a@b.c", "d@e.f", "<x@y>", b"A: b\r\n\r\n.\r\n..x\r\nend\r\n")
    made = carrier(port)

    assert made.carry(dotted, always).verdict is Verdict.ACCEPTED
    assert made.carry(letter(), always).verdict is Verdict.ACCEPTED
    made.close()
    assert server.letters == [dotted.content, letter().content]
    assert server.senders == ["a@b.c", letter().sender]
    assert server.connections == 1


def test_hundred_a_connection(hostile: tuple[Hostile, int]) -> None:
    """A connection carries at most so many letters, then a new one is made."""
    server, port = hostile
    made = carrier(port, most=10)
    for number in range(25):
        assert made.carry(letter(number), always).verdict is Verdict.ACCEPTED
    made.close()

    assert server.connections == 3
    assert server.widest == 10


@pytest.mark.parametrize(
    "answers,expected",
    [
        pytest.param((*HELLO, OK, OK, GO, OK, OK), Verdict.ACCEPTED, id="good"),
        pytest.param((*HELLO, b"451 later\r\n", OK), Verdict.DEFERRED, id="MAIL later"),
        pytest.param((*HELLO, OK, b"550 5.1.1 nobody\r\n", OK), Verdict.REFUSED, id="RCPT never"),
        pytest.param(
            (*HELLO, OK, b"554 5.7.1 relay denied\r\n", OK), Verdict.DEFERRED, id="policy"
        ),
        pytest.param((*HELLO, b"530 log in\r\n", OK), Verdict.DEFERRED, id="log in"),
        pytest.param((*HELLO, OK, OK, b"450 later\r\n", OK), Verdict.DEFERRED, id="DATA later"),
        pytest.param(
            (*HELLO, OK, OK, GO, b"452 4.3.1 full\r\n", OK), Verdict.DEFERRED, id="dot later"
        ),
        pytest.param(
            (*HELLO, OK, OK, GO, b"554 5.6.0 no\r\n", OK), Verdict.REFUSED, id="dot never"
        ),
        pytest.param((*HELLO, OK, OK, GO, b"421 bye\r\n"), Verdict.UNSENT, id="dot leaving"),
        pytest.param((*HELLO, OK, OK, GO, None), Verdict.UNKNOWN, id="dot then nothing"),
        pytest.param((*HELLO, OK, OK, GO, b"", b""), Verdict.UNKNOWN, id="dot then silence"),
        pytest.param((*HELLO, OK, None), Verdict.UNSENT, id="RCPT then nothing"),
        pytest.param((*HELLO, b"421 bye\r\n"), Verdict.UNSENT, id="MAIL leaving"),
        pytest.param((*HELLO, b"999 what\r\n"), Verdict.UNSENT, id="nonsense number"),
        pytest.param((*HELLO, b"hello there\r\n"), Verdict.UNSENT, id="nonsense"),
        pytest.param((*HELLO, b"250-x\r\n" * 300), Verdict.UNSENT, id="endless"),
        pytest.param(
            (*HELLO, OK, b"550 5.1.1 nobody\r\n", None), Verdict.REFUSED, id="RSET then nothing"
        ),
        pytest.param(
            (*HELLO, OK, b"550 5.1.1 nobody\r\n", b"500 no\r\n"), Verdict.REFUSED, id="RSET refused"
        ),
        pytest.param((b"554 go away\r\n",), Verdict.UNSENT, id="greeting"),
        pytest.param((None,), Verdict.UNSENT, id="no greeting"),
    ],
)
def test_every_answer(answers: tuple[bytes | None, ...], expected: Verdict) -> None:
    """Only the answer to the final dot says that a letter was taken; without one nobody knows."""
    actual, _ = carried(*answers)

    assert expected is actual


def test_fence() -> None:
    """Told to stop at the last moment, the dot is not sent and the letter not taken."""
    server = Hostile()
    with running(server) as port:
        made = carrier(port)
        reply = made.carry(letter(), lambda: False)
        after = made.carry(letter(2), always)
        made.close()

    assert (reply.verdict, reply.unreachable) == (Verdict.UNSENT, False)
    assert after.verdict is Verdict.ACCEPTED
    assert [message_id for _, message_id in server.took] == [letter(2).message_id]


def test_dead_server(port: int) -> None:
    """A server that is not there leaves the letter unsent, and says why."""
    made = carrier(port)

    reply = made.carry(letter(), always)

    assert (reply.verdict, reply.unreachable) == (Verdict.UNSENT, True)
    assert reply.words == f"127.0.0.1:{port}: Connection refused"


def test_pool(port: int) -> None:
    """Of several servers the next takes over from one that is dead; each worker begins elsewhere."""
    one, two = Hostile(), Hostile()
    with running(one) as first, running(two) as second:
        pool = (Server("127.0.0.1", port), Server("127.0.0.1", first), Server("127.0.0.1", second))
        for number in (0, 1, 2):
            made = SmtpCarrier(pool, patience=SHORT, first=number)
            assert made.carry(letter(number), always).verdict is Verdict.ACCEPTED
            made.close()

    assert (len(one.took), len(two.took)) == (2, 1)


def test_international() -> None:
    """An international address goes by SMTPUTF8, or is refused where the server has none."""
    with_, without = Hostile(), Hostile(Manners(features=("8BITMIME",)))
    verdicts = []
    for server in (with_, without):
        with running(server) as port:
            made = carrier(port)
            verdicts.append(made.carry(letter(1, "người@example.net"), always).verdict)
            verdicts.append(made.carry(letter(2), always).verdict)
            made.close()

    assert verdicts == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert with_.took[0][0] == "người@example.net"


def test_starttls_is_insisted_on(hostile: tuple[Hostile, int]) -> None:
    """A server that offers no STARTTLS where it must gets nothing."""
    server, port = hostile
    made = SmtpCarrier((Server("127.0.0.1", port, "starttls"),), patience=SHORT)

    reply = made.carry(letter(), always)

    assert "no STARTTLS" in reply.words
    assert server.took == []


def test_password_needs_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password never goes to another machine in the clear, and stands in no message."""
    monkeypatch.setattr(Server, "is_near", False)
    with scripted(b"220 hi\r\n", b"250-hi\r\n250 AUTH PLAIN\r\n", OK) as port:
        server = Server("127.0.0.1", port, "none", "press", Secret("hunter2"))
        words = refusal(SmtpCarrier((server,), patience=SHORT))

    assert "open connection" in words
    assert "hunter2" not in words + repr(server) + str(server)


@pytest.mark.parametrize(
    "offered,answers,problem",
    [
        (b"AUTH PLAIN", (b"235 2.7.0 in\r\n",), ""),
        (b"AUTH PLAIN", (b"535 5.7.8 no\r\n",), "does not let press in: 535"),
        (b"AUTH PLAIN", (b"454 4.7.0 later\r\n",), "does not let press in: 454"),
        (b"AUTH LOGIN", (b"334 VXNlcm5hbWU6\r\n", b"334 UGFzc3dvcmQ6\r\n", b"235 in\r\n"), ""),
        (b"AUTH LOGIN", (b"535 5.7.8 no\r\n",), "does not let press in: 535"),
        (b"SIZE", (OK,), "SMTP AUTH extension not supported by server"),
    ],
)
def test_logging_in(offered: bytes, answers: tuple[bytes, ...], problem: str) -> None:
    """AUTH PLAIN in UTF-8 where it is offered, else what there is; refusals hold no secret."""
    with scripted(b"220 hi\r\n", b"250-hi\r\n250 " + offered + b"\r\n", *answers, OK) as port:
        server = Server("127.0.0.1", port, "none", "press", Secret("hunter2"))
        made = SmtpCarrier((server,), patience=SHORT)
        words = refusal(made)
        made.close()

    assert words.removeprefix(f"{server}: ").endswith(problem)
    assert bool(words) == bool(problem)
    assert "hunter2" not in words


def test_secrets(tmp_path: Path) -> None:
    """The password comes from the environment, or from a file that it or the settings name."""
    file = tmp_path / "password"
    file.write_text("from file\n", encoding="utf-8")
    named = {"DATELINE_SMTP_PASSWORD_FILE": str(file)}

    assert read_secret({"DATELINE_SMTP_PASSWORD": "here"}, file).value == "here"
    assert read_secret(named, None).value == read_secret({}, file).value == "from file"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"two\nlines"])
def test_bad_secrets(tmp_path: Path, content: bytes | None) -> None:
    """A password that is missing, no text, or of two lines is told, and not shown."""
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UsageError) as caught:
        read_secret({}, file)
    assert "two" not in caught.value.message
    with pytest.raises(UsageError, match="missing"):
        read_secret({}, None)


def test_servers_of_the_settings() -> None:
    """The pool's servers share security, user and password."""
    smtp = Smtp("mail.example.org", 587, "starttls", "press", None, 4, ("mx2.example.org:25",))

    one, two = servers(smtp, {"DATELINE_SMTP_PASSWORD": "x"})

    assert str(one) == "mail.example.org:587"
    assert str(two) == "mx2.example.org:25"
    assert (two.security, two.user, two.password.value) == ("starttls", "press", "x")
    assert not one.is_near
    assert Server("localhost", 25).is_near
    assert servers(Smtp(), {})[0].password.value == ""
