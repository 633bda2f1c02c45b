"""Run a client in a home folder of its own, so that it neither reads nor writes the user's.

Does not know the clients. Nothing of this process's environment but PATH reaches them: no proxy,
no locale but C.UTF-8 (newsboat and r2e would otherwise depend on the machine's).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.patience import PATIENCE


def missing(program: str, package: str) -> str | None:
    """Say that a program is not installed, or None if it is."""
    if shutil.which(program) is None:
        return f"{program} is not installed (Debian: {package})"
    return None


def environment(home: Path) -> Mapping[str, str]:
    """Give the whole environment of a client that lives in `home`."""
    path = os.environ.get("PATH", os.defpath)
    return {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8", "TERM": "xterm", "TZ": "UTC"}


def run_at(
    home: Path, command: Sequence[str], *, stdin: bytes = b"", timeout: float = PATIENCE
) -> subprocess.CompletedProcess[bytes]:
    """Run a client in its home folder and give back what it said, whatever its exit code."""
    home.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        check=False,
        cwd=home,
        env=environment(home),
        timeout=timeout,
    )
