"""Hold what the preview shows: the last good pages, what is wrong, and the version of both."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dateline.serve.files import Found, find

# What is there is not changed by what a release says.
_AS_BEFORE = "assets/"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that keeps the pages from being rebuilt: its place, what it is, what to do."""

    where: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How a rebuild went: well where there are no notices.

    `prefix` is the path that the site stands under, None where that could not be read.
    """

    notices: tuple[Notice, ...] = ()
    prefix: str | None = None


_WELL = Rebuilt()
_NOTHING: Mapping[str, bytes] = {}


class Shown(NamedTuple):
    """What stands at an address, as new as the version: a file's content, or where it moved to."""

    version: str
    notices: tuple[Notice, ...]
    found: Found
    content: bytes | None


# Given the paths of changed files, it gives pages as the next rebuild will leave them, by their
# paths in the folder; none where that is not sure.
Advance = Callable[[Collection[str]], Mapping[str, bytes]]


class Preview:
    """The pages in a folder, rebuilt on demand; those who wait are told of each new version.

    What `advance` gives of it is shown as soon as it is there; whoever asks for anything else
    meanwhile waits for the rebuild.
    """

    def __init__(
        self, folder: Path, rebuild: Callable[[], Rebuilt], advance: Advance = lambda _: {}
    ) -> None:
        self.folder = folder
        self.notices: tuple[Notice, ...] = ()
        self.prefix = "/"
        self._rebuild = rebuild
        self._advance = advance
        self._ahead: Mapping[str, bytes] = {}
        self._changed = threading.Condition()
        self._building = threading.Lock()
        self._run = secrets.token_hex(4)  # a restarted preview has other versions than before
        self._number = 0
        self._closed = False

    @property
    def version(self) -> str:
        """Give the word that changes with whatever is shown."""
        return f"{self._run}-{self._number}"

    @property
    def has_pages(self) -> bool:
        """Say whether there is a good build to show, be it an earlier run's."""
        return (self.folder / "index.html").is_file()

    @property
    def is_closed(self) -> bool:
        """Say whether the preview is over."""
        return self._closed

    def refresh(self, changed: Collection[str] | None = None) -> None:
        """Rebuild, and tell those who wait; after a failure the last good pages stay.

        `changed` are the paths of all files that differ, where that is known.
        """
        with self._building:
            # While something is wrong, the pages stand for what was before it went wrong.
            ahead = self._advance(changed) if changed and not self.notices else {}
            if ahead:
                self._tell(ahead=ahead)
            rebuilt = Rebuilt()
            try:
                rebuilt = self._rebuild()
            finally:
                is_told = ahead and not rebuilt.notices and self._holds(ahead)
                self._tell(rebuilt, is_new=not is_told)

    def _tell(
        self,
        rebuilt: Rebuilt = _WELL,
        *,
        ahead: Mapping[str, bytes] = _NOTHING,
        is_new: bool = True,
    ) -> None:
        with self._changed:
            self._ahead = ahead
            self.notices = rebuilt.notices
            self.prefix = rebuilt.prefix or self.prefix
            self._number += is_new
            self._changed.notify_all()

    def _holds(self, pages: Mapping[str, bytes]) -> bool:
        """Say whether the folder's files are what was shown before they were made."""
        try:
            return all((self.folder / path).read_bytes() == pages[path] for path in pages)
        except OSError:
            return False

    def read(self, path: str) -> Shown:
        """Read what stands at an address; waits while that is being made."""
        while True:
            with self._changed:
                version, notices, ahead = self.version, self.notices, self._ahead
            found = find(self.folder, self.prefix, path)
            where = found.file.relative_to(self.folder).as_posix() if found.file else ""
            if not ahead or self._closed or where.startswith(_AS_BEFORE):
                return Shown(version, notices, found, _content(found.file))
            if where in ahead:
                return Shown(version, notices, found, ahead[where])
            self._wait_while(ahead)

    def _wait_while(self, ahead: Mapping[str, bytes]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._ahead is not ahead)

    def wait_for_change(self, version: str, patience: float) -> str | None:
        """Wait for another version than the one known; None when patience or the preview ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self.version != version, patience)
            return None if self._closed or self.version == version else self.version

    def close(self) -> None:
        """Let go of everybody who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def _content(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:  # a rebuild took it away between looking and reading
        return None
