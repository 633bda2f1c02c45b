"""Make plain values of what editions hold, and what they hold of plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Any

from dateline.model import (
    Attachment,
    Change,
    Coverage,
    Kind,
    LocalFile,
    Picture,
    Withdrawal,
)
from dateline.reading.dates import shared

# A moment as ISO 8601 has it: without a zone for the newsroom's own.
Moment = str
_KINDS = {kind.value: kind for kind in Kind}


def _picture(picture: Picture, _: tzinfo) -> tuple[Any, ...]:
    size = picture.width, picture.height
    return _file(picture.file), picture.alt, picture.caption, picture.credit, *size


def _attachments(found: tuple[Attachment, ...], _: tzinfo) -> tuple[Any, ...]:
    return tuple((_file(each.file), each.title, each.language) for each in found)


def _coverage(found: tuple[Coverage, ...], _: tzinfo) -> tuple[Any, ...]:
    return tuple((c.title, c.url, c.outlet, c.date.toordinal() if c.date else 0) for c in found)


def _changes(found: tuple[Change, ...], zone: tzinfo) -> tuple[Any, ...]:
    return tuple((parted(c.at, zone), c.note, c.major, c.at_is_day) for c in found)


def _withdrawn(gone: Withdrawal, zone: tzinfo) -> tuple[Any, ...]:
    return parted(gone.at, zone), gone.reason, gone.replaced_by, gone.at_is_day


def _file(file: LocalFile) -> tuple[str, str, int, str]:
    return file.name, file.source, file.size, file.media_type


def parted(moment: datetime, zone: tzinfo) -> Moment:
    """Give a moment as text, without its zone where that is the newsroom's own."""
    if moment.tzinfo is zone:
        moment = moment.replace(tzinfo=None)
    return moment.isoformat()


def moment(parted: Moment, zone: tzinfo) -> datetime:
    """Give a moment, in the newsroom's zone where it has none of its own."""
    found = datetime.fromisoformat(parted)
    return found.replace(tzinfo=shared(found.tzinfo) if found.tzinfo else zone)


UNMAKE: dict[str, Callable[[Any, tzinfo], Any]] = {
    "extra": lambda extra, _: dict(extra),
    "picture": _picture,
    "attachments": _attachments,
    "inline_files": lambda found, _: tuple(map(_file, found)),
    "coverage": _coverage,
    "embargo": parted,
    "changes": _changes,
    "withdrawn": _withdrawn,
}
REMAKE: dict[str, Callable[[Any, tzinfo], Any]] = {
    "kind": lambda kind, _: _KINDS[kind],
    "picture": lambda p, _: Picture(LocalFile(*p[0]), *p[1:]),
    "attachments": lambda found, _: tuple(
        Attachment(LocalFile(*file), *more) for file, *more in found
    ),
    "inline_files": lambda found, _: tuple(LocalFile(*file) for file in found),
    "coverage": lambda found, _: tuple(
        Coverage(title, url, outlet, date.fromordinal(at) if at else None)
        for title, url, outlet, at in found
    ),
    "embargo": moment,
    "changes": lambda found, zone: tuple(Change(moment(at, zone), *more) for at, *more in found),
    "withdrawn": lambda gone, zone: Withdrawal(moment(gone[0], zone), *gone[1:]),
}
