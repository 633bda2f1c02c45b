"""Remember what the last build of an output was made of and what it made.

Where nothing of it has changed, and no moment has come that changes the output by itself, there
is nothing to build.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.memory import form
from dateline.memory.scan import Identity, Scan, same

# A published file as a build left it: its path below the output, time of writing and size.
Output = tuple[str, int, int]


# A part of the output: what went into it, as a sum, and the files that it made. A plain tuple: tens
# of thousands are read by a build that has nothing to do.
Unit = tuple[bytes, tuple[Output, ...]]
# Parts that are looked at together, by the name of their block: a sum of what goes into all of
# them, and their names.
Blocks = Mapping[str, tuple[bytes, tuple[str, ...]]]


class LastBuild(NamedTuple):
    """What a build read, made and said.

    `asked` is what it was asked for, `since` and `until` are seconds since 1970 between which it
    holds. `common` is the sum of what went into all it made, `units` are what it made, by name;
    `checked` is the sum of what the problems depend on that no file has alone, and these. `told`
    is for whoever asks for the same build again.
    """

    asked: str
    sources: Mapping[str, Identity | None]
    since: float
    until: float
    common: bytes
    units: Mapping[str, Unit]
    blocks: Blocks
    checked: tuple[bytes, Sequence[Any]]
    told: Mapping[str, Any]

    def still_holds(self, asked: str, scan: Scan, now: float, out: str) -> bool:
        """Say whether the same build would give the same bytes, and they are all there."""
        return (
            self.asked == asked
            and self.since <= now < self.until
            and same(self.sources, scan.files)
            and all(is_there(out, outputs) for _, outputs in self.units.values())
        )


def is_there(out: str, outputs: Iterable[Output]) -> bool:
    """Say whether published files are as they were left, by size and time."""
    try:
        for path, changed, size in outputs:
            status = os.lstat(f"{out}/{path}")
            if status.st_mtime_ns != changed or status.st_size != size:
                return False
    except OSError:
        return False
    return True


def save(path: str, software: str, build: LastBuild) -> None:
    """Remember a build."""
    form.save(path, software, tuple(build._replace(sources=dict(build.sources))))


def load(path: str, software: str) -> LastBuild:
    """Recall the last build of an output; raises ForgottenError."""
    return LastBuild(*form.load(path, software))
