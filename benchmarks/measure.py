"""Run a command and say what it cost: wall time, processor time, memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final

_SAMPLE_SECONDS: Final = 0.01
_LAUNCHER: Final = Path(__file__).with_name("launch.py")


class BuildError(Exception):
    """A command exited with another code than 0."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost: seconds, seconds of processors, bytes of its largest single process."""

    wall: float
    cpu: float
    rss: int


def run(command: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Run a command to its end and measure it and the children it waited for.

    Raises BuildError where it fails.
    """
    told, tell = os.pipe()
    launched = [sys.executable, "-I", "-S", str(_LAUNCHER), str(tell), *command]
    child = _start(launched, env, pass_fds=[tell])
    os.close(tell)
    with os.fdopen(told, encoding="ascii") as costs:
        _wait(child)
        wall, cpu, rss = costs.read().split()
    return Cost(float(wall), float(cpu), int(rss))


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
        _wait(child)
    finally:
        done.set()
        watcher.join()
    return samples[0]


def _start(
    command: Sequence[str], extra: Mapping[str, str], pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a command; Python may keep its bytecode, which some machines forbid."""
    ours = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        command,
        env=ours | dict(extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=pass_fds,
    )


def _wait(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child, and raise BuildError with what it said where it failed."""
    said, _ = child.communicate()
    if child.returncode:
        complaint = said.decode(errors="replace").strip()
        raise BuildError(f"exit code {child.returncode} from {child.args!r}\n{complaint}")


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
