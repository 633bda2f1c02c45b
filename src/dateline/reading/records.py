"""Turn what was understood of a release file into plain values, and those into an `Edition`.

Processes hand each other these values, and builds remember them. The text is not among them: an
edition that was recalled reads its own when it is asked for, and refuses one that has changed.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from operator import itemgetter
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
from dateline.reading.unmaking import REMAKE, UNMAKE, parted

# What is told of a release file, where there is any of it: the files beside it that it names, as
# they were found; its problems; its links.
Told = (
    tuple[()]
    | tuple[
        tuple[tuple[str, Identity], ...],
        tuple[tuple[Any, ...], ...],
        tuple[tuple[Any, ...], ...],
    ]
)
# What was understood of one, in plain values: its path; what its edition is asked for in every
# build; the sums that stand for it; the sum of its text; what else it says, packed; what is told
# of it. A plain tuple: tens of thousands are read by each build.
Record = tuple[str, dict[str, Any], tuple[bytes, bytes], bytes, bytes, Told]


class Home:
    """A newsroom's folder and zone, with its editions that were unpacked last.

    No more of these are kept than are asked for again and again: a hundred thousand would take the
    machine's memory. Where it `is_large`, its editions' attributes share their keys (PEP 412):
    that takes 0.5 µs more for each, and 280 of 460 bytes less.
    """

    def __init__(self, root: Path, zone: tzinfo, *, is_large: bool = False) -> None:
        self.root = root
        self.zone = zone
        self.is_large = is_large
        self._unpacked: deque[tuple[Recalled, dict[str, Any]]] = deque()

    def unpack(self, edition: Recalled) -> dict[str, Any]:
        """Give what an edition says, with what was left packed."""
        packed = edition.__dict__
        said = marshal.loads(packed["packed"])  # noqa: S302 -- of a form whose sum was right
        whole: dict[str, Any] = {**packed, **dict(zip(_PACKED, said, strict=True))}
        for name in _REMADE:
            if whole[name]:
                whole[name] = REMAKE[name](whole[name], self.zone)
        _fill(edition, "__dict__", whole)
        self._unpacked.append((edition, packed))
        if len(self._unpacked) > _MOST_UNPACKED:
            last, before = self._unpacked.popleft()
            _fill(last, "__dict__", before)
        return whole

    def text_of(self, edition: Recalled) -> str:
        """Read the text of an edition; raises OutsideError where it is another than was read."""
        source = read_text(self.root, edition.path)
        if isinstance(source, Problem) or sum_of(source) != edition.own:
            raise OutsideError(
                f"{edition.path} changed while the newsroom was built.",
                hint="Nothing was published. Build again when nobody is writing the file.",
            )
        return body_of(source)


class Recalled(Edition):
    """An edition whose text is read when it is asked for, and its words are unpacked so.

    `own` is the sum of its text, `text` the text itself where somebody handed it over.
    """

    home: Home
    own: bytes
    packed: bytes
    text: bytes

    def __getattr__(self, name: str) -> Any:
        """Give the body; every other attribute is there."""
        if name != "body":
            raise AttributeError(name)
        text = self.__dict__.pop("text", None)
        if text is None:
            return self.home.text_of(self)
        body = self.__dict__["body"] = text.decode("utf-8", "surrogatepass")
        return body


class _Late:
    """Stands for an attribute until it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, edition: Recalled, _: type | None = None) -> Any:
        return edition.home.unpack(edition)[self._name]


class _Slug:
    """Stands for the slug of most: what the id says beside the day."""

    def __get__(self, edition: Recalled, _: type | None = None) -> str:
        return edition.ident[_DAY:]


# What all editions are asked for in every build: the first are said by each; what is not told of
# the others is as most have it.
_ALWAYS = (
    "path", "language", "key", "stem", "ident", "title", "day", "date", "date_is_day",
)  # fmt: skip
_SOMETIMES = (
    "topics", "reference", "draft", "embargo", "changes", "withdrawn", "aliases", "related",
    "coverage", "folder",
)  # fmt: skip
# All else but the text.
_PACKED = (
    "line", "body_line", "summary", "place", "contacts", "byline", "notes",
    "picture", "attachments", "inline_files", "extra",
)  # fmt: skip
_UNMADE = tuple(name for name in _PACKED if name in UNMAKE)
_REMADE = tuple(name for name in _PACKED if name in REMAKE)
# As many as a language's lists, pages and feeds of ten thousand releases ask for in turns.
_MOST_UNPACKED = 20_000
_fill = object.__setattr__
_all_always, _all_packed = itemgetter(*_ALWAYS), itemgetter(*_PACKED)
# An id's day, with a hyphen.
_DAY = 11
for _name in _PACKED:
    setattr(Recalled, _name, _Late(_name))
Recalled.slug = _Slug()  # type: ignore[assignment]


