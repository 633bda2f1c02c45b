"""`dateline send`, `worker`, `bounces` and `doctor`, as a person runs them."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from dateline.cli.clock import SystemClock
from dateline.cli.desk import Desk
from dateline.cli.office import ended_by_signals
from dateline.database import open_database
from dateline.mail.identity import Identity
from dateline.subscriptions import mark_unsubscribed
from dateline.subscriptions.keyfiles import open_keys
from tests.cli.running import run
from tests.mail.desk import START, add_subscribers
from tests.mail.hostile import Hostile, Manners, running
from tests.mail.test_returned import dsn
from tests.postgresql import cluster, find_programs

NOW = ("--now", "2024-02-15T00:00:00Z")
_MAIL = """
[mail]
return_path = "bounces@example.org"
[mail.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
"""


@pytest.fixture
def server() -> Iterator[tuple[Hostile, int]]:
    """Give a polite mail server."""
    made = Hostile()
    with running(made) as port:
        yield made, port


@pytest.fixture
def office(small: Path, server: tuple[Hostile, int]) -> Path:
    """Give the small newsroom with that server and 12 English and 5 Vietnamese subscribers."""
    with (small / "dateline.toml").open("a", encoding="utf-8") as file:
        file.write(_MAIL.format(port=server[1]))
    database = open_database(small / "private" / "mail.db")
    add_subscribers(database, 12)
    add_subscribers(database, 5, language="vi", address="vi{n}@example.net")
    database.close()
    return small


def test_sending(office: Path, server: tuple[Hostile, int]) -> None:
    """A month's editions go to everyone who asked, once, and the report adds up."""
    first = run("send", "2024-01", "-C", office, *NOW)
    again = run("send", "2024-01", "-C", office, *NOW)

    assert first.exit_code == again.exit_code == 0
    assert first.stdout == again.stdout == (
        "press/en/2024-01: 12 recipients: 12 accepted.\n"
        "press/vi/2024-01: 5 recipients: 5 accepted.\n"
    )  # fmt: skip
    assert len(server[0].took) == 17
    assert b"Subject: =?utf-8?B?" in next(each for each in server[0].letters if b"<vi1@" in each)


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("settings", "is_told"),
    [
        ("", True),
        ('[subscriptions]\nurl = "https://post.example.org/"\n', False),
    ],
)
def test_a_link_that_unsubscribes_nobody_is_told(
    office: Path, words: tuple[str, ...], settings: str, is_told: bool
) -> None:
    """Without a door letters lead to a page that takes nobody off: that is said beforehand."""
    with (office / "dateline.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    result = run("send", "2024-01", "-C", office, *NOW, *words)

    assert result.exit_code == 0, result.stderr
    assert is_told == result.stderr.startswith("Warning: the letters' unsubscribe link takes")
    assert is_told == ("[mail] `unsubscribe_url`" in result.stderr)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Name a month, or --due."),
        (("2024-01", "--due"), "Name a month or --due, not both."),
        (("--due", "--dry-run"), "--due sends what is due; --dry-run and --test want a month."),
        (("--due", "--test", "a@example.org"), "--due sends what is due; --dry-run and --test want a month."),
        (("2024-01", "--dry-run", "--test", "a@example.org"), "--dry-run and --test exclude each other."),
    ],
)  # fmt: skip
def test_what_does_not_go_together(
    office: Path, server: tuple[Hostile, int], words: tuple[str, ...], message: str
) -> None:
    """Only what was typed is told of, and a rehearsal never becomes a sending."""
    result = run("send", *words, "-C", office, "--now", "2024-02-15T12:00:00Z")

    assert (result.exit_code, len(server[0].took)) == (2, 0)
    assert f"Error: {message}\n" in result.stderr


def test_one_language(office: Path, server: tuple[Hostile, int]) -> None:
    """--feed and --lang send one edition."""
    result = run("send", "2024-01", "-C", office, *NOW, "--feed", "press", "--lang", "vi")

    assert result.stdout == "press/vi/2024-01: 5 recipients: 5 accepted.\n"


