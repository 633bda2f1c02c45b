"""Remember what the last build of an output was made of and what it made.

Where nothing of it has changed, and no moment has come that changes the output by itself, there
is nothing to build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dateline.memory import form
from dateline.memory.bundle import Bundle, Unit, unpack
from dateline.memory.scan import Identity, Scan, same


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
    bundles = {name: tuple(bundle) for name, bundle in build.bundles.items()}
    plain = build._asdict() | {"sources": dict(build.sources), "bundles": bundles}
    form.save(path, software, plain.values())


def load(path: str, software: str) -> LastBuild:
    """Recall the last build of an output; raises ForgottenError."""
    build = LastBuild(*form.load(path, software))
    return build._replace(bundles={name: Bundle(*each) for name, each in build.bundles.items()})
