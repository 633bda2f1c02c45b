"""Killed a hundred times, lied to by its mail server: nobody is missed and nobody mailed twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dateline.database import Database, open_database
from dateline.mail.doubts import ask_log
from dateline.mail.ledger import editions
from dateline.mail.ledger.tables import State
from dateline.mail.queueing import enqueue
from tests.mail.desk import HostileLog, add_subscribers, freeze, identity
from tests.patience import until
from tests.postgresql import cluster, find_programs, stopped

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MANNERS = ("drop_taken=0.01", "drop_untaken=0.01", "drop_early=0.01", "leave_every=37",
           "later=0.02", "delay=0.02")  # fmt: skip
REFUSED = 10


@contextmanager
def hostile(folder: Path, *manners: str) -> Iterator[tuple[int, Path]]:
    """Run the hostile server in a process of its own; gives its port and its log."""
    port_file, log = folder / "port", folder / "taken.log"
    words = [sys.executable, str(HERE / "hostile.py"), str(port_file), str(log), *manners]
    process = subprocess.Popen(words)
    try:
        while not port_file.exists():
            assert process.poll() is None
            time.sleep(0.02)
        yield int(port_file.read_text(encoding="utf-8")), log
    finally:
        process.kill()
        process.wait()


class Nursery:
    """A process that forks senders."""

    def __init__(self, *words: str) -> None:
        words = (sys.executable, "-m", "tests.mail.sender", *words)
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self._process = subprocess.Popen(
            words,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, name: str) -> int:
        """Fork a sender, and give its process number."""
        return self._ask(name)

    def wait(self) -> int:
        """Wait for the sender that was forked last, and give its exit code."""
        return self._ask("")

    def close(self) -> None:
        """End the nursery."""
        self._process.communicate()


@contextmanager
def nursery(
    address: str, folder: Path, port: int, log: str, how: str = "deliver"
) -> Iterator[Nursery]:
    """Run a nursery, of senders or of workers."""
    made = Nursery(address, str(folder), str(port), log, how)
    try:
        yield made
    finally:
        made.close()


def fill(database: Database, count: int) -> None:
    """Freeze an edition for so many, a few of whom the server refuses."""
    add_subscribers(database, count - REFUSED)
    add_subscribers(database, REFUSED, address="refused{n}@d{d}.example.net")
    freeze(database)


def counts(database: Database) -> dict[State, int]:
    """Count the one edition's deliveries; the numbers add up."""
    with database.reading() as connection:
        (edition,) = editions.all_editions(connection)
        report = editions.report(connection, edition)
    assert report.adds_up
    return {state: count for state, count in report.counts.items() if count}


def taken(log: Path) -> Counter[str]:
    """Count the letters that the server took, by recipient."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return Counter(line.split(" ")[1] for line in lines)


def wait_for_letters(log: Path, more: int) -> None:
    """Wait until the server took some more letters, or for a while."""
    start = log.stat().st_size if log.exists() else 0
    end = time.monotonic() + 3
    while (
        time.monotonic() < end and (log.stat().st_size if log.exists() else 0) < start + 75 * more
    ):
        time.sleep(0.002)


def kill_often(senders: Nursery, log: Path, kills: int, letters: int) -> None:
    """Start a sender and kill it at a random moment, again and again.

    Half of the time within its first moments, half in the midst of sending.
    """
    chance = random.Random(5)
    for number in range(kills):
        child = senders.start(f"run{number}")
        if number % 2:
            wait_for_letters(log, chance.randrange(letters))
        time.sleep(chance.uniform(0, 0.15))
        os.kill(child, signal.SIGKILL)
        assert senders.wait() in {-signal.SIGKILL, 0}


@pytest.mark.parametrize(
    "count,kills",
    [
        pytest.param(120, 4, id="few"),
        pytest.param(2000, 100, id="many", marks=pytest.mark.slow),
    ],
)
def test_kills_on_sqlite(tmp_path: Path, count: int, kills: int) -> None:
    """Where the server's log can be asked, none is missing and none doubled."""
    path = tmp_path / "mail.db"
    database = open_database(path)
    fill(database, count)
    with (
        hostile(tmp_path, *MANNERS) as (port, log),
        nursery(str(path), tmp_path, port, str(log)) as senders,
    ):
        kill_often(senders, log, kills, letters=40)
        before = sum(taken(log).values()) if log.exists() else 0
        senders.start("last")
        assert senders.wait() == 0

    sys.stdout.write(f"{count} recipients, {kills} kills: {before} sent before the last run\n")
    assert counts(database) == {State.ACCEPTED: count - REFUSED, State.FAILED: REFUSED}
    assert len(taken(log)) == count - REFUSED
    assert set(taken(log).values()) == {1}
    database.close()