def test_a_baseline_is_passed_over(office: Path, server: tuple[Hostile, int]) -> None:
    """An old archive that is built by its baseline is sent by it too, and not without."""
    old = office / "releases" / "1998-05-04-opening.md"
    old.write_text(
        "---\ntitle: Opening\ndate: 1998-05-04\n---\n![Hall](hall.jpg)\n", encoding="utf-8"
    )
    run("check", "-C", office, "--write-baseline", office / "known.jsonl")

    refused = run("send", "2024-01", "-C", office, *NOW)
    sent = run("send", "2024-01", "-C", office, *NOW, "--baseline", office / "known.jsonl")

    assert refused.exit_code == 1
    assert "missing-file" in refused.stderr
    assert (sent.exit_code, len(server[0].took)) == (0, 17)


def test_status(office: Path) -> None:
    """The status tells every state, for people and for programs."""
    assert "Nothing was sent yet." in run("send", "status", "-C", office).stderr
    run("send", "2024-01", "-C", office, *NOW, "--lang", "en")

    (told,) = json.loads(run("send", "status", "-C", office, "--format", "json").stdout)

    assert (told["feed"], told["month"], told["recipients"], told["open"]) == (
        "press",
        "2024-01",
        12,
        0,
    )
    assert sum(told["states"].values()) == 12
    assert told["states"]["accepted"] == 12


def test_rehearsing(office: Path, server: tuple[Hostile, int]) -> None:
    """--dry-run writes a Maildir of letters for their owner alone; a later one replaces it."""
    for _ in range(2):
        result = run("send", "2024-01", "-C", office, *NOW, "--dry-run")
    folder = office / "private" / "rehearsal" / "2024-01" / "press-en"

    assert result.exit_code == 0
    assert str(folder.relative_to(office)) in result.stdout
    assert len(list((folder / "new").glob("*.eml"))) == 12
    assert folder.stat().st_mode & 0o077 == 0
    assert server[0].took == []
    assert "Nothing was sent" in run("send", "status", "-C", office).stderr


def test_tester(office: Path, server: tuple[Hostile, int]) -> None:
    """--test sends one letter to one address, whoever subscribes, and no two look the same."""
    words = ("send", "2024-01", "-C", office, "--lang", "en", "--test", "me@example.com")
    run(*words, "--now", "2024-02-15T00:00:00Z")
    result = run(*words, "--now", "2024-02-15T00:00:01Z")

    assert "sent to me@example.com: 250" in result.stdout
    assert [name for name, _ in server[0].took] == ["me@example.com"] * 2
    assert server[0].took[0] != server[0].took[1]


@pytest.mark.parametrize("address", ["no address", "other@example.com"])
def test_tester_out_of_bounds(office: Path, server: tuple[Hostile, int], address: str) -> None:
    """An allow-list holds for tests too; what is no address is none."""
    text = (office / "dateline.toml").read_text(encoding="utf-8")
    allow = 'allow = ["me@example.com", "no address"]\nreturn_path'
    (office / "dateline.toml").write_text(text.replace("return_path", allow), encoding="utf-8")

    result = run("send", "2024-01", "-C", office, *NOW, "--test", address)

    assert result.exit_code == 2
    assert server[0].took == []


def test_refused_test(office: Path, server: tuple[Hostile, int]) -> None:
    """A mail server that does not take the test letter is quoted."""
    result = run("send", "2024-01", "-C", office, *NOW, "--test", "refused@example.com")

    assert result.exit_code == 3
    assert "550 5.1.1 no such user" in result.stderr


def test_allow_list(office: Path, server: tuple[Hostile, int]) -> None:
    """With an allow-list a rehearsal reaches nobody else, not even in the Maildir."""
    text = (office / "dateline.toml").read_text(encoding="utf-8")
    allow = 'allow = ["vi2@example.net"]\nreturn_path'
    (office / "dateline.toml").write_text(text.replace("return_path", allow), encoding="utf-8")

    result = run("send", "2024-01", "-C", office, *NOW)
    dry = run("send", "2024-01", "-C", office, *NOW, "--dry-run")

    assert "5 recipients: 1 accepted, 4 suppressed." in result.stdout
    assert [name for name, _ in server[0].took] == ["vi2@example.net"]
    assert "press/en/2024-01: 0 letters, none sent." in dry.stderr


