"""Keep what is remembered of a newsroom: its release files, and each output that was built."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from itertools import chain

from dateline.memory import form, last
from dateline.memory.form import ForgottenError
from dateline.memory.last import LastBuild
from dateline.memory.looking import Look, Untouched


class Memory:
    """The memory of a newsroom for one output.

    `forgotten` says why something that was remembered cannot be used, and is empty otherwise.
    """

    def __init__(self, state: str, out: str, software: str) -> None:
        self.software = software
        self._releases = f"{state}/memory/releases"
        self._output = place(state, out)
        self._known: tuple[tuple[int, int] | None, LastBuild | None] = None, None
        self.forgotten = ""

    def last_build(self) -> LastBuild | None:
        """Recall the last build of the output; None where there is none."""
        now = self._identity()
        if now is None or self._known[0] != now:
            self._known = now, self._load()
        return self._known[1]

    def _load(self) -> LastBuild | None:
        try:
            return last.load(self._output, self.software)
        except ForgottenError as failure:
            self.forgotten = self.forgotten or str(failure)
            return None

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._output)  # noqa: PTH116 -- pathlib is slow
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def notes(self, settings: bytes) -> Mapping[str, bytes] | None:
        """Recall what was noted of the releases under the same settings; None for nothing."""
        try:
            known, names, *notes = form.load(self._releases, self.software)
        except ForgottenError as failure:
            self.forgotten = self.forgotten or str(failure)
            return None
        return dict(zip(names, notes, strict=True)) if known == settings else None

    def keep(self, settings: bytes, notes: Mapping[str, bytes], build: LastBuild) -> None:
        """Remember for the next build."""
        values = chain((settings, list(notes)), notes.values())
        form.save(self._releases, self.software, values)
        last.save(self._output, self.software, build)

    def look(self, _: LastBuild) -> Look | None:
        """Give a look at the files of a build, where it is taken already."""
        return None

    def forget_output(self) -> None:
        """Forget the output, which is about to change."""
        form.forget(self._output)

    def forget(self) -> None:
        """Forget everything."""
        form.forget(self._output)
        form.forget(self._releases)


class PresentMemory(Memory):
    """The memory of a process that builds again and again: written down after its first build.

    What it built since is written by `save`, at the process's end.
    """

    def __init__(self, state: str, out: str, software: str) -> None:
        super().__init__(state, out, software)
        self._noted: tuple[bytes, Mapping[str, bytes]] | None = None
        self._build: LastBuild | None = None
        self._is_saved = True
        self._out = os.path.abspath(out)  # noqa: PTH100 -- as the output is named
        self._left: tuple[int, ...] | None = None

    def last_build(self) -> LastBuild | None:
        """Recall the last build, this process's own where there was one."""
        return super().last_build() if self._noted is None else self._build

    def notes(self, settings: bytes) -> Mapping[str, bytes] | None:
        """Recall what was noted, by this process where there was a build of its own."""
        if self._noted is None:
            return super().notes(settings)
        return self._noted[1] if self._noted[0] == settings else None

    def keep(self, settings: bytes, notes: Mapping[str, bytes], build: LastBuild) -> None:
        """Remember for the next build of this process, and the first one for the next process."""
        notes = dict(notes)
        self._is_saved = self._noted is None
        if self._is_saved:
            super().keep(settings, notes, build)
        self._noted, self._build = (settings, notes), build
        self._left = self._seen()

    def look(self, build: LastBuild) -> Look | None:
        """Give a look at the files of a build: none but this process writes them.

        Somebody may have removed them, though, as by removing the cache.
        """
        if build is not self._build or self._left is None or self._left != self._seen():
            return None
        return Untouched(self._out, build.bundles)

    def _seen(self) -> tuple[int, ...] | None:
        """Tell the output from another in its place, by its folder and its front page."""
        try:
            found = [os.lstat(path) for path in (self._out, f"{self._out}/index.html")]
        except OSError:
            return None
        return found[0].st_ino, found[1].st_ino, found[1].st_mtime_ns

    def forget_output(self) -> None:
        """Forget the output, which is about to change."""
        super().forget_output()
        self._build = None

    def save(self) -> None:
        """Write down the last build, if it is not, and the output is still as it left it."""
        if self._noted and self._build and not self._is_saved:
            super().keep(*self._noted, self._build)
            self._is_saved = True


def place(state: str, out: str) -> str:
    """Give the file that remembers an output; a link that leads to versions is one output."""
    above, name = os.path.split(os.path.abspath(out))  # noqa: PTH100 -- pathlib is slow
    real = os.path.join(os.path.realpath(above), name)  # noqa: PTH118
    return f"{state}/memory/{hashlib.sha256(os.fsencode(real)).hexdigest()[:16]}"
