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


class Shown(NamedTuple):
    """What stands at an address, as new as the version: a file's content, or where it moved to."""

    version: str
    notices: tuple[Notice, ...]
    found: Found
    content: bytes | None


# Given the paths of all files that changed since the last good rebuild, it gives pages as the next
# one will leave them, by their paths in the folder; none where that is not sure.
Advance = Callable[[Collection[str]], Mapping[str, bytes]]


class Ahead(NamedTuple):
    """Pages that are shown before they are built, and how many changes were noted by then."""

    pages: Mapping[str, bytes]
    noted: int


_NOTHING = Ahead({}, 0)


class Preview:
    """The pages in a folder, rebuilt on demand; those who wait are told of each new version.

    What `advance` gives of it is shown as soon as it is there; whoever asks for anything else
    meanwhile waits for the rebuild, so that nobody sees less than a version that was told.
    """

    def __init__(
        self, folder: Path, rebuild: Callable[[], Rebuilt], advance: Advance = lambda _: {}
    ) -> None:
        self.folder = folder
        self.notices: tuple[Notice, ...] = ()
        self.prefix = "/"
        self._rebuild = rebuild
        self._advance = advance
        self._ahead = _NOTHING
        self._changed = threading.Condition()
        self._building = threading.Lock()
        self._press: threading.Thread | None = None
        self._run = secrets.token_hex(4)  # a restarted preview has other versions than before
        self._number = self._noted = self._built = self._held = 0
        # The files that changed since the last good rebuild began, and since the last one did;
        # None where they are not known.
        self._since: frozenset[str] | None = None
        self._after: frozenset[str] | None = None
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

    def start(self) -> None:
        """Rebuild what is noted from now on, in a thread of its own."""
        self._press = threading.Thread(target=self._work, daemon=True)
        self._press.start()

    def refresh(self, changed: Collection[str] | None = None) -> None:
        """Note a change, and wait until it is built."""
        self.note(changed)
        self._catch_up()

    def note(self, changed: Collection[str] | None = None) -> None:
        """Note that files changed, all of them if that is known; shows at once what is sure."""
        with self._changed:
            self._since, self._after = _more(self._since, changed), _more(self._after, changed)
            since, built = self._since, self._built
        # While something is wrong, the pages stand for what was before it went wrong.
        pages = self._advance(since) if since and not self.notices else {}
        with self._changed:
            self._noted += 1
            if pages and self._built == built:  # else there is something newer by now
                self._ahead = Ahead(pages, self._noted)
                self._number += 1
            self._changed.notify_all()

    def _work(self) -> None:
        while not self._closed:
            self._catch_up()
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._noted > self._built)

    def _catch_up(self) -> None:
        """Rebuild until all that was noted is built."""
        with self._building:
            while not self._closed:
                with self._changed:
                    noted = self._noted
                    if noted == self._built:
                        return
                    self._after = frozenset()
                self._settle(self._rebuild(), noted)

    def _settle(self, rebuilt: Rebuilt, noted: int) -> None:
        """Show what was rebuilt of what had been noted, and tell those who wait.

        After a failure the last good pages stay.
        """
        with self._changed:
            self._built = noted
            if not rebuilt.notices:
                self._since, self._held = self._after, noted
            ahead = self._ahead
            if ahead.noted > noted:  # what was told by then is in none but the next rebuild
                self._changed.notify_all()  # but what was told before is in this one
                return
            self._ahead = _NOTHING
            self.notices = rebuilt.notices
            self.prefix = rebuilt.prefix or self.prefix
            is_told = ahead.noted == noted and not rebuilt.notices and self._holds(ahead.pages)
            self._number += not is_told
            self._changed.notify_all()

    def _holds(self, pages: Mapping[str, bytes]) -> bool:
        """Say whether the folder's files are what was shown before they were made."""
        try:
            return all((self.folder / path).read_bytes() == pages[path] for path in pages)
        except OSError:
            return False

    def read(self, path: str) -> Shown:
        """Read what stands at an address; waits while that is being made.

        What is told meanwhile is not waited for, or who saves faster than is built would keep
        everybody waiting: it is shown as of the version that it was asked for at.
        """
        asked: tuple[str, int] | None = None
        while True:
            with self._changed:
                version, notices, ahead, held = self.version, self.notices, self._ahead, self._held
            found = find(self.folder, self.prefix, path)
            where = found.file.relative_to(self.folder).as_posix() if found.file else ""
            if where in ahead.pages:
                return Shown(version, notices, found, ahead.pages[where])
            if not ahead.pages or self._closed or where.startswith(_AS_BEFORE):
                return Shown(version, notices, found, _content(found.file))
            asked = asked or (version, ahead.noted)
            if held >= asked[1]:
                return Shown(asked[0], notices, found, _content(found.file))
            self._wait_while(ahead, asked[1])

    def _wait_while(self, ahead: Ahead, noted: int) -> None:
        """Wait while that is ahead, and the pages in the folder hold less than was noted."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._ahead is not ahead or self._held >= noted
            )

    def wait_for_change(self, version: str, patience: float) -> str | None:
        """Wait for another version than the one known; None when patience or the preview ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self.version != version, patience)
            return None if self._closed or self.version == version else self.version

    def close(self) -> None:
        """Let go of everybody who waits; a rebuild may end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._press:
            self._press.join(timeout=5)


def _more(known: frozenset[str] | None, changed: Collection[str] | None) -> frozenset[str] | None:
    return None if known is None or changed is None else known.union(changed)


def _content(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:  # a rebuild took it away between looking and reading
        return None
