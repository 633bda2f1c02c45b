"""Run a command and say what it cost: wall time, processor time, memory."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Final

_SAMPLE_SECONDS: Final = 0.01


class BuildError(Exception):
    """A command exited with another code than 0."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost; `rss` is the largest single process, in bytes, as `wait4` tells it.

    `rss` has a floor: a child counts its parent's memory at the fork, so never less than ours.
    """

    wall: float
    cpu: float
    rss: int


def run(command: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Run a command to its end and measure it and the children it waited for."""
    started = perf_counter()
    return _wait(_start(command, env), started)


def peak_memory(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command, untimed, and find the most memory its whole tree of processes held at once.

    Shared pages are counted once (PSS), so that forked workers are charged what they really take.
    """
    child = _start(command, env)
    done, samples = Event(), [0]

    def watch() -> None:
        while not done.wait(_SAMPLE_SECONDS):
            samples[0] = max(samples[0], sum(map(_pss, _tree(child.pid))))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        _wait(child, perf_counter())
    finally:
        done.set()
        watcher.join()
    return samples[0]


def _start(command: Sequence[str], extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a command; Python may keep its bytecode, which some machines forbid."""
    ours = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        command, env=ours | dict(extra), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def _wait(child: subprocess.Popen[bytes], started: float) -> Cost:
    """Wait for a child and account for it."""
    with child:
        said = child.stdout.read() if child.stdout else b""
        _, status, usage = os.wait4(child.pid, 0)
        wall = perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        complaint = said.decode(errors="replace").strip()
        raise BuildError(f"exit code {child.returncode} from {child.args!r}\n{complaint}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _tree(pid: int) -> list[int]:
    """List a process and its descendants, as far as they still live."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in _tree(int(child)))]


def _pss(pid: int) -> int:
    """Read a process's share of memory in bytes; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
