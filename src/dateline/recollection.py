"""Recall what earlier builds read and made, and note what this one does.

Between the door, which saw the files before anything of them was read, and the rooms that read
and render: each is told what it need not do again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.memory.last import LastBuild
from dateline.memory.scan import Identity, Scan
from dateline.memory.store import Memory
from dateline.output import Known, Published
from dateline.reading import Notebook
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

    def are_still(self) -> bool:
        """Say whether settings and templates are what they were."""
        later = Sources.seen(self.root, self.scan)
        return (later.settings, later.templates) == (self.settings, self.templates)


class Recollection:
    """What a build of one output may pass over.

    `asked` says what is built, for whoever asks for the same again. With `verify`, every file of
    the output is made and compared, whatever is known of it.
    """

    def __init__(
        self, memory: Memory, sources: Sources, software: str, asked: str, *, verify: bool = False
    ) -> None:
        self._asked = asked
        self._memory = memory
        self._sources = sources
        self._software = software
        self._verify = verify
        self._common = b""
        self._notebook: Notebook | None = None

    @property
    def identities(self) -> Mapping[str, Identity | None]:
        """Give the identities of the newsroom's files."""
        return self._sources.scan.files

    def notebook(self, newsroom: Newsroom) -> Notebook:
        """Open the notes on what was read; the settings were read since the files were seen."""
        notes = self._memory.notes(self._sources.settings)
        self._notebook = Notebook(newsroom, self.identities, notes)
        return self._notebook

    def known(self, site: Site) -> Known:
        """Give what the last build made, and the sum of what goes into every part of this one."""
        from dateline.rendering import common  # noqa: PLC0415 -- loaded by now

        sources = self._sources.settings, self._sources.templates
        self._common = common(site, self._software, sources)
        build = None if self._verify else self._memory.last_build()
        return Known(build.units if build else {}, self._common, self._memory.forget_output)

    def keep(
        self,
        published: Published,
        between: tuple[datetime, datetime],
        told: Mapping[str, Any],
        wrote: Iterable[str] = (),
    ) -> None:
        """Remember what was read and made, and what there is to tell of it.

        It holds `between` two moments, the second left out. `wrote` are sources that the build
        has written itself, and knows as they are now.
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
            units=published.units,
            told=told,
        )
        self._memory.keep(self._sources.settings, self._notebook.notes, build)
