"""Remember what the last build of an output was made of and what it made.

Where nothing of it has changed, and no moment has come that changes the output by itself, there
is nothing to build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from dateline.memory import form
from dateline.memory.bundle import Bundle, Unit, unpack
from dateline.memory.scan import Identity, Scan, same

# As many as are packed at once.
_FILES = 5_000
_BUNDLES = 100


class LastBuild(NamedTuple):
    """What a build read, made and said.

    `asked` is what it was asked for, `since` and `until` are seconds since 1970 between which it
    holds. `common` is the sum of what went into all it made, `bundles` are what it made, by name;
    `manifest` is the identity of the list of its files, where that tells these and no others.
    `checked` is the sum of what the problems depend on that no file has alone, and these.
    `settled` are the sum of the settings, and those of months that are right in the ledger as it
    was left. `told` is for whoever asks for the same build again.
    """

    asked: str
    sources: Mapping[str, Identity | None]
    since: float
    until: float
    common: bytes
    bundles: Mapping[str, Bundle]
    manifest: tuple[int, ...]
    checked: tuple[bytes, Sequence[Any]]
    settled: tuple[bytes, Sequence[bytes]]
    told: Mapping[str, Any]

    @property
    def units(self) -> dict[str, Unit]:
        """Give all parts by their names."""
        return {name: unit for each in self.bundles.values() for name, unit in unpack(each).items()}

    def is_asked_again(self, asked: str, scan: Scan, now: float) -> bool:
        """Say whether the same build would give the same bytes."""
        return (
            self.asked == asked
            and self.since <= now < self.until
            and same(self.sources, scan.files)
        )


def save(path: str, software: str, build: LastBuild) -> None:
    """Remember a build."""
    form.save(path, software, _values(build))


def _values(build: LastBuild) -> Iterator[Any]:
    """Yield what is told of a build, but for sources and bundles; then of these some at a time.

    To pack all of a large archive at once takes 70 MB, when the build holds everything else.
    """
    yield tuple(build._replace(sources={}, bundles={}))
    sources, bundles = iter(build.sources.items()), iter(build.bundles.items())
    while files := dict(islice(sources, _FILES)):
        yield "sources", files
    while some := {name: tuple(bundle) for name, bundle in islice(bundles, _BUNDLES)}:
        yield "bundles", some


def load(path: str, software: str) -> LastBuild:
    """Recall the last build of an output; raises ForgottenError."""
    told, *more = form.load(path, software)
    found: dict[str, dict[str, Any]] = {"sources": {}, "bundles": {}}
    for name, some in more:
        found[name].update(some)
    bundles = {name: Bundle(*each) for name, each in found["bundles"].items()}
    return LastBuild(*told)._replace(sources=found["sources"], bundles=bundles)
