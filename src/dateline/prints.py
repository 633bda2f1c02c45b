"""Sum up what releases say, for whoever asks whether something that shows them is the same.

The sums of files are read with them (`model.Print`); here are those of whole months, of which
most parts of a site show one or all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dateline.model import Correction, Edition, Notice, Print, Told
from dateline.parts import Needs, digest
from dateline.selection import Archive


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


def stories(prints: Mapping[str, Print], archive: Archive) -> dict[str, bytes]:
    """Give, by its key, what stands for all that each release's editions say of themselves."""
    return {
        key: b"".join([_told_face(prints, edition) for edition in editions.values()])
        if len(editions) > 1
        else b""
        for key, editions in archive.by_key.items()
    }


def month_print(
    prints: Mapping[str, Print], told_by_all: Mapping[str, bytes], editions: Sequence[Edition]
) -> MonthPrint:
    """Sum up the releases of a month; `told_by_all` are the sums of whole stories."""
    wholes: list[object] = []
    faces: list[object] = []
    apart: list[Edition] = []
    for edition in editions:
        if edition.embargo is None and not edition.changes:
            all_of_it, all_but_text = prints[edition.path]  # nearly all are so
            wholes.append(all_of_it)
            faces.append(all_but_text)
        else:
            wholes.append(whole(prints, edition))
            faces.append(face(prints, edition))
        wholes.append(told_by_all[edition.key])
        if edition.related or edition.coverage:
            apart.append(edition)
    return MonthPrint(digest(b"", tuple(wholes)), digest(b"", tuple(faces)), tuple(apart))


def _told_face(prints: Mapping[str, Print], edition: Edition) -> bytes:
    if edition.embargo is None and not edition.changes:
        return prints[edition.path][1]
    return digest(b"", face(prints, edition))


def _of_the_moment(edition: Edition) -> Needs:
    """Give what of an edition depends on the moment: held with its original, changed since."""
    if edition.embargo is None and not edition.changes:
        return ()
    return edition.public_from.isoformat(), len(edition.changes)