def sum_of(source: SourceFile) -> bytes:
    """Give a sum of a source file: of its text, and of its name, which says things too."""
    told = hashlib.sha256(source.data or encoded(source.text))
    told.update(encoded(f"\0{source.path}"))
    return told.digest()


def encoded(text: str) -> bytes:
    """Encode a text, whatever it holds."""
    return text.encode("utf-8", "surrogatepass")


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
    own = sum_of(source)
    asked, said = _asked(edition, zone), _said(edition, zone)
    try:
        # Without references: the same values are always the same bytes.
        rest = marshal.dumps(said, 2)
    except ValueError:  # a value that a person gave a key of their own
        return None
    told: Told = ()
    if files or problems or links:
        told = (
            files,  # type: ignore[assignment]  # none is None
            tuple([tuple(problem.as_dict().values()) for problem in problems]),
            tuple([(link.url, *link.place) for link in links]),
        )
    sums = digest(own, files) if files else own, digest(rest, (asked,))
    return edition.path, asked, sums, own, rest, told


def sharing(found: Iterable[Record], known: dict[Any, Any]) -> list[Record]:
    """Give records that hold what is known already where it is equal, in place of their own."""
    same = known.setdefault
    made = []
    for own, asked, *rest in found:
        asked["path"] = path = same(own, own)
        for name in ("language", "topics"):
            if name in asked:
                asked[name] = same(asked[name], asked[name])
        made.append((path, asked, *rest))
    return made


def recalled(
    found: Iterable[Record], home: Home, bodies: Mapping[str, bytes]
) -> dict[str, Edition]:
    """Give the editions of records by their paths; what they are not asked for is unpacked later.

    They take what they are asked for with them; texts that are not among the `bodies` are read when
    they are asked for. All of an archive are made in each build: in one loop, for calls take half
    of the time.
    """
    editions: dict[str, Edition] = {}
    zone = home.zone
    new, fill, day_of = object.__new__, _fill, date.fromordinal
    moment_of, joined = datetime.fromisoformat, datetime.combine
    remade = REMAKE.keys()
    for path, asked, _, own, rest, _ in found:
        asked["home"] = home
        asked["own"] = own
        asked["packed"] = rest
        if path in bodies:
            asked["text"] = bodies[path]
        asked["day"] = day_of(asked["day"])
        at = moment_of(asked["date"])
        asked["date"] = joined(at, at.time(), shared(at.tzinfo) if at.tzinfo else zone)
        if not remade.isdisjoint(asked):
            _remake(asked, zone)
        editions[path] = edition = new(Recalled)
        if home.is_large:
            said = edition.__dict__
            for name in asked:
                said[name] = asked[name]
        else:
            fill(edition, "__dict__", asked)
    return editions


_print = tuple.__new__


def _remake(values: dict[str, Any], zone: tzinfo) -> None:
    """Make of plain values what editions hold."""
    for name in values.keys() & REMAKE.keys():
        values[name] = REMAKE[name](values[name], zone)


def files_of(record: Record) -> tuple[tuple[str, Identity], ...]:
    """Give the files beside a release that it names, as they were found."""
    return record[5][0] if record[5] else ()


def problems_of(record: Record) -> list[Problem]:
    """Give the problems that were found in a file."""
    return [problem_of(each) for each in record[5][1]] if record[5] else []


def links_of(record: Record) -> list[SiteLink]:
    """Give the links within the newsroom that were found in a file."""
    return [SiteLink(url, Place(*place)) for url, *place in record[5][2]] if record[5] else []


def prints_of(found: Iterable[Record]) -> dict[str, Print]:
    """Give the sums that stand for editions, by their paths."""
    return {path: _print(Print, sums) for path, _, sums, *_ in found}


def unlike() -> Print:
    """Give sums for an edition without a record: of it no part is ever the same."""
    return Print(os.urandom(16), os.urandom(16))


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


def _asked(edition: Edition, zone: tzinfo) -> dict[str, Any]:
    """Give what an edition is asked for; of what it need not say, nothing that most have."""
    own = edition.__dict__
    values = dict(zip(_ALWAYS, _all_always(own), strict=True))
    values["day"], values["date"] = edition.day.toordinal(), parted(edition.date, zone)
    if edition.kind is not Kind.PRESS_RELEASE:
        values["kind"] = edition.kind.value
    if edition.slug != edition.ident[_DAY:]:
        values["slug"] = edition.slug
    for name in _SOMETIMES:
        if value := own.get(name):
            values[name] = UNMAKE[name](value, zone) if name in UNMAKE else value
    return values


def _said(edition: Edition, zone: tzinfo) -> tuple[Any, ...]:
    """Give what else an edition says."""
    said: tuple[Any, ...] = _all_packed(edition.__dict__)
    if not any(said[-len(_UNMADE) :]):
        return said  # nearly all are so
    return *said[: -len(_UNMADE)], *[
        UNMAKE[name](value, zone) if value else value
        for name, value in zip(_UNMADE, said[-len(_UNMADE) :], strict=True)
    ]
