"""What a run costs is its own, whoever measures it."""

from __future__ import annotations

import sys

import pytest

from benchmarks.measure import BuildError, run

MIB = 2**20


def test_memory_is_the_commands_own() -> None:
    """Who holds much finds no more in a command that holds little; two processes are not one sum."""
    held = bytearray(200 * MIB)
    held[::4096] = b"x" * len(held[::4096])
    two = "import os; x = b'x' * (64 << 20); os.fork() and os.wait()"

    small = run([sys.executable, "-S", "-c", "pass"], {})
    large = run([sys.executable, "-S", "-c", two], {})

    assert len(held) > 100 * MIB > large.rss > 64 * MIB > small.rss > MIB


def test_time_and_processors_are_the_commands_own() -> None:
    """Waiting is wall time, reckoning processor time; a child that was waited for counts."""
    busy = "import os, time; os.fork() and os.wait()\nwhile time.process_time() < 0.1: pass"

    idle = run([sys.executable, "-S", "-c", "import time; time.sleep(0.2)"], {})
    reckoning = run([sys.executable, "-S", "-c", busy], {})

    assert idle.wall >= 0.2 > idle.cpu
    assert reckoning.cpu >= 0.2


def test_failure_is_told() -> None:
    """A command that fails is no measure, and what it said is in the complaint."""
    with pytest.raises(BuildError, match=r"exit code 3 .*\n.*no such corpus"):
        run([sys.executable, "-c", "import sys; print('no such corpus'); sys.exit(3)"], {})


def test_killed_command_is_told() -> None:
    """So is one that a signal ended."""
    with pytest.raises(BuildError, match="exit code 137"):
        run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], {})
