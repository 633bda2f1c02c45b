"""Turn what was understood of a release file into plain values, and those into an `Edition`.

Processes hand each other these values, and builds remember them. The text is not among them: an
edition that was recalled reads its own when it is asked for, and refuses one that has changed.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from dateline.errors import OutsideError
from dateline.memory.scan import Identity
from dateline.model import (
    Attachment,
    Change,
    Coverage,
    Edition,
    Kind,
    LocalFile,
    Picture,
    Print,
    Withdrawal,
)
from dateline.parts import digest
from dateline.problems import Place, Problem, problem_of
from dateline.reading.body import SiteLink
from dateline.reading.files import SourceFile, read_text
from dateline.reading.frontmatter import split

# A moment without its zone; None for the newsroom's own, else seconds east of Greenwich.
Moment = tuple[str, int | None]


class Record(NamedTuple):
    """What was understood of a release file, in plain values.

    `sum` is that of its text, `files` are those beside it that it names, as they were found.
    """

    sum: bytes
    files: tuple[tuple[str, Identity], ...]
    values: tuple[Any, ...]
    problems: tuple[tuple[Any, ...], ...]
    links: tuple[tuple[Any, ...], ...]
    print: tuple[bytes, bytes]


class Recalled(Edition):
    """An edition whose text is read when it is asked for."""

    kept: tuple[Path, bytes]

    def __getattr__(self, name: str) -> Any:
        """Give the body; every other attribute is there."""
        if name != "body":
            raise AttributeError(name)
        root, wanted = self.kept
        source = read_text(root, self.path)
        if isinstance(source, Problem) or sum_of(source.text) != wanted:
            raise OutsideError(
                f"{self.path} changed while the newsroom was built.",
                hint="Nothing was published. Build again when nobody is writing the file.",
            )
        return body_of(source)


_STRUCTURED = ("body", "day", "date", "kind", "picture", "attachments", "inline_files",
               "coverage", "embargo", "changes", "withdrawn", "unsure")  # fmt: skip
_PLAIN = tuple(each.name for each in fields(Edition) if each.name not in _STRUCTURED)
_SURE: frozenset[tuple[int | str, ...]] = frozenset()
_KINDS = {kind.value: kind for kind in Kind}


def sum_of(text: str) -> bytes:
    """Give a sum of a source file's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def body_of(source: SourceFile) -> str:
    """Give the body of a source file that was found to be right before."""
    parts = split(source.text.removeprefix("\ufeff"), source.path)
    return "" if isinstance(parts, Problem) else unicodedata.normalize("NFC", parts.body)


def make(
    edition: Edition,
    source: SourceFile,
    problems: list[Problem],
    links: list[SiteLink],
    identities: Mapping[str, Identity | None],
    zone: tzinfo,
) -> Record | None:
    """Make the record of an edition; None where plain values cannot tell it all."""
    # What stands in a folder of its own is published or not by what else stands there.
    if edition.unsure or any("/" in file.name for file in edition.files):
        return None
    files = tuple((file.source, identities.get(file.source)) for file in edition.files)
    if any(identity is None for _, identity in files) or body_of(source) != edition.body:
        return None
    values = _values(edition, zone)
    own = sum_of(source.text)
    try:
        face = digest(b"", values)
        whole = digest(own, files)
    except ValueError:  # a value that a person gave a key of their own
        return None
    return Record(
        own,
        files,  # type: ignore[arg-type]  # none is None
        values,
        tuple(tuple(problem.as_dict().values()) for problem in problems),
        tuple((link.url, *link.place) for link in links),
        (whole, face),
    )


def edition_of(record: Record, root: Path, zone: tzinfo, body: str | None = None) -> Edition:
    """Give the edition that a record was made of; without `body` it is read when asked for."""
    values = record.values
    plain = dict(zip(_PLAIN, values, strict=False))
    day, moment, kind, picture, attachments, inline, coverage, embargo, changes, gone = values[
        len(_PLAIN) :
    ]
    edition = object.__new__(Recalled)
    if body is not None:
        plain["body"] = body
    edition.__dict__.update(
        plain,
        unsure=_SURE,
        kept=(root, record.sum),
        day=date.fromordinal(day),
        date=_moment(moment, zone),
        kind=_KINDS[kind],
        picture=Picture(LocalFile(*picture[0]), *picture[1:]) if picture else None,
        attachments=tuple([Attachment(LocalFile(*f), *more) for f, *more in attachments]),
        inline_files=tuple([LocalFile(*each) for each in inline]),
        coverage=tuple(
            [
                Coverage(title, url, outlet, date.fromordinal(at) if at else None)
                for title, url, outlet, at in coverage
            ]
        ),
        embargo=_moment(embargo, zone) if embargo else None,
        changes=tuple([Change(_moment(at, zone), *more) for at, *more in changes]),
        withdrawn=Withdrawal(_moment(gone[0], zone), *gone[1:]) if gone else None,
    )
    return edition


def problems_of(record: Record) -> list[Problem]:
    """Give the problems that were found in a file."""
    return [problem_of(each) for each in record.problems]


def links_of(record: Record) -> list[SiteLink]:
    """Give the links within the newsroom that were found in a file."""
    return [SiteLink(link[0], Place(*link[1:])) for link in record.links]


def print_of(record: Record | None) -> Print:
    """Give the sums that stand for an edition; without a record, no part is ever the same."""
    return Print(*record.print) if record else Print(os.urandom(16), os.urandom(16))


def _values(edition: Edition, zone: tzinfo) -> tuple[Any, ...]:
    own, picture, gone = edition.__dict__, edition.picture, edition.withdrawn
    return (
        *[own[name] for name in _PLAIN],
        edition.day.toordinal(),
        _parted(edition.date, zone),
        edition.kind.value,
        (_file(picture.file), picture.alt, picture.caption, picture.credit, picture.width,
         picture.height) if picture else None,
        tuple([(_file(each.file), each.title, each.language) for each in edition.attachments]),
        tuple([_file(each) for each in edition.inline_files]),
        tuple([(c.title, c.url, c.outlet, c.date.toordinal() if c.date else 0)
               for c in edition.coverage]),
        _parted(edition.embargo, zone) if edition.embargo else None,
        tuple([(_parted(c.at, zone), c.note, c.major, c.at_is_day) for c in edition.changes]),
        (_parted(gone.at, zone), gone.reason, gone.replaced_by, gone.at_is_day) if gone else None,
    )  # fmt: skip


def _file(file: LocalFile) -> tuple[str, str, int, str]:
    return file.name, file.source, file.size, file.media_type


def _parted(moment: datetime, zone: tzinfo) -> Moment:
    naive = moment.replace(tzinfo=None).isoformat()
    if moment.tzinfo is zone:
        return naive, None
    offset = moment.utcoffset() or timedelta()
    return naive, offset // timedelta(seconds=1)


def _moment(parted: Moment, zone: tzinfo) -> datetime:
    naive, offset = parted
    moment = datetime.fromisoformat(naive)
    if offset is None:
        return moment.replace(tzinfo=zone)
    return moment.replace(tzinfo=timezone(timedelta(seconds=offset)))
