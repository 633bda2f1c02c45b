"""Notice changes of a newsroom's inputs, and call for a rebuild once they have settled."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from watchfiles import watch

# A burst of changes is one, as far as they follow each other within a step; but not for ever.
_DEBOUNCE = 300
_STEP = 20
_PAUSE = 500

Stamp = tuple[int, int, int]
Look = tuple[list[Stamp | None], list[int]]
# Called with the paths of all that changed, relative to the root; None where that is not known.
Changed = Callable[[Collection[str] | None], None]


class Watcher:
    """Watches folders (with all below) and single files of a root, in a thread of its own.

    Folders may come and go. Files are looked at, not watched: editors replace them.
    """

    def __init__(
        self, root: Path, folders: Sequence[str], files: Sequence[str], changed: Changed
    ) -> None:
        self._root = root
        self._folders = [root / name for name in folders]
        self._files = [root / name for name in files]
        self._changed = changed
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._last: Look | None = self._look()

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._over.is_set():
            # Looked at before they are asked for: a folder that comes between the two is seen to.
            folders = self._look()[1]
            there = [folder for folder in self._folders if folder.is_dir()]
            try:
                self._watch(there, folders)
            except OSError:  # a folder went away as it was looked at
                self._over.wait(_PAUSE / 1000)

    def _watch(self, there: Sequence[Path], folders: Sequence[int]) -> None:
        """Watch folders until one of them comes, goes, or is another than before."""
        for changed in self._changes(there):
            seen = self._look()
            if changed or seen != self._last:
                paths = self._relative(changed) if seen == self._last else None
                self._last = seen
                self._changed(paths)
            if seen[1] != folders:
                self._last = None  # what came before the next watch began is not lost
                return

    def _changes(self, there: Sequence[Path]) -> Iterator[set[str]]:
        """Yield again and again what changed below the folders."""
        if not there:
            while not self._over.wait(_PAUSE / 1000):
                yield set()
            return
        for changes in watch(
            *there,
            watch_filter=lambda _, path: _is_input(path),
            debounce=_DEBOUNCE,
            step=_STEP,
            rust_timeout=_PAUSE,
            yield_on_timeout=True,
            stop_event=self._over,
            ignore_permission_denied=True,
        ):
            yield {path for _, path in changes}

    def _relative(self, paths: Collection[str]) -> set[str] | None:
        """Give paths as the newsroom knows them; None where some system calls them otherwise."""
        try:
            return {Path(path).relative_to(self._root).as_posix() for path in paths}
        except ValueError:
            return None

    def _look(self) -> Look:
        files = [_stamp(path) for path in self._files]
        return files, [(_stamp(path) or (0,))[0] for path in self._folders]


def _is_input(path: str) -> bool:
    """Say whether a file may matter: not what an editor keeps beside the one it changes."""
    name = os.path.basename(path)  # noqa: PTH119 -- called for each change
    return not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp"))


def _stamp(path: Path) -> Stamp | None:
    """Tell one state of a file from another: the file itself, its time, its size."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
