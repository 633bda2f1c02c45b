"""Sum up what releases say, for whoever asks whether something that shows them is the same.

The sums of files are read with them (`model.Print`); here are those of whole months, of which
most parts of a site show one or all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from dateline.model import Correction, Edition, Notice, Print, Told
from dateline.parts import Needs, digest
from dateline.selection import Archive
from dateline.volumes import Volume


class MonthPrint(NamedTuple):
    """Sums that stand for what a month's releases say: all of it, and all but their texts.

    The first holds what their translations say of themselves, too. `apart` are those whose pages
    show more than that, such as other releases.
    """

    whole: bytes
    face: bytes
    apart: tuple[Edition, ...]


def face(prints: Mapping[str, Print], edition: Edition) -> Needs:
    """Give what stands for all that an edition says outside its text, as a part needs it."""
    return prints[edition.path].face, *_of_the_moment(edition)


def whole(prints: Mapping[str, Print], told: Told) -> Needs:
    """Give what stands for all that an edition, a correction or a notice says."""
    if isinstance(told, Correction):
        return (*whole(prints, told.edition), told.mark, told.at.isoformat())
    if isinstance(told, Notice):
        return prints[told.path].whole, told.at.isoformat(), len(told.corrected)
    return prints[told.path].whole, *_of_the_moment(told)


def stories(prints: Mapping[str, Print], archive: Archive) -> Mapping[str, bytes]:
    """Give, by its key, what stands for all that each release's editions say of themselves.

    Nothing for one of a single edition.
    """
    found = {
        key: b"".join([_told_face(prints, edition) for edition in editions.values()])
        for key, editions in archive.by_key.items()
        if len(editions) > 1
    }
    return defaultdict(bytes, found)


def month_print(
    prints: Mapping[str, Print], told_by_all: Mapping[str, bytes], volume: Volume
) -> MonthPrint:
    """Sum up the releases of a month; `told_by_all` are the sums of whole stories."""
    stories = tuple([told_by_all[key] for key in volume.keys])
    if volume.is_plain:  # nearly all are so
        wholes, faces = zip(*[prints[path] for path in volume.paths], strict=True)
    else:
        wholes = tuple([whole(prints, edition) for edition in volume.editions])
        faces = tuple([face(prints, edition) for edition in volume.editions])
    return MonthPrint(digest(b"", (wholes, stories)), digest(b"", faces), volume.apart)


def _told_face(prints: Mapping[str, Print], edition: Edition) -> bytes:
    if edition.embargo is None and not edition.changes:
        return prints[edition.path][1]
    return digest(b"", face(prints, edition))


def _of_the_moment(edition: Edition) -> Needs:
    """Give what of an edition depends on the moment: held with its original, changed since."""
    if edition.embargo is None and not edition.changes:
        return ()
    return edition.public_from.isoformat(), len(edition.changes)
