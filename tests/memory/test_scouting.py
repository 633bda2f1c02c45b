"""A newsroom that is scanned beside is as one that is scanned here."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from dateline.memory.scan import Scan
from dateline.memory.scouting import Scout

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("jobs", [1, 2])
def test_scout_tells_what_a_scan_does(small: Path, jobs: int) -> None:
    """Whoever looks, files, identities and order are the same, and so is what comes after."""
    (small / "releases" / "link.md").symlink_to(small / "dateline.toml")
    moment = time.time_ns() + 10**11
    own = Scan(str(small), moment)
    found = Scout(str(small), moment, jobs).scan()

    assert list(found.files.items()) == list(own.files.items())
    assert found.is_plain == own.is_plain
    assert found.sum_of(str(small), "feeds/") == own.sum_of(str(small), "feeds/")


def test_scout_that_does_not_come_back(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the other process was killed, this one looks itself."""
    fork = os.fork

    def killed() -> int:
        child = fork()
        if child:
            os.kill(child, signal.SIGKILL)
        else:
            time.sleep(9)
        return child

    monkeypatch.setattr(os, "fork", killed)
    moment = time.time_ns() + 10**11

    assert Scout(str(small), moment, 2).scan().files == Scan(str(small), moment).files
