"""Look whether there is anything to build, before anything that builds is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.cli.clock import file_time
from dateline.memory.looking import Look
from dateline.memory.scan import Scan
from dateline.memory.scouting import Scout
from dateline.memory.software import software
from dateline.memory.store import Memory
from dateline.newsrooms import CACHE

if TYPE_CHECKING:
    from dateline.recollection import Recollection


class Remembered:
    """What is remembered of a newsroom and an output, and how the newsroom's files are now.

    `asked` says what is built: only the same is ever taken for built already, and "" never is.
    """

    def __init__(self, root: Path, out: Path, asked: str, memory: Memory | None = None) -> None:
        self.root = root
        self._out = out
        self._asked = asked
        self._memory = memory or Memory(str(root / CACHE), str(out), software())
        self._look: Look | None = None
        self._scout: Scout | None = None

    @cached_property
    def _scan(self) -> Scan:
        return self._scout.scan() if self._scout else Scan(str(self.root), file_time())

    def scout(self, jobs: int | None = None) -> None:
        """Begin to look at the newsroom's files, if nobody has, beside what else is to be done."""
        if "_scan" not in self.__dict__:
            self._scout = Scout(str(self.root), file_time(), jobs)

    @property
    def forgotten(self) -> str:
        """Say why something that was remembered cannot be used; empty where it can."""
        return self._memory.forgotten

    def unchanged(self, now: datetime, jobs: int | None = None) -> Mapping[str, Any] | None:
        """Give what there is to tell where nothing is to be built; None where something is.

        With fewer than two `jobs`, no process is begun beside this one.
        """
        last = self._memory.last_build() if self._asked else None
        if last is None:
            return None
        # Begun before the sources are scanned; a build asks for what was seen.
        self._look = Look(str(self._out.absolute()), last.bundles, jobs)
        if not last.is_asked_again(self._asked, self._scan, now.timestamp()) or self._look.amiss():
            return None
        return {**last.told, "written": 0, "removed": 0}

    def open(self, *, force: bool = False, verify: bool = False) -> Recollection:
        """Open it for a build, before the settings are read; `force` forgets everything."""
        from dateline.recollection import (  # noqa: PLC0415 -- with nothing to do, no need
            Recollection,
            Sources,
        )

        if force:
            self._memory.forget()
        sources = Sources.seen(self.root, self._scan)
        return Recollection(self._memory, sources, self._asked, verify=verify, look=self._look)