def test_due(office: Path, server: tuple[Hostile, int]) -> None:
    """--due sends last month's editions from the day and hour in the settings on, once."""
    early = run("send", "--due", "-C", office, "--now", "2024-02-01T08:59:00+07:00")
    due = run("send", "--due", "-C", office, "--now", "2024-02-01T09:00:00+07:00")
    again = run("send", "--due", "-C", office, "--now", "2024-02-02T09:00:00+07:00")

    assert [each.exit_code for each in (early, due, again)] == [0, 0, 0]
    assert "nothing to send" in early.stderr
    assert due.stdout.count("accepted") == 2
    assert "nothing to send" in again.stderr
    assert len(server[0].took) == 17


def test_pause_and_resume(office: Path, server: tuple[Hostile, int]) -> None:
    """A paused edition stays where it is; resumed, it goes on."""
    server[0].manners.later = 1.0
    text = (office / "dateline.toml").read_text(encoding="utf-8")
    (office / "dateline.toml").write_text(
        text.replace("return_path", "per_minute = 1\nreturn_path"), encoding="utf-8"
    )
    stopped = Event()
    stopped.set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.cli.errand.ended_by_signals", lambda _: _Given(stopped))
        frozen = run("send", "2024-01", "-C", office, *NOW, "--lang", "en")

    paused = run("send", "pause", "2024-01", "-C", office)
    status = run("send", "status", "-C", office)
    resumed = run("send", "resume", "-C", office)
    none = run("send", "resume", "-C", office)

    assert "12 queued" in frozen.stdout
    assert paused.stdout == "press/en/2024-01 paused.\n"
    assert status.stdout.endswith("Paused.\n")
    assert resumed.stdout == "press/en/2024-01 goes on.\n"
    assert "start it again" in resumed.stderr
    assert "no such edition" in none.stderr


class _Given:
    def __init__(self, event: Event) -> None:
        self.event = event

    def __enter__(self) -> Event:
        return self.event

    def __exit__(self, *_: object) -> None:
        pass


def test_uncertain(office: Path, server: tuple[Hostile, int]) -> None:
    """What nobody knows is listed with exit code 3, and settled by the operator's word."""
    server[0].manners.drop_taken = 1.0
    result = run("send", "2024-01", "-C", office, *NOW, "--lang", "vi")
    skipped = run("send", "2024-01", "-C", office, *NOW, "--lang", "vi", "--resolve", "skip")

    assert result.exit_code == 3
    assert result.stdout == "press/vi/2024-01: 5 recipients: 5 uncertain.\n"
    assert "uncertain: press/vi/2024-01 to vi1@example.net" in result.stderr
    assert "--resolve" in result.stderr
    assert skipped.exit_code == 0
    assert skipped.stdout == "press/vi/2024-01: 5 recipients: 5 failed.\n"
    assert len(server[0].took) == 5


def test_resent(office: Path, server: tuple[Hostile, int]) -> None:
    """`--resolve resend` sends again what nobody knows; with --due too."""
    server[0].manners.drop_untaken = 1.0
    run("send", "2024-01", "-C", office, *NOW, "--lang", "vi")
    server[0].manners.drop_untaken = 0.0

    result = run("send", "--due", "-C", office, *NOW, "--lang", "vi", "--resolve", "resend")

    assert result.stdout == "press/vi/2024-01: 5 recipients: 5 accepted.\n"


def test_changed_after_the_freeze(office: Path, server: tuple[Hostile, int]) -> None:
    """A release that changed since is refused; --frozen goes on with what was frozen."""
    run("send", "2024-01", "-C", office, *NOW, "--lang", "en")
    path = next((office / "releases").rglob("2024-01-*workshop.md"), None)
    assert path is not None
    path.write_text(
        path.read_text(encoding="utf-8").replace("Workshop", "Congress"), encoding="utf-8"
    )

    refused = run("send", "2024-01", "-C", office, *NOW, "--lang", "en")
    frozen = run("send", "2024-01", "-C", office, *NOW, "--lang", "en", "--frozen")

    assert refused.exit_code == 2
    assert "not the one that was frozen" in refused.stderr
    assert frozen.stdout == "press/en/2024-01: 12 recipients: 12 accepted.\n"