@pytest.mark.parametrize(
    "count,kills",
    [
        pytest.param(120, 4, id="few"),
        pytest.param(1000, 40, id="many", marks=pytest.mark.slow),
    ],
)
def test_kills_without_a_log(tmp_path: Path, count: int, kills: int) -> None:
    """Without a log none is doubled, and who may be missing is listed: what was in flight."""
    path = tmp_path / "mail.db"
    database = open_database(path)
    fill(database, count)
    with (
        hostile(tmp_path, "leave_every=37", "delay=0.02") as (port, log),
        nursery(str(path), tmp_path, port, "-") as senders,
    ):
        kill_often(senders, log, kills, letters=40)
        senders.start("last")
        assert senders.wait() == 0

    found = counts(database)
    uncertain = found.get(State.UNCERTAIN, 0)
    sys.stdout.write(f"{count} recipients, {kills} kills, no log: {uncertain} uncertain\n")
    assert set(taken(log).values()) == {1}
    assert uncertain <= 2 * kills  # two workers
    assert found[State.ACCEPTED] <= len(taken(log)) <= found[State.ACCEPTED] + uncertain
    assert found[State.ACCEPTED] + uncertain == count - REFUSED
    database.close()


def kill(process: int) -> None:
    """End a worker without a word."""
    os.kill(process, signal.SIGKILL)


def stop(process: int) -> None:
    """Stop a worker where it stands, as a sleeping machine does."""
    os.kill(process, signal.SIGSTOP)


@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed")
@pytest.mark.parametrize(
    "how,harms,count",
    [
        pytest.param("deliver", (kill, kill), 150, id="send, killed"),
        pytest.param("work", (stop, stop), 150, id="worker, stopped", marks=pytest.mark.long),
        *(
            pytest.param(how, harms, 2000, id=f"many, {how}, {name}", marks=pytest.mark.slow)
            for how in ("deliver", "work")
            for name, harms in (
                ("killed", (kill, kill)),
                ("stopped", (stop, stop)),
                ("one each", (kill, stop)),
            )
        ),
    ],
)
def test_workers_on_postgresql(
    tmp_path: Path, how: str, harms: Sequence[Callable[[int], None]], count: int
) -> None:
    """Two of four workers killed, or stopped past their lease and woken: none missed or doubled.

    Of `dateline send` in four processes, and of `dateline worker`.
    """
    with cluster() as address:
        database = open_database(address)
        fill(database, count)
        # So slow that none is done before two are killed; many take their time anyway.
        delay = f"delay={max(0.1, 60 / count)}"
        with hostile(tmp_path, *MANNERS, delay) as (port, log), ExitStack() as stack:
            four = [
                stack.enter_context(nursery(address, tmp_path, port, str(log), how))
                for _ in range(4)
            ]
            if how == "work":
                with database.reading() as connection:
                    enqueue(database, [each.id for each in editions.all_editions(connection)])
            children = [each.start(f"worker{n}") for n, each in enumerate(four)]
            wait_for_letters(log, count // 10)
            for harm, child in zip(harms, children, strict=False):
                harm(child)
            if stop in harms:
                time.sleep(5)  # the lease is 3 seconds
            for child in children[: len(harms)]:
                os.kill(child, signal.SIGCONT)
            if how == "work":
                settle_all(database, log)
                for child in children:
                    os.kill(child, signal.SIGTERM)
            ends = [each.wait() for each in four]

        expected = [-signal.SIGKILL if harm is kill else 0 for harm in harms] + [0, 0]
        assert expected == ends
        assert counts(database) == {State.ACCEPTED: count - REFUSED, State.FAILED: REFUSED}
        assert len(taken(log)) == count - REFUSED
        assert set(taken(log).values()) == {1}
        sys.stdout.write(f"{count} recipients, {how}, {ends}: none missing, none doubled\n")
        database.close()


@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed")
def test_database_stops(tmp_path: Path) -> None:
    """A database that is stopped in the midst and started again: all is sent, once, by the same run."""
    with cluster() as address:
        database = open_database(address)
        fill(database, 150)
        with (
            hostile(tmp_path, "delay=0.1") as (port, log),
            nursery(address, tmp_path, port, str(log)) as senders,
        ):
            senders.start("run")
            until(lambda: log.exists() and sum(taken(log).values()) > 15)
            with stopped(address):
                time.sleep(2)
                sent = sum(taken(log).values())
                time.sleep(2)
                assert sum(taken(log).values()) == sent
            assert senders.wait() == 0

        assert counts(database) == {State.ACCEPTED: 150 - REFUSED, State.FAILED: REFUSED}
        assert set(taken(log).values()) == {1}
        assert 0 < sent < 150 - REFUSED
        database.close()


def settle_all(database: Database, log: Path) -> None:
    """Ask the server's log about doubts, as `dateline send` does, until workers have done all."""
    end = time.monotonic() + 300
    while set(counts(database)) - {State.ACCEPTED, State.FAILED}:
        assert time.monotonic() < end, counts(database)
        asked = HostileLog(log)
        now = datetime.now(UTC)
        settled = ask_log(database, [1], asked, identity(), now, timedelta(seconds=1))
        if settled.again or State.QUEUED in counts(database):
            enqueue(database, [1])
        time.sleep(0.5)
