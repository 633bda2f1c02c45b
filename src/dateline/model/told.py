"""Name what readers are told of: editions, their corrections, notices in place of some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from dateline.model.edition import Edition, Kind
from dateline.model.month import Month


class Correction(NamedTuple):
    """A major change of a public edition, as readers are told of it.

    `mark` is what it adds to its release's id and to the address of its line in the history, `id`
    its own entry's id. `at` is the moment that the release's entry was updated, in a zone of whole
    minutes, and `day` that day in the newsroom's zone.
    """

    edition: Edition
    id: str
    mark: str
    at: datetime
    day: date
    note: str

    @property
    def month(self) -> Month:
        """Give the month of archive and digest: the change's, never the release's."""
        return Month.of(self.day)

    @property
    def path(self) -> str:
        """Give what tells it from every other thing that a feed holds."""
        return f"{self.edition.path}#{self.mark}"

    @property
    def topics(self) -> tuple[str, ...]:
        """Give the topics that its feeds are chosen by."""
        return self.edition.topics

    @property
    def kind(self) -> Kind:
        """Give the kind that its feeds are chosen by."""
        return self.edition.kind


@dataclass(frozen=True, slots=True)
class Notice:
    """What stays of a withdrawn edition: that it was there, and why it is no more.

    It has no place for anything that the edition said but its title, so that no renderer can
    tell more. `at` is when it was withdrawn, `corrected` when readers were told of corrections
    that are void with it; `topics` and `kind` only choose its feeds, and `aliases` lead to it.
    """

    path: str
    language: str
    key: str
    ident: str
    slug: str
    day: date
    date: datetime
    date_is_day: bool
    public_from: datetime
    title: str
    kind: Kind
    topics: tuple[str, ...]
    at: datetime
    reason: str
    replaced_by: str = ""
    corrected: tuple[datetime, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def month(self) -> Month:
        """Give the month of address and archive: the release's, never the withdrawal's."""
        return Month.of(self.day)

    @property
    def address(self) -> str:
        """Give the folder of its page, where its release stood."""
        day = self.day.isoformat()  # all of an archive are asked: numbers take twice as long
        return f"{self.language}/{day[:4]}/{day[5:7]}/{self.slug}/"


class Print(NamedTuple):
    """Sums that stand for what an edition says: all of it with its files, and all but its text."""

    whole: bytes
    face: bytes


# What a feed holds.
Told = Edition | Correction | Notice


class Release(NamedTuple):
    """One story with its editions by language."""

    key: str
    editions: Mapping[str, Edition]


class Artifact(NamedTuple):
    """A file to publish: its path below the output folder, with `/`, and its bytes."""

    path: str
    content: bytes
