"""Gather the ids in which ledger and newsroom differ: few, mostly none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline import addresses
from dateline.addresses import Addresses
from dateline.ledger.entry import Entry, Fact, Fate, line_of, moment
from dateline.ledger.telling import told_of
from dateline.model import Edition
from dateline.selection import Standing


@dataclass(frozen=True, slots=True)
class Case:
    """What is held against each other at `now`, a moment as the ledger writes it.

    `entries` leaves out the lines that are right as they stand, `unsettled` names the ids of
    editions that may be seen whose line is not; `seen` and `unseen` hold all editions by id, but
    for those `beside`, which may be seen, and of which nobody need ask.
    """

    root: Path
    at: Addresses
    entries: Mapping[str, Entry]
    seen: Mapping[str, Edition]
    unseen: Mapping[str, Standing]
    unsettled: Sequence[str]
    now: str
    beside: Sequence[Edition] = ()

    @property
    def public(self) -> Iterator[Edition]:
        """Yield all editions that may be seen."""
        yield from self.seen.values()
        yield from self.beside

    def known(self) -> Iterator[tuple[Entry, Fact, Edition]]:
        """Yield the published editions that may be seen and differ from their entry."""
        for id_ in self.unsettled:
            entry = self.entries.get(id_)
            if entry is not None:
                yield entry, self._fact(id_), self.seen[id_]

    def new(self) -> Iterator[Fact]:
        """Yield what is to be said of the editions that no line speaks of yet."""
        for id_ in self.unsettled:
            if id_ not in self.entries:
                yield self._fact(id_)

    def lines(self, gone: Mapping[str, Fate]) -> Iterator[str]:
        """Yield the line of each id that differs, where `gone` is let go."""
        yield from (entry.seen(fact) for entry, fact, _ in self.known())
        yield from map(line_of, self.new())
        for id_, entry in self.entries.items():
            if id_ not in self.seen:
                yield entry.unseen(gone.get(id_, self._settled_fate(entry)))

    def _fact(self, id_: str) -> Fact:
        """Give what is to be remembered of an edition that may be seen."""
        edition = self.seen[id_]
        published, told = moment(edition.public_from), told_of(self.at, edition, self.now)
        return Fact(id_, published, edition.path, edition.title, url_of(edition), told)

    def _settled_fate(self, entry: Entry) -> Fate:
        """Let what was held on somebody's word be removed once its file is gone."""
        if entry.fate is Fate.HELD and entry.id not in self.unseen:
            return Fate.REMOVED
        return entry.fate


def url_of(edition: Edition) -> str:
    """Give an edition's address as aliases are written."""
    return f"/{addresses.release(edition)}"


def short(id_: str) -> str:
    """Give an id without its authority: language and stem."""
    return id_.partition(":")[2].partition(":")[2]


def language_of(id_: str) -> str:
    """Give the language of an id."""
    return short(id_).partition("/")[0]
