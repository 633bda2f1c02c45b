"""`dateline subscribers`, `keys` and `subscriptions`: the operator's words."""

from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import select, update

from dateline.database import open_database
from dateline.mail.ledger import editions, rates
from dateline.mail.ledger.tables import State, delivery, rate
from tests.cli.running import command, run
from tests.mail.desk import freeze
from tests.patience import PATIENCE, until

ADD = ("subscribers", "add", "anna@example.org", "--consent", "by telephone, 3 May")


def stats(root: Path) -> dict[str, int]:
    return json.loads(run("subscribers", "stats", "-C", root, "--format", "json").stdout)["states"]


def test_add_list_forget(small: Path) -> None:
    """Somebody is added with proof, is on the list, and is gone when forgotten."""
    added = run(*ADD, "--name", "Anna", "-C", small)
    again = run(*ADD, "-C", small)
    listed = run("subscribers", "list", "-C", small)
    forgotten = run("subscribers", "forget", "Anna@EXAMPLE.org", "-C", small)
    gone = run("subscribers", "forget", "anna@example.org", "-C", small)

    assert (added.exit_code, added.stdout) == (0, "anna@example.org gets press/en.\n")
    assert (again.exit_code, "gets it already" in again.stderr) == (0, True)
    assert listed.stdout.startswith("confirmed     anna@example.org  press/en")
    assert "1 subscriber" in listed.stderr
    assert (forgotten.exit_code, forgotten.stdout) == (0, "Forgotten.\n")
    assert (gone.exit_code, "Nothing is kept" in gone.stderr) == (1, True)


def test_the_database_is_private(small: Path) -> None:
    """The first command makes private/mail.db and the first key, for their owner alone."""
    run("keys", "new", "-C", small)
    run(*ADD, "-C", small)

    modes = {
        path.relative_to(small).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (small / "private", *(small / "private").rglob("*"))
    }
    assert modes["private"] == modes["private/keys"] == 0o700
    assert modes["private/mail.db"] == modes["private/keys/token-1.key"] == 0o600


def test_forgotten_to_the_last_byte(small: Path) -> None:
    """Of who is forgotten no file holds the address or its domain: list, ledger, rehearsals."""
    person = "unmistakable@somebodys-own.example"
    run("subscribers", "add", person, "--consent", f"told by {person}", "-C", small)
    run("send", "2024-01", "--dry-run", "-C", small, "--now", "2024-02-15T00:00:00Z")
    (letter,) = (small / "private").rglob("*.eml")
    letter.rename(letter.parent.parent / "cur" / f"{letter.name}:2,S")
    database = open_database(small / "private" / "mail.db")
    edition = freeze(database)
    with database.writing() as connection:
        said = {"words": "bounced: 5.1.1 unmistakable is no user of somebodys-own.example"}
        connection.execute(update(delivery).values(state="failed", **said))
        rates.look(connection, ["somebodys-own.example", "example.net"], 60, 0.0)
    database.close()

    result = run("subscribers", "forget", person, "-C", small)

    files = [path for path in small.rglob("*") if path.is_file()]
    told = [b"unmistakable", b"somebodys-own"]
    assert (result.exit_code, result.stdout) == (0, "Forgotten.\n")
    assert [path.name for path in files if any(word in path.read_bytes() for word in told)] == []
    database = open_database(small / "private" / "mail.db")
    with database.reading() as connection:
        assert editions.report(connection, edition).counts[State.FAILED] == 1
        assert connection.scalars(select(rate.c.scope)).all() == ["example.net"]
    database.close()


