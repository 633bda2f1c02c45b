"""One build at a time: who holds the lock, and what becomes of it when the holder dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dateline.errors import OutsideError
from dateline.lock import Holder, is_held, locked

HOLD = """
import sys, time
from pathlib import Path
from dateline.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a lock in a folder that is not there yet."""
    return tmp_path / "cache" / "lock"


@pytest.fixture
def holder(path: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    yield process  # type: ignore[misc]
    process.kill()
    process.wait()


def test_second_is_declined_and_told_who_holds(path: Path, holder: subprocess.Popen[str]) -> None:
    """Who comes second is told the process, the machine and since when, and what to do."""
    with pytest.raises(OutsideError) as failure, locked(path):
        pass

    since = time.strftime("%Y-%m-%d", time.gmtime(path.stat().st_mtime))
    assert (
        f"(process {holder.pid} on {os.uname().nodename}, since {since} " in failure.value.message
    )
    assert "--wait" in failure.value.hint
    assert is_held(path)


def test_lock_of_the_dead_is_taken_over(path: Path, holder: subprocess.Popen[str]) -> None:
    """A holder killed by `kill -9` holds nothing, whatever the file says."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    assert not is_held(path)
    with locked(path):
        assert path.read_text().split()[0] == str(os.getpid())


def test_waiting_ends_when_the_holder_does(path: Path, holder: subprocess.Popen[str]) -> None:
    """Who waits is told once for whom, and goes on as soon as the lock is free."""
    told: list[Holder] = []

    def waiting(found: Holder) -> None:
        told.append(found)
        threading.Timer(0.2, holder.kill).start()

    with locked(path, waiting=waiting):
        assert [each.process for each in told] == [str(holder.pid)]
        assert holder.wait() == -signal.SIGKILL


def test_lock_file_deleted_meanwhile_is_no_lock(path: Path, holder: subprocess.Popen[str]) -> None:
    """Where the cache was deleted while we waited, the new file is locked, not the lost one."""

    def waiting(_: Holder) -> None:
        path.unlink()
        holder.kill()

    with locked(path, waiting=waiting):
        assert is_held(path)
        with pytest.raises(OutsideError, match=f"process {os.getpid()} "), locked(path):
            pass


def test_unsigned_lock_is_told_as_unknown(path: Path) -> None:
    """A lock taken a moment ago, not yet signed, is still a lock."""
    with locked(path):
        path.write_text("")
        with pytest.raises(OutsideError, match="process unknown, since"), locked(path):
            pass


def test_no_lock_where_nobody_built(path: Path) -> None:
    """To ask makes no file, and a lock given back is free."""
    assert not is_held(path)
    assert not path.exists()
    with locked(path):
        assert is_held(path)

    assert not is_held(path)
