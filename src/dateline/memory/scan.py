"""Tell every source file of a newsroom by its identity, so that one that changed is noticed.

An identity is what the file system says of a file without its being read: when it was written
(mtime) and touched at all (ctime), size and number. A program that puts an old time back changes
the ctime; one that writes a new file over an old one changes the number.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
from collections.abc import Iterator, Mapping
from operator import attrgetter

# Packed: those of a hundred thousand files take 20 MB less than as tuples of numbers.
Identity = bytes
FOLDERS = ("releases", "pages", "assets", "templates", "feeds")
# The last is no source, yet whoever changes the key gives every preview another address.
FILES = ("dateline.toml", "published.jsonl", "private/preview.key")
# A file system tells time in ticks: ext4 and its like in those of the kernel (4 ms mostly), some
# in whole seconds (FAT: two). Of two writes within one tick the second is not seen.
_TICK = 100_000_000
_COARSE_TICK = 2_100_000_000
_FINE = 1_000_000
_FOLDER = bytes(32)
_IDENTITY = struct.Struct("=qqqQ")
_NAME = attrgetter("name")


class Scan:
    """The identities of all source files at a moment, by their paths relative to the newsroom.

    `None` stands where an identity says too little: the file was written a moment ago, or is
    reached by a link. Folders are there by name alone, with a slash. What a folder holds follows
    it, sorted by name. `is_plain` says that there are folders and files alone, all of which
    could be looked at.
    """

    def __init__(self, root: str, moment: int) -> None:
        """Scan a newsroom; `moment` is the time in nanoseconds as the file system tells it."""
        self._begin(moment)
        for name in FILES:
            try:
                status = os.lstat(f"{root}/{name}")
            except OSError:
                continue
            self.files[name] = self._sure(status)
        for name in FOLDERS:
            self._enter(f"{root}/{name}", name)

    @classmethod
    def told(cls, moment: int, files: dict[str, Identity | None], *, is_plain: bool) -> Scan:
        """Give a scan that another process has made at that moment."""
        scan = cls.__new__(cls)
        scan._begin(moment)
        scan.files, scan.is_plain = files, is_plain
        return scan

    def _begin(self, moment: int) -> None:
        self.files: dict[str, Identity | None] = {}
        self.is_plain = True
        self._moment = moment
        self._oldest = moment - _COARSE_TICK

    def look_again(self, root: str, path: str) -> None:
        """Take a file as it is now, which we have written ourselves."""
        try:
            status = os.lstat(f"{root}/{path}")
        except OSError:
            self.files.pop(path, None)
            return
        self.files[path] = _identity(status) if stat.S_ISREG(status.st_mode) else None

    def is_still(self, root: str, path: str) -> bool:
        """Say whether a file is for sure as it was seen."""
        seen = self.files.get(path)
        try:
            return seen is not None and seen == _identity(os.lstat(f"{root}/{path}"))
        except OSError:
            return False

    def sum_of(self, root: str, *folders: str) -> bytes:
        """Give a sum of what is written in the files of some folders, and in dateline.toml."""
        told = hashlib.sha256()
        # With a slash, for a folder that is a link itself is there under its bare name.
        found = [path for path in self.files if path == FILES[0] or f"{path}/".startswith(folders)]
        for path in sorted(found):
            told.update(path.encode(errors="surrogateescape"))
            content = _content(f"{root}/{path}")
            told.update(b"%d\n" % len(content) + content)
        return told.digest()

    def _enter(self, folder: str, shown: str) -> None:
        if os.path.islink(folder):  # noqa: PTH114 -- pathlib is slow
            self.files[shown] = None
            self.is_plain = False
            return
        files, oldest = self.files, self._oldest
        levels = [(self._entries(folder), shown)]
        while levels:
            entries, shown = levels[-1]
            for entry in entries:
                path = f"{shown}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    files[f"{path}/"] = _FOLDER
                    levels.append((self._entries(entry.path), path))
                    break
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:  # an editor's own file, gone since the folder was listed
                    continue
                changed, touched = status.st_mtime_ns, status.st_ctime_ns
                if changed < oldest and touched < oldest and stat.S_ISREG(status.st_mode):
                    files[path] = _identity(status)  # nearly all
                else:
                    files[path] = self._sure(status)
                    self.is_plain = self.is_plain and stat.S_ISREG(status.st_mode)
            else:
                levels.pop()

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                return iter(sorted(found, key=_NAME))
        except OSError as failure:
            self.is_plain = self.is_plain and isinstance(failure, FileNotFoundError)
            return iter(())

    def _sure(self, status: os.stat_result) -> Identity | None:
        changed, touched = status.st_mtime_ns, status.st_ctime_ns
        is_fine = changed % _FINE and touched % _FINE
        oldest = self._moment - (_TICK if is_fine else _COARSE_TICK)
        if not stat.S_ISREG(status.st_mode) or changed > oldest or touched > oldest:
            return None
        return _identity(status)


def _identity(status: os.stat_result) -> Identity | None:
    """Pack what tells a file from another; nothing where a number is none of a file of our time."""
    try:
        return _IDENTITY.pack(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
    except struct.error:  # a time before 1677, a number of more than 64 bits
        return None


def _content(path: str) -> bytes:
    """Read a file; what cannot be read, or is a link to a folder, is another thing each time."""
    if path.endswith("/"):
        return b""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- pathlib is slow
            return file.read()
    except OSError:
        return os.urandom(16)


def same(before: Mapping[str, Identity | None], after: Mapping[str, Identity | None]) -> bool:
    """Say whether two scans saw the same files, each of them known for sure."""
    return before == after and None not in before.values()
