"""Hold what the preview shows: the last good pages, what is wrong, and the version of both."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


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


class Preview:
    """The pages in a folder, rebuilt on demand; those who wait are told of each new version."""

    def __init__(self, folder: Path, rebuild: Callable[[], Rebuilt]) -> None:
        self.folder = folder
        self.notices: tuple[Notice, ...] = ()
        self.prefix = "/"
        self._rebuild = rebuild
        self._changed = threading.Condition()
        self._building = threading.Lock()
        self._run = secrets.token_hex(4)  # a restarted preview has other versions than before
        self._number = 0
        self._closed = False

    @property
    def version(self) -> str:
        """Give the word that changes with every rebuild."""
        return f"{self._run}-{self._number}"

    @property
    def has_pages(self) -> bool:
        """Say whether there is a good build to show, be it an earlier run's."""
        return (self.folder / "index.html").is_file()

    @property
    def is_closed(self) -> bool:
        """Say whether the preview is over."""
        return self._closed

    def refresh(self) -> None:
        """Rebuild, and tell those who wait; after a failure the last good pages stay."""
        with self._building:
            rebuilt = self._rebuild()
        with self._changed:
            self.notices = rebuilt.notices
            self.prefix = rebuilt.prefix or self.prefix
            self._number += 1
            self._changed.notify_all()

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
