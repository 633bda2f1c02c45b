"""Start a PostgreSQL of the tests' own (Debian's), on a socket in a folder, gone afterwards."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


def find_programs() -> Path | None:
    """Give the folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def cluster() -> Iterator[str]:
    """Run a server without a network, and give the address of an empty database.

    It refuses to run as root, so that root lends it the user `postgres` or `nobody`.
    """
    programs = find_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    user = _user()
    if user:
        shutil.chown(folder, user)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    try:
        _run("cp", "-a", _prepared(), folder / "data", user=user)
        _run(programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options,
             "-w", "start", user=user)  # fmt: skip
        try:
            yield f"postgresql://dateline@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", user=user)
    finally:
        shutil.rmtree(folder)


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """Stop a cluster's server at once, as a machine that loses its power; start it again after."""
    programs, user = find_programs(), _user()
    assert programs is not None
    folder = Path(address.partition("host=")[2])
    options = f"-k {folder} -c listen_addresses='' -c max_connections=60"
    _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", user=user)
    try:
        yield
    finally:
        _run(programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options,
             "-w", "start", user=user)  # fmt: skip


@cache
def _prepared() -> Path:
    """Give the data of an empty cluster to copy: making them takes seconds, once a process."""
    programs, user = find_programs(), _user()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    if user:
        shutil.chown(folder, user)
    atexit.register(_remove, folder, os.getpid())
    _run(programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "dateline",
         "-E", "UTF8", "--no-sync", user=user)  # fmt: skip
    return folder / "data"


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # not in a process that a test forked
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str:
    if os.getuid():
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(*words: object, user: str) -> None:
    # No pipe: the server would keep it open, and nobody would see its end.
    subprocess.run(
        list(map(str, words)), check=True, stdout=subprocess.DEVNULL, user=user or None, cwd="/"
    )
