"""Turn what was understood of a release file into plain values, and those into an `Edition`.

Processes hand each other these values, and builds remember them. The text is not among them: an
edition that was recalled reads its own when it is asked for, and refuses one that has changed.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, cast

from dateline.errors import OutsideError
from dateline.memory.scan import Identity
from dateline.model import (
    Edition,
    Kind,
    LocalFile,
    Print,
)
from dateline.parts import digest
from dateline.problems import Place, Problem, problem_of
from dateline.reading.body import SiteLink
from dateline.reading.dates import shared
from dateline.reading.files import SourceFile, read_text
from dateline.reading.frontmatter import Split, split
from dateline.reading.local_files import MISSING_FILE
from dateline.reading.unmaking import REMAKE, UNMAKE, moment

# What was understood of a release file, in plain values: the sum of its name and text; the files
# beside it that it names, as they were found; what its edition says; its problems; its links; and
# the sums that stand for it. A plain tuple: tens of thousands are read by each build.
Record = tuple[
    bytes,
    tuple[tuple[str, Identity], ...],
    dict[str, Any],
    tuple[tuple[Any, ...], ...],
    tuple[tuple[Any, ...], ...],
    tuple[bytes, bytes],
]


class Recalled(Edition):
    """An edition whose text is read when it is asked for, and its words are unpacked so."""

    kept: tuple[Path, bytes]

    def unpack(self) -> None:
        """Bring what was left packed, or the defaults of what the record does not tell."""
        own = self.__dict__
        said, zone = {}, None
        if "packed" in own:
            rest, zone = own.pop("packed")
            said, *_ = marshal.loads(rest)  # noqa: S302 -- of a form whose sum was right
            _remake(said, zone)
        for name, value in {**_LATE, **said}.items():
            own.setdefault(name, value)

    def __getattr__(self, name: str) -> Any:
        """Give the body; every other attribute is there."""
        if name != "body":
            raise AttributeError(name)
        root, wanted = self.kept
        source = read_text(root, self.path)
        if isinstance(source, Problem) or sum_of(self.path, source.text) != wanted:
            raise OutsideError(
                f"{self.path} changed while the newsroom was built.",
                hint="Nothing was published. Build again when nobody is writing the file.",
            )
        return body_of(source)


class _Late:
    """Stands for an attribute until it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, edition: Recalled, _: type | None = None) -> Any:
        edition.unpack()
        return edition.__dict__[self._name]


# What all editions are asked for in every build, or wherever one came; what is not told of these
# is as most have it.
ASKED = frozenset({
    "path", "language", "key", "stem", "ident", "slug", "title", "day", "date", "date_is_day",
    "topics", "reference", "kind", "draft", "embargo", "changes", "withdrawn", "aliases",
    "related", "coverage", "folder",
})  # fmt: skip
_NEEDED = {each.name for each in fields(Edition) if each.default is each.default_factory is MISSING}
_NO_EXTRA: Mapping[str, object] = {}
# All that may be left packed, with what most have.
_LATE: dict[str, Any] = {
    each.name: _NO_EXTRA if each.name == "extra" else each.default
    for each in fields(Edition)
    if each.name not in {*ASKED, *_NEEDED, "unsure"}
}
for _name in (*_LATE, "line", "body_line"):
    setattr(Recalled, _name, _Late(_name))


def sum_of(path: str, text: str) -> bytes:
    """Give a sum of a release file: of its text, and of its name, which says things too."""
    return hashlib.sha256(f"{path}\0{text}".encode("utf-8", "surrogatepass")).digest()


def body_of(source: SourceFile) -> str:
    """Give the body of a source file that was found to be right before."""
    parts = cast("Split", split(source.text.removeprefix("\ufeff"), source.path))
    return unicodedata.normalize("NFC", parts.body)


