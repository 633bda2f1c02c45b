"""Name what a release is: an edition in each language, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from dateline.model.month import Month
from dateline.once import once

_new, _fill = object.__new__, object.__setattr__


class Kind(Enum):
    """What sort of text a release is."""

    # Each is there once, so that itself is its hash; Enum's own is written in Python.
    __hash__ = object.__hash__

    PRESS_RELEASE = "press-release"
    MEDIA_ADVISORY = "media-advisory"
    STATEMENT = "statement"
    CORRECTION = "correction"


class State(Enum):
    """Where an edition stands at a moment: draft beats held beats withdrawn beats public."""

    DRAFT = "draft"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    PUBLIC = "public"


class LocalFile(NamedTuple):
    """A file that a release names, published beside its page.

    `name` is relative to the page's folder, with `/`; `source` relative to the newsroom.
    """

    name: str
    source: str
    size: int
    media_type: str


class Picture(NamedTuple):
    """The picture of a release; width and height in pixels where the file tells them."""

    file: LocalFile
    alt: str
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


class Attachment(NamedTuple):
    """A file offered for download; `language` is a BCP 47 tag or empty."""

    file: LocalFile
    title: str
    language: str = ""


class Coverage(NamedTuple):
    """An article that somebody else wrote about a release; not shown before its date."""

    title: str
    url: str = ""
    outlet: str = ""
    date: date | None = None


class Change(NamedTuple):
    """A change after publication; a major one is told to readers."""

    at: datetime
    note: str
    major: bool
    at_is_day: bool = False


class Withdrawal(NamedTuple):
    """The taking back of a release; `replaced_by` is a stem or empty."""

    at: datetime
    reason: str
    replaced_by: str = ""
    at_is_day: bool = False


def came_before(event: Change | Withdrawal, moment: datetime) -> bool:
    """Say whether something happened before a moment; a bare day, on an earlier day."""
    if event.at >= moment:
        return False
    return not event.at_is_day or event.at.date() < moment.astimezone(event.at.tzinfo).date()


class Understood:
    """What was understood of a file: all of it where it is published, else as far as it goes.

    `unsure` are the locations of the keys, and items of keys, that could not be understood: what
    stands in their place is a stand-in or a default.
    """

    __slots__ = ()
    unsure: frozenset[tuple[int | str, ...]]

    def knows(self, *key: int | str) -> bool:
        """Say whether a key, or an item of it, is what its author wrote, down to the last part."""
        if not self.unsure:
            return True  # quick, for it is asked of every release
        return not any(at[: len(key)] == key or key[: len(at)] == at for at in self.unsure)


# Without slots: editions go from process to process, and those of slots are pickled in Python.
@dataclass(frozen=True)
class Edition(Understood):
    """A release in one language: one file, complete in itself.

    `ident` is the ASCII `YYYY-MM-DD-slug` that entry ids are made of, `key` pairs the
    editions of a release, `body` and `notes` are Markdown as written. `folder` is where a
    preview stands, in place of the address that the edition will have.
    """

    path: str
    line: int
    language: str
    key: str
    stem: str
    ident: str
    slug: str
    day: date
    date: datetime
    date_is_day: bool
    title: str
    body: str
    body_line: int
    summary: str = ""
    place: str = ""
    kind: Kind = Kind.PRESS_RELEASE
    topics: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    reference: str = ""
    byline: str = ""
    picture: Picture | None = None
    attachments: tuple[Attachment, ...] = ()
    inline_files: tuple[LocalFile, ...] = ()
    notes: str = ""
    related: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    draft: bool = False
    embargo: datetime | None = None
    changes: tuple[Change, ...] = ()
    withdrawn: Withdrawal | None = None
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    folder: str = ""
    unsure: frozenset[tuple[int | str, ...]] = frozenset()

    @property
    def month(self) -> Month:
        """Give the month of address and archive: the date's, never the embargo's."""
        return Month.of(self.day)

    @once
    def address(self) -> str:
        """Give the folder of its page once it is public, which no other release ever has."""
        day = self.day.isoformat()  # all of an archive are asked: numbers take twice as long
        return f"{self.language}/{day[:4]}/{day[5:7]}/{self.slug}/"

    @property
    def public_from(self) -> datetime:
        """Give the moment from which the edition may be seen: the later of date and embargo."""
        return max(self.date, self.embargo) if self.embargo else self.date

    @property
    def told_changes(self) -> tuple[Change, ...]:
        """Give the changes of which readers are told: major, of what was public; oldest first."""
        told = (c for c in self.changes if c.major and not came_before(c, self.public_from))
        return tuple(sorted(told, key=lambda change: change.at))

    @property
    def files(self) -> tuple[LocalFile, ...]:
        """Give every file that is published beside the page, each once, by name."""
        if not (self.inline_files or self.picture or self.attachments):
            return ()
        named = [self.picture.file] if self.picture else []
        named += [attachment.file for attachment in self.attachments]
        return tuple({file.name: file for file in (*named, *self.inline_files)}.values())


@dataclass(frozen=True, slots=True)
class StandingPage(Understood):
    """A page outside time, such as "About"; one file per language."""

    path: str
    language: str
    name: str
    title: str
    summary: str
    order: int
    draft: bool
    body: str
    body_line: int
    unsure: frozenset[tuple[int | str, ...]] = frozenset()


def make_edition(fields: dict[str, Any]) -> Edition:
    """Give what the class makes of fields by name, in a sixth of the time: it keeps these.

    A frozen dataclass sets them one by one, by a call each. Defaults are found with the class.
    """
    made = _new(Edition)
    _fill(made, "__dict__", fields)
    return made