@pytest.mark.parametrize(
    "words",
    [(), ("2024-01", "--due"), ("2024-01", "--dry-run", "--test", "a@b.c"), ("2024-13",), ("2024-01", "--feed", "pres"),
     ("2024-01", "--lang", "fr"), ("2024-02",), ("2024-01", "--queue")],
)  # fmt: skip
def test_wrong_words(office: Path, words: tuple[str, ...]) -> None:
    """What cannot be meant exits 2, and nothing is sent."""
    result = run("send", *words, "-C", office, *NOW)

    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_workers_need_postgresql(office: Path) -> None:
    """What cannot be left to workers is not frozen either."""
    result = run("send", "2024-01", "--queue", "-C", office, *NOW)
    status = run("send", "status", "-C", office)

    assert (result.exit_code, "PostgreSQL" in result.stderr) == (2, True)
    assert "Nothing was sent" in status.stderr


def test_empty_month(office: Path) -> None:
    """A month without releases has nothing to send, and that is no failure."""
    result = run("send", "2023-11", "-C", office, *NOW)

    assert result.exit_code == 0
    assert "no digest" in result.stderr


def test_help(office: Path) -> None:
    """The help tells both ways to call it."""
    help_ = run("send", "--help").stdout

    assert "[YYYY-MM | --due]" in help_
    assert "status | pause | resume" in help_
    assert "--resolve" in run("send", "edition", "--help").stdout


def test_bounces(office: Path) -> None:
    """A bounce on standard input, or in a Maildir, silences its subscriber."""
    run("send", "2024-01", "-C", office, *NOW, "--lang", "en")
    database = open_database(office / "private" / "mail.db")
    ring = open_keys(office / "private" / "keys", database)
    identity = Identity(ring.secret(b"mail identity"), "example.org", "bounces@example.org")
    maildir = office / "Maildir"
    for part in ("new", "cur"):
        (maildir / part).mkdir(parents=True)
    (maildir / "new" / "1").write_bytes(dsn(to=identity.return_path(2)))

    from click.testing import CliRunner

    from dateline.cli.door import door

    piped = CliRunner().invoke(
        door, ["bounces", "-", "-v", "-C", str(office)], input=dsn(to=identity.return_path(1))
    )
    read = run("bounces", maildir, "-C", office)
    with database.reading() as connection:
        query = "SELECT count(*) FROM suppression"
        suppressed = connection.exec_driver_sql(query).scalar()
    database.close()

    assert "hard bounce: subscriber 1: 5.1.1 smtp; 550 no such user" in piped.stderr
    assert read.stdout == "1 mail taken in.\n"
    assert suppressed == 2


@pytest.mark.parametrize("words", [(), ("Maildir", "--lmtp", "x"), ("nowhere",)])
def test_wrong_bounces(office: Path, words: tuple[str, ...]) -> None:
    """What is no place to read from exits 2."""
    assert run("bounces", *words, "-C", office).exit_code == 2


def test_bounces_that_cannot_be_noted(office: Path) -> None:
    """On standard input a failure of any kind exits 75, so that Postfix keeps the mail."""
    (office / "private" / "mail.db").write_bytes(b"no database" * 200)

    assert run("bounces", "-", "-C", office).exit_code == 75
    (office / "Maildir" / "new").mkdir(parents=True)
    assert run("bounces", office / "Maildir", "-C", office).exit_code == 3
    with (office / "dateline.toml").open("a", encoding="utf-8") as file:
        file.write("nonsense = 1\n")
    mistaken = run("bounces", "-", "-C", office)
    assert (mistaken.exit_code, "nonsense" in mistaken.stderr) == (75, True)