def make(
    edition: Edition,
    source: SourceFile,
    problems: list[Problem],
    links: list[SiteLink],
    identities: Mapping[str, Identity | None],
    zone: tzinfo,
) -> Record | None:
    """Make the record of an edition; None where plain values cannot tell it all."""
    named = edition.files
    if edition.unsure or not _tells_all(named, problems):
        return None
    files = tuple([(file.source, identities.get(file.source)) for file in named])
    if files and any(identity is None for _, identity in files):
        return None
    # Only what is a problem too, such as an invisible character, is left out of a text.
    if problems and body_of(source) != edition.body:
        return None
    values = _values(edition, zone)
    own = sum_of(edition.path, source.text)
    try:
        face = digest(b"", (values,))
        whole = digest(own, files) if files else own
    except ValueError:  # a value that a person gave a key of their own
        return None
    return (
        own,
        files,  # type: ignore[return-value]  # none is None
        values,
        tuple([tuple(problem.as_dict().values()) for problem in problems]),
        tuple([(link.url, *link.place) for link in links]),
        (whole, face),
    )


def edition_of(record: Record, root: Path, zone: tzinfo, body: str | None = None) -> Edition:
    """Give the edition that a record was made of; without `body` it is read when asked for."""
    values = dict(record[2])
    if body is not None:
        values["body"] = body
    return _edition(values, record[0], root, zone)


# An edition as a shard holds it: its path, what it is asked for, the sums that stand for it, the
# sum of its name and text, and what else it says, packed.
Packed = tuple[str, dict[str, Any], tuple[bytes, bytes], bytes, bytes]


def recalled(found: Iterable[Packed], root: Path, zone: tzinfo) -> dict[str, Edition]:
    """Give editions by their paths; what they are not asked for is unpacked later.

    All of an archive are made in each build: in one loop, for calls take half of the time.
    """
    editions: dict[str, Edition] = {}
    new, fill, day_of, moment_of = object.__new__, object.__setattr__, _day, datetime.fromisoformat
    remade = REMAKE.keys()
    for path, asked, _, own, rest in found:
        asked["kept"] = root, own
        asked["packed"] = rest, zone
        asked["day"] = day_of(asked["day"])
        at = moment_of(asked["date"])
        asked["date"] = at.replace(tzinfo=shared(at.tzinfo) if at.tzinfo else zone)
        if not remade.isdisjoint(asked):
            _remake(asked, zone)
        editions[path] = edition = new(Recalled)
        fill(edition, "__dict__", asked)
    return editions


def _edition(values: dict[str, Any], own: bytes, root: Path, zone: tzinfo) -> Edition:
    values["kept"] = root, own
    values["day"] = _day(values["day"])
    values["date"] = moment(values["date"], zone)
    _remake(values, zone)
    edition = object.__new__(Recalled)
    object.__setattr__(edition, "__dict__", values)
    return edition


_day = date.fromordinal


def _remake(values: dict[str, Any], zone: tzinfo) -> None:
    """Make of plain values what editions hold."""
    if not REMAKE.keys().isdisjoint(values):
        for name in values.keys() & REMAKE.keys():
            values[name] = REMAKE[name](values[name], zone)


def problems_of(record: Record) -> list[Problem]:
    """Give the problems that were found in a file."""
    return [problem_of(each) for each in record[3]]


def links_of(record: Record) -> list[SiteLink]:
    """Give the links within the newsroom that were found in a file."""
    return [*map(link_of, record[4])]


def link_of(values: tuple[Any, ...]) -> SiteLink:
    """Make a link of its plain values."""
    return SiteLink(values[0], Place(*values[1:]))


def print_of(record: Record | None) -> Print:
    """Give the sums that stand for an edition; without a record, no part is ever the same."""
    return Print(*record[5]) if record else Print(os.urandom(16), os.urandom(16))


def _tells_all(files: Iterable[LocalFile], problems: list[Problem]) -> bool:
    """Say whether the files beside a release that it has are all that its edition depends on.

    A missing file that a newsroom puts up with may come; what stands in a folder of its own is
    published or not by what else stands there; and a name in pieces (NFD) by one that is whole.
    """
    if problems and any(problem.code == MISSING_FILE.code for problem in problems):
        return False
    return not files or all(
        "/" not in file.name and file.source.endswith(file.name) for file in files
    )


def _values(edition: Edition, zone: tzinfo) -> dict[str, Any]:
    """Give what an edition says: of what it need not say, all is empty but for its kind."""
    own = edition.__dict__.items()
    values = {name: value for name, value in own if value or name in _NEEDED}
    del values["body"]
    if edition.kind is Kind.PRESS_RELEASE:
        del values["kind"]
    for name in values.keys() & UNMAKE.keys():
        values[name] = UNMAKE[name](values[name], zone)
    return values
