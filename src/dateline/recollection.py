"""Recall what earlier builds read and made, and note what this one does.

Between the door, which saw the files before anything of them was read, and the rooms that read
and render: each is told what it need not do again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.ledger import LEDGER
from dateline.memory.last import LastBuild
from dateline.memory.looking import Look
from dateline.memory.scan import Identity, Scan
from dateline.memory.store import Memory
from dateline.output import Known, Published
from dateline.parts import digest
from dateline.problems import Problem, problem_of
from dateline.reading import Notebook, Reading
from dateline.settings import Newsroom

if TYPE_CHECKING:
    from dateline.site import Site

_SETTINGS = ("feeds/",)
_TEMPLATES = ("templates/",)


@dataclass(frozen=True, slots=True)
class Sources:
    """The newsroom's files as they were before anything of them was read."""

    root: Path
    scan: Scan
    settings: bytes
    templates: bytes

    @classmethod
    def seen(cls, root: Path, scan: Scan) -> Sources:
        """Read what all depends on, before it is understood."""
        where = str(root)
        return cls(root, scan, scan.sum_of(where, *_SETTINGS), scan.sum_of(where, *_TEMPLATES))

    def has_still(self, path: str) -> bool:
        """Say whether a file is for sure as it was."""
        return self.scan.is_still(str(self.root), path)

    def are_still(self) -> bool:
        """Say whether settings and templates are what they were."""
        later = Sources.seen(self.root, self.scan)
        return (later.settings, later.templates) == (self.settings, self.templates)


class Recollection:
    """What a build of one output may pass over.

    `asked` says what is built, for whoever asks for the same again. With `verify`, every file of
    the output is made and compared, whatever is known of it. `look` was begun at the files that the
    last build made.
    """

    def __init__(
        self,
        memory: Memory,
        sources: Sources,
        asked: str,
        *,
        verify: bool = False,
        look: Look | None = None,
    ) -> None:
        self._asked = asked
        self._memory = memory
        self._sources = sources
        self._verify = verify
        self._look = look
        self._common = self._checked = b""
        self._notebook: Notebook | None = None

    @property
    def identities(self) -> Mapping[str, Identity | None]:
        """Give the identities of the newsroom's files."""
        return self._sources.scan.files

    def notebook(self, newsroom: Newsroom) -> Notebook:
        """Open the notes on what was read; the settings were read since the files were seen."""
        notes = self._memory.notes(self._sources.settings)
        is_plain = self._sources.scan.is_plain
        self._notebook = Notebook(newsroom, self.identities, notes, is_plain=is_plain)
        return self._notebook

    def prepare(self) -> None:
        """Pack the notes on what was read, when there is time: by `keep` they are needed."""
        if self._notebook is not None:
            _ = self._notebook.notes

    def known(self, site: Site) -> Known:
        """Give what the last build made, and the sum of what goes into every part of this one."""
        from dateline.rendering import common  # noqa: PLC0415 -- loaded by now

        sources = self._sources.settings, self._sources.templates
        self._common = common(site, self._memory.software, sources)
        build = None if self._verify else self._memory.last_build()
        if build is None or build.common != self._common:
            return Known({}, forget=self._memory.forget_output, is_kept=True)
        look = self._look or self._memory.look(build)
        if look and look.bundles is not build.bundles:
            look = None  # another build went on meanwhile
        forget = self._memory.forget_output
        return Known(build.bundles, build.manifest, forget, is_kept=True, look=look)

    def problems(self, reading: Reading, now: datetime) -> tuple[Problem, ...] | None:
        """Give the problems that no file has alone, where nothing changed that they depend on.

        That is what releases say beside their texts, where links lead, the ledger and the moment.
        """
        self._checked = _checked(reading, self._sources.settings)
        build = None if self._verify or not self._asked else self._memory.last_build()
        if build is None or build.asked != self._asked:
            return None
        if not self._checked or build.checked[0] != self._checked:
            return None
        is_there = LEDGER in self.identities or LEDGER in build.sources
        if is_there and not self._has_ledger_of(build):
            return None
        if not build.since <= now.timestamp() < build.until:
            return None
        return tuple(map(problem_of, build.checked[1]))

    def settled(self) -> Collection[bytes]:
        """Give the sums of months that are right in the ledger, where nobody has touched it."""
        build = None if self._verify else self._memory.last_build()
        if build is None or build.settled[0] != self._sources.settings:
            return ()
        return frozenset(build.settled[1]) if self._has_ledger_of(build) else ()

    def _has_ledger_of(self, build: LastBuild) -> bool:
        """Say whether the ledger is for sure the one that a build left."""
        is_same = self.identities.get(LEDGER) == build.sources.get(LEDGER)
        return is_same and self._sources.has_still(LEDGER)

    def keep(
        self,
        published: Published,
        across: Sequence[Problem],
        between: tuple[datetime, datetime],
        told: Mapping[str, Any],
        wrote: Iterable[str] = (),
        settled: Iterable[bytes] = (),
    ) -> None:
        """Remember what was read and made, the problems `across` files, and what is to be told.

        It holds `between` two moments, the second left out. `wrote` are sources that the build
        has written itself, and knows as they are now; `settled` are the sums of the months that
        are right in the ledger.
        """
        if self._notebook is None or not self._sources.are_still():
            return
        since, until = between
        for path in wrote:
            self._sources.scan.look_again(str(self._sources.root), path)
        build = LastBuild(
            asked=self._asked,
            sources=self.identities,
            since=since.timestamp(),
            until=until.timestamp(),
            common=self._common,
            bundles=published.bundles,
            manifest=published.manifest,
            checked=(self._checked, [tuple(each.as_dict().values()) for each in across]),
            settled=(self._sources.settings, tuple(settled)),
            told=told,
        )
        self._memory.keep(self._sources.settings, self._notebook.notes, build)


def _checked(reading: Reading, settings: bytes) -> bytes:
    """Give a sum of what the problems depend on that no file has alone; empty while one is broken.

    Where a link leads to a spot of a page, that is all that the texts say.
    """
    if reading.broken or reading.broken_pages:
        return b""
    leads_to_spots = any("#" in link.url for link in reading.links)
    return digest(
        settings,
        (
            tuple([found[not leads_to_spots] for found in reading.prints.values()]),
            tuple(sorted([(link.url, *link.place) for link in reading.links])),
            tuple(map(repr, reading.pages)),
            reading.assets,
        ),
    )
