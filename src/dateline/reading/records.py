"""Turn what was understood of a release file into plain values.

Processes hand each other these values, and builds remember them. The text is not among them.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from operator import attrgetter
from typing import Any, cast

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
from dateline.reading.files import SourceFile
from dateline.reading.frontmatter import Split, split
from dateline.reading.local_files import MISSING_FILE
from dateline.reading.unmaking import UNMAKE, parted

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


# What some editions say of what all are asked for in every build.
_SOMETIMES = (
    "reference", "draft", "embargo", "changes", "withdrawn", "aliases", "related",
    "coverage", "folder",
)  # fmt: skip
# All else but the text.
PACKED = (
    "line", "body_line", "summary", "place", "contacts", "byline", "notes",
    "picture", "attachments", "inline_files", "extra",
)  # fmt: skip
_UNMADE = tuple(name for name in PACKED if name in UNMAKE)
_SELDOM = frozenset(_SOMETIMES)
_all_packed = attrgetter(*PACKED)
# An id's day, with a hyphen.
DAY = 11
_print = tuple.__new__


def sum_of(source: SourceFile) -> bytes:
    """Give a sum of a source file: of its text, and of its name, which says things too."""
    said = source.data or encoded(source.text)
    return hashlib.sha256(b"%b\0%b" % (said, encoded(source.path))).digest()


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
    if edition.unsure or ((named or problems) and not _tells_all(named, problems)):
        return None
    files = tuple([(file.source, identities.get(file.source)) for file in named]) if named else ()
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
    for own, asked, sums, text, rest, told in found:
        asked["path"] = path = same(own, own)
        asked["language"] = same(asked["language"], asked["language"])
        if "topics" in asked:
            asked["topics"] = same(asked["topics"], asked["topics"])
        made.append((path, asked, sums, text, rest, told))
    return made


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
    values = {
        "path": edition.path,
        "language": edition.language,
        "key": edition.key,
        "stem": edition.stem,
        "ident": edition.ident,
        "title": edition.title,
        "day": edition.day.toordinal(),
        "date": parted(edition.date, zone),
        "date_is_day": edition.date_is_day,
    }
    if edition.kind is not Kind.PRESS_RELEASE:
        values["kind"] = edition.kind.value
    if edition.slug != edition.ident[DAY:]:
        values["slug"] = edition.slug
    if edition.topics:
        values["topics"] = edition.topics
    if not _SELDOM.isdisjoint(own):
        values |= {
            name: UNMAKE[name](value, zone) if name in UNMAKE else value
            for name in _SOMETIMES
            if (value := own.get(name))
        }
    return values


def _said(edition: Edition, zone: tzinfo) -> tuple[Any, ...]:
    """Give what else an edition says."""
    said: tuple[Any, ...] = _all_packed(edition)
    if not any(said[-len(_UNMADE) :]):
        return said  # nearly all are so
    return *said[: -len(_UNMADE)], *[
        UNMAKE[name](value, zone) if value else value
        for name, value in zip(_UNMADE, said[-len(_UNMADE) :], strict=True)
    ]
