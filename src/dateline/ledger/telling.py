"""Remember of which corrections readers were told, and under which ids.

A correction is known by its moment and by its note: an editor may set either right, and it is the
same one. Of the note only a digest is kept, since a note may be taken back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from dateline.addresses import Addresses
from dateline.ledger.entry import moment
from dateline.model import Change, Edition

_TELLING = re.compile(
    r"\d{4}-\d\d-\d\d(?:-\d{1,4})? \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [0-9a-f]{8}\Z", re.ASCII
)


class Telling(NamedTuple):
    """A correction as the ledger knows it: what it adds to its release's id, its moment, its note.

    `at` is written as `moment` writes it; `note` is the start of a digest.
    """

    mark: str
    at: str
    note: str

    @classmethod
    def parse(cls, text: str) -> Telling:
        """Read what `str` wrote."""
        return cls(*text.split(" "))

    def __str__(self) -> str:
        return " ".join(self)

    @property
    def order(self) -> tuple[str, int, str]:
        """Give the key that sorts by day, and within a day by number."""
        return self.mark[:10], len(self.mark), self.mark


def is_telling(value: object) -> bool:
    """Say whether a value is what `Telling` writes."""
    return isinstance(value, str) and _TELLING.match(value) is not None


def tellings(at: Addresses, edition: Edition) -> Iterator[tuple[Telling, Change]]:
    """Yield of which changes of an edition readers are told, oldest first."""
    for change, _, mark in at.marked(edition):
        note = hashlib.sha256(" ".join(change.note.split()).encode()).hexdigest()[:8]
        yield Telling(mark, moment(change.at), note), change


def told_of(at: Addresses, edition: Edition, now: str) -> frozenset[str]:
    """Give what is to be remembered at `now` of an edition's corrections; most have none.

    Of a withdrawn one nothing is added: its corrections are void, and its file may drop them.
    """
    if not edition.changes or edition.withdrawn:
        return frozenset()
    return frozenset(str(each) for each, _ in tellings(at, edition) if each.at <= now)