def test_what_is_not_wiped_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process reads for long, traces are left, and one is told to come again."""
    monkeypatch.setattr("dateline.database.engine._PATIENCE", 0.1)
    run(*ADD, "-C", small)
    other = open_database(small / "private" / "mail.db")
    with other.reading() as connection:
        connection.execute(select(rate)).all()
        early = run("subscribers", "forget", "anna@example.org", "-C", small)
    other.close()
    late = run("subscribers", "forget", "anna@example.org", "-C", small)

    assert (early.exit_code, "traces" in early.stderr) == (3, True)
    assert "run it again" in early.stderr
    assert (late.exit_code, "Nothing is kept" in late.stderr) == (1, True)
    files = [path for path in (small / "private").iterdir() if path.is_file()]
    assert [path.name for path in files if b"anna@example" in path.read_bytes()] == []


def test_suppress_and_lift(small: Path) -> None:
    """Suppressed, an address is not added, until the suppression is lifted and it asks itself."""
    run(*ADD, "-C", small)
    first = run("subscribers", "suppress", "anna@example.org", "-C", small)
    second = run("subscribers", "suppress", "anna@example.org", "-C", small)
    refused = run(*ADD, "-C", small)
    lifted = run("subscribers", "suppress", "anna@example.org", "--lift", "-C", small)
    still = run(*ADD, "-C", small)

    assert (first.stdout, second.stdout) == (
        "anna@example.org gets no more mail.\n", "anna@example.org: nothing to do.\n",
    )  # fmt: skip
    assert (refused.exit_code, "is suppressed" in refused.stderr) == (1, True)
    assert "may subscribe again" in lifted.stdout
    assert (still.exit_code, "has unsubscribed" in still.stderr) == (1, True)


def test_import_reports_and_goes_on(small: Path) -> None:
    """Every bad line is told with its number; the numbers of the report add up."""
    run(*ADD, "-C", small)
    run("subscribers", "suppress", "no@example.org", "-C", small)
    run("subscribers", "suppress", "left@example.org", "-C", small)
    run("subscribers", "suppress", "left@example.org", "--lift", "-C", small)
    file = small / "list.csv"
    file.write_bytes(
        b"address,name\nanna@example.org,Anna\nnobody@\nno@example.org,No\n"
        b"ben@example.org,B\xe7n\n" + "cường@ví-dụ.vn,Cường\nnew@example.org,\n".encode()
    )
    done = run("subscribers", "import", file, "--consent", "sheet", "-C", small)
    again = run("subscribers", "import", file, "--consent", "sheet", "-C", small)

    assert done.exit_code == 1
    assert "6 lines: 2 added, 1 there already, 1 suppressed, 0 unsubscribed, 2 bad." in done.stdout
    assert "list.csv:3: `nobody@` is no address" in done.stderr
    assert "list.csv:5: It is not in the encoding" in done.stderr
    assert "list.csv:4: no@example.org is suppressed" in done.stderr
    assert "0 added, 3 there already" in again.stdout


def test_import_takes_nobody_without_consent(small: Path) -> None:
    """Without a word on consent every line is bad."""
    file = small / "list.csv"
    file.write_text("a@example.org\n")

    result = run("subscribers", "import", file, "-C", small)

    assert (result.exit_code, stats(small)["confirmed"]) == (1, 0)
    assert "consent" in result.stderr


def test_export_can_be_imported(small: Path, tmp_path: Path) -> None:
    """An exported list, taken into an empty newsroom, brings the same list; no formula runs."""
    formula = "=cmd|'/c'!a1@example.org"
    run("subscribers", "add", formula, "--name", "=1+1", "--consent", "form", "-C", small)
    run(*ADD, "--lang", "vi", "-C", small)
    exported = run("subscribers", "export", "-C", small).stdout
    (tmp_path / "list.csv").write_text(exported, encoding="utf-8")
    for path in (small / "private").glob("mail.db*"):
        path.unlink()

    result = run("subscribers", "import", tmp_path / "list.csv", "-C", small)

    rows = list(csv.DictReader(io.StringIO(exported)))
    assert (rows[0]["address"], rows[0]["name"]) == (f"'{formula}", "'=1+1")
    assert "2 added" in result.stdout
    found = json.loads(run("subscribers", "list", "-C", small, "--format", "json").stdout)
    assert [
        (each["address"], each["name"], each["subscriptions"][0]["language"]) for each in found
    ] == [
        (formula, "=1+1", "en"), ("anna@example.org", "", "vi"),
    ]  # fmt: skip


def test_export_of_one_person(small: Path) -> None:
    """A person can be given all that is kept: choice, states, and each word on record."""
    run(*ADD, "-C", small)
    run("subscribers", "add", "b@example.org", "--consent", "x", "-C", small)

    result = run("subscribers", "export", "anna@example.org", "--format", "json", "-C", small)
    nobody = run("subscribers", "export", "nobody@example.org", "-C", small)

    (line,) = result.stdout.splitlines()
    told = json.loads(line)
    assert (told["address"], told["state"]) == ("anna@example.org", "confirmed")
    assert told["record"][0]["wording"] == "by telephone, 3 May"
    assert nobody.exit_code == 1


def test_stats(small: Path) -> None:
    """The counts are for people, or for programs."""
    run(*ADD, "-C", small)
    run("subscribers", "suppress", "no@example.org", "-C", small)

    text = run("subscribers", "stats", "-C", small).stdout
    assert stats(small) == {"unconfirmed": 0, "confirmed": 1, "unsubscribed": 0}
    assert "        1  confirmed for press (en)\n" in text
    assert "        1  suppressed: operator\n" in text


def test_an_empty_list(small: Path) -> None:
    """A list of nobody says so."""
    result = run("subscribers", "list", "--state", "confirmed", "-C", small)

    assert (result.stdout, result.stderr) == ("", "There are no subscribers.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("add", "anna@", "--consent", "x"),
        ("add", "anna@example.org"),
        ("add", "anna@example.org", "--consent", "x", "--feed", "pres"),
        ("add", "anna@example.org", "--consent", "x", "--lang", "fr"),
        ("forget", "anna"),
        ("import", "no-such-file.csv"),
        ("list", "--state", "asleep"),
    ],
)
def test_wrong_words(small: Path, words: tuple[str, ...]) -> None:
    """A wrong address, feed, language or file is a wrong use, and changes nothing."""
    assert run("subscribers", *words, "-C", small).exit_code == 2


def test_a_newsroom_without_digests(small: Path) -> None:
    """Where no feed has a digest there is nothing to subscribe to."""
    (small / "feeds/press.toml").write_text('title = "News"\ndigest = "none"\n')
    others = [path for path in (small / "feeds").glob("*.toml") if path.stem != "press"]
    for path in others:
        path.unlink()

    assert run(*ADD, "-C", small).exit_code == 2


def test_the_database_by_the_environment(small: Path, tmp_path: Path) -> None:
    """DATELINE_DATABASE names the database, and comes first."""
    other = tmp_path / "elsewhere" / "list.db"
    run(*ADD, "-C", small, env={"DATELINE_DATABASE": str(other)})

    assert other.is_file()
    assert not (small / "private" / "mail.db").exists()


def test_dkim_key(small: Path) -> None:
    """A new DKIM key is RSA of 2048 bits, private; its record is printed, and fits DNS."""
    result = run("keys", "new", "--selector", "press2024", "-C", small)
    again = run("keys", "new", "--selector", "press2024", "-C", small)

    file = small / "private/keys/dkim-press2024.pem"
    name, _, text = result.stdout.partition(". IN TXT ( ")
    strings = text.removesuffix(" )\n").split(" ", 1)[0:0] or text.split('"')[1::2]
    assert load_pem_private_key(file.read_bytes(), None).key_size == 2048
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert name == "press2024._domainkey.example.org"
    assert "".join(strings).startswith("v=DKIM1; k=rsa; p=MIIB")
    assert all(len(each) <= 255 for each in strings)
    assert 'selector = "press2024"' in result.stderr
    assert (again.exit_code, "there already" in again.stderr) == (2, True)


def test_dkim_key_of_the_settings(small: Path) -> None:
    """The settings' selector, domain and file are taken; then nothing is left to be named."""
    with (small / "dateline.toml").open("a") as file:
        file.write('[mail.dkim]\nselector = "own"\ndomain = "mail.example.org"\n')
        file.write('key_file = "private/own.pem"\n')

    result = run("keys", "new", "-C", small)

    assert result.stdout.startswith("own._domainkey.mail.example.org. IN TXT")
    assert (small / "private/own.pem").is_file()
    assert "selector =" not in result.stderr


