"""Find a folder of the user's own cache, for what must come from nobody else.

A newsroom's folder may hold what others committed: a pull request that a server builds. What is
run without being looked at, as bytecode is, lies where the user alone can write.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path


def folder_of(newsroom: Path, kind: str) -> Path | None:
    """Give a newsroom's folder in the user's cache, which need not be there.

    None where the user has no cache, or it lies within the newsroom, as on some servers.
    """
    at = caches(sys.platform, os.environ)
    root = os.path.realpath(newsroom)
    if at is None or Path(os.path.realpath(at)).is_relative_to(root):
        return None
    return at / "dateline" / kind / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]


def caches(platform: str, environ: Mapping[str, str]) -> Path | None:
    """Give where a platform keeps a user's caches; None where it tells of no absolute path.

    XDG Base Directory Specification 0.8 ("all paths must be absolute"); on macOS the File System
    Programming Guide's Library/Caches; on Windows FOLDERID_LocalAppData.
    """
    if platform == "win32":
        found = environ.get("LOCALAPPDATA", "")
    elif platform == "darwin":
        found = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 -- Path's raises without one
    else:
        found = environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(found):  # noqa: PTH117 -- "" is a path to pathlib
            found = os.path.expanduser("~/.cache")  # noqa: PTH111 -- likewise
    return Path(found) if os.path.isabs(found) else None  # noqa: PTH117 -- likewise


def is_private(folder: Path) -> bool:
    """Say whether a folder is there, and nobody but the user has any right to it.

    Git makes no such folder of what was committed, but under a umask that closes everything. On
    Windows the rights are those of the user's profile, within which it lies.
    """
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and is_ours(status) and not _others(status)


def is_ours(status: os.stat_result) -> bool:
    """Say whether a file is the user's own; raises nothing."""
    return sys.platform == "win32" or status.st_uid == os.geteuid()


def make(folder: Path) -> None:
    """Make a private folder; raises OSError where there is none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_private(folder):
        raise PermissionError(f"others have a right to {folder}")


def forget(folder: Path) -> None:
    """Remove a private folder with all in it; one that is not private is left alone."""
    if is_private(folder):
        import shutil  # noqa: PLC0415 -- only who forgets needs it

        shutil.rmtree(folder, ignore_errors=True)


def _others(status: os.stat_result) -> int:
    return 0 if sys.platform == "win32" else stat.S_IMODE(status.st_mode) & 0o077