def test_bounces_over_lmtp(office: Path) -> None:
    """--lmtp listens until it is ended."""
    path = office / "sock"
    ended = Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.cli.bounces.ended_by_signals", lambda _: _Given(ended))
        ended.set()
        result = run("bounces", "--lmtp", path, "-C", office)

    assert result.exit_code == 0
    assert "Listening on" in result.stderr


def test_doctor(office: Path, tmp_path: Path) -> None:
    """The doctor examines a zone file; what is bad exits 1, with what to do."""
    zone = tmp_path / "zone"
    zone.write_text('$TTL 60\nexample.org. TXT "v=spf1 -all"\nexample.org. MX 1 mx.example.org.\n'
                    "mx.example.org. A 192.0.2.1\n", encoding="utf-8")  # fmt: skip

    text = run("doctor", "--zone", zone, "-C", office)
    quiet = run("doctor", "--zone", zone, "-C", office, "--quiet")
    found = json.loads(run("doctor", "--zone", zone, "-C", office, "--format", "json").stdout)

    assert text.exit_code == 1
    assert "good  SPF of example.org: v=spf1 -all (0 of 10 look-ups)" in text.stdout
    assert "bad   DKIM: Letters are not signed." in text.stdout
    assert "good" not in quiet.stdout
    assert [each["verdict"] for each in found] == ["good", "bad", "bad", "good", "note"]


def test_worker_needs_postgresql(office: Path) -> None:
    """Over SQLite there are no workers."""
    result = run("worker", "-C", office)

    assert result.exit_code == 2
    assert "PostgreSQL" in result.stderr


def test_ended_by_signals() -> None:
    """The first Ctrl-C lets letters in flight be finished, the second does not wait."""
    before = signal.getsignal(signal.SIGINT)
    with ended_by_signals(Desk()) as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is before


def test_system_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stopwatch runs on, whichever the machine has; waiting hears a stop."""
    clock, stop = SystemClock(), Event()
    begun = clock.elapsed()

    assert not clock.wait(0.01, stop)
    stop.set()
    assert clock.wait(5, stop)
    assert clock.elapsed() > begun
    assert clock.now().tzinfo is not None
    monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    assert clock.elapsed() > 0


def test_unsubscribed_gets_none(office: Path, server: tuple[Hostile, int]) -> None:
    """Who unsubscribed before the freeze is not among the recipients."""
    database = open_database(office / "private" / "mail.db")
    with database.writing() as connection:
        mark_unsubscribed(connection, 1, "test", START)
    database.close()

    assert "11 recipients" in run("send", "2024-01", "-C", office, *NOW, "--lang", "en").stdout


@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed")
def test_queued_for_workers(office: Path, server: tuple[Hostile, int]) -> None:
    """Over PostgreSQL the sending can be left to workers; the address comes from the environment."""
    with cluster() as address:
        env = {"DATELINE_DATABASE": address}
        database = open_database(address)
        add_subscribers(database, 3)
        result = run("send", "2024-01", "-C", office, *NOW, "--lang", "en", "--queue", env=env)
        status = run("send", "status", "-C", office, env=env)
        database.close()

    assert "Queued" in result.stderr
    assert status.stdout == "press/en/2024-01: 3 recipients: 3 queued.\n"
    assert server[0].took == []


def test_rehearsal_nowhere(office: Path) -> None:
    """A folder that cannot be written to is told."""
    (office / "private" / "rehearsal").write_text("in the way", encoding="utf-8")

    result = run("send", "2024-01", "-C", office, *NOW, "--dry-run")

    assert result.exit_code == 3
    assert "Cannot use" in result.stderr


def test_full_of_doubts(office: Path, server: tuple[Hostile, int]) -> None:
    """A long list of doubts is cut, and says so."""
    database = open_database(office / "private" / "mail.db")
    add_subscribers(database, 60, language="vi", address="more{n}@example.net")
    database.close()
    server[0].manners = Manners(drop_taken=1.0)

    result = run("send", "2024-01", "-C", office, *NOW, "--lang", "vi")

    assert "… and 15 more." in result.stderr
