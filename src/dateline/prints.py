"""Sum up what releases say, for whoever asks whether something that shows them is the same.

The sums of files are read with them (`model.Print`); here are those of whole months, of which
most parts of a site show one or all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dateline.model import Correction, Edition, Notice, Print, Told
from dateline.parts import Needs, digest
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


class Sums(NamedTuple):
    """Sums that stand for what each release of a month says: all of it, and all but its text."""

    wholes: tuple[object, ...]
    faces: tuple[bytes, ...]


def sums(prints: Mapping[str, Print], volume: Volume) -> Sums:
    """Give the sums of a month's releases, in their order."""
    if volume.is_plain:  # nearly all are so
        return Sums(*zip(*[prints[path] for path in volume.paths], strict=True))
    return Sums(
        tuple([whole(prints, edition) for edition in volume.editions]),
        tuple([digest(b"", face(prints, edition)) for edition in volume.editions]),
    )


def stories(found: Iterable[tuple[Volume, Sums]]) -> dict[str, bytes]:
    """Give, by its key, what stands for all that each release's editions say of themselves."""
    told: dict[str, bytes] = {}
    for volume, own in found:
        for key, face in zip(volume.keys, own.faces, strict=True):
            told[key] = told[key] + face if key in told else face
    return told


def month_print(volume: Volume, own: Sums, told_by_all: Mapping[str, bytes]) -> MonthPrint:
    """Sum up the releases of a month; `told_by_all` are the sums of whole stories."""
    stories = tuple([told_by_all[key] for key in volume.keys])
    return MonthPrint(digest(b"", (own.wholes, stories)), digest(b"", own.faces), volume.apart)


def _of_the_moment(edition: Edition) -> Needs:
    """Give what of an edition depends on the moment: held with its original, changed since."""
    if edition.embargo is None and not edition.changes:
        return ()
    return edition.public_from.isoformat(), len(edition.changes)