def test_a_selector_that_is_none(small: Path) -> None:
    """A selector is a label of DNS."""
    assert run("keys", "new", "--selector", "../x", "-C", small).exit_code == 2


def test_next_token_key(small: Path) -> None:
    """A new key of links joins the first one, and the database knows it."""
    result = run("keys", "new", "--token", "-C", small)

    assert "token-2.key" in result.stdout
    (small / "private/keys/token-2.key").unlink()
    assert "missing" in run(*ADD, "-C", small).stderr


def test_without_the_wings_libraries(small: Path) -> None:
    """Where the extra is not installed, its commands say how to install it; others work."""
    script = (
        "import sys; sys.modules['sqlalchemy'] = None; from dateline.cli import main; "
        "sys.argv[0] = 'dateline'; main()"
    )

    def outcome(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", script, *words], capture_output=True,
                              text=True, check=False)  # fmt: skip

    told, fine = (
        outcome("subscribers", "stats", "-C", str(small)),
        outcome("list", "-C", str(small)),
    )
    assert told.returncode == 2
    assert "pip install 'dateline[mail]'" in told.stderr
    assert fine.returncode == 0


def test_serving_needs_a_public_address(small: Path) -> None:
    """The door does not open before it knows where it stands; a wrong place is told."""
    closed = run("subscriptions", "serve", "-C", small)
    with (small / "dateline.toml").open("a") as file:
        file.write('[subscriptions]\nurl = "https://press.example.org/s/"\n')
    wrong = run("subscriptions", "serve", "--listen", "nowhere", "-C", small)

    assert (closed.exit_code, "[subscriptions] url" in closed.stderr) == (2, True)
    assert (wrong.exit_code, "no host and port" in wrong.stderr) == (2, True)


def test_the_door_opens_and_closes(small: Path, port: int) -> None:
    """A process of its own answers over HTTP, says so, and ends in good order at SIGTERM."""
    with (small / "dateline.toml").open("a") as file:
        file.write('[subscriptions]\nurl = "https://press.example.org/s/"\n')
    place = f"127.0.0.1:{port}"
    words = command("subscriptions", "serve", "--listen", place, "-C", small)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as door:
        try:
            page = _fetched(f"http://{place}/s/en/subscribe")
            health = _fetched(f"http://{place}/health")
            taken = subprocess.run(words, capture_output=True, text=True, check=False)
        finally:
            door.terminate()
        out, err = door.communicate(timeout=PATIENCE)

    assert '<form class="door"' in page
    assert health == "ok\n"
    assert out == f"http://{place}/health\n"
    assert "Traceback" not in err
    assert (taken.returncode, "Cannot listen" in taken.stderr) == (3, True)


def _fetched(url: str) -> str:
    def answered() -> str:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as response:
                return str(response.read().decode())
        except urllib.error.URLError:
            return ""

    return until(answered, "the door did not open")
