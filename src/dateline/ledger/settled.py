"""Tell the months of which every line is right, so that the next build looks at none of them.

What a month's editions say has a sum. As long as nobody touches the ledger, the same sum means the
same lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from dateline.addresses import Addresses
from dateline.model import Edition, Print
from dateline.parts import digest
from dateline.selection import Standing


class Settled(NamedTuple):
    """The ids and editions of months whose lines are right, and the standings of all others."""

    ids: Sequence[str]
    editions: Sequence[Edition]
    others: Sequence[Standing]


class Docket:
    """What is to be held against the ledger, month by month as far as editions are plain.

    A plain edition may be seen and was never held or corrected: its line says nothing but what its
    file does.
    """

    def __init__(
        self, at: Addresses, standing: Sequence[Standing], prints: Mapping[str, Print]
    ) -> None:
        self.standing = standing
        self._at = at
        self._prints = prints

    @cached_property
    def _shared(self) -> tuple[list[list[Standing]], list[Standing]]:
        """Share out plain editions to their months; gives these, and what is not plain."""
        months: dict[tuple[str, int, int], list[Standing]] = {}
        others: list[Standing] = []
        for each in self.standing:
            edition = each.edition
            if each.seen is not edition or edition.embargo is not None:
                others.append(each)
                continue
            month = edition.language, edition.day.year, edition.day.month
            if month in months:
                months[month].append(each)
            else:
                months[month] = [each]
        return list(months.values()), others

    @cached_property
    def _by_sum(self) -> dict[bytes, list[Standing]]:
        prints = self._prints
        return {
            digest(b"", tuple([prints[each.edition.path].face for each in month])): month
            for month in self._shared[0]
        }

    def settled(self, right: Collection[bytes]) -> Settled:
        """Part the months whose sums are among the `right` ones from all else."""
        known: list[Edition] = []
        others = list(self._shared[1])
        for own, month in self._by_sum.items():
            if own in right:
                known += [each.edition for each in month]
            else:
                others += month
        return Settled(self._ids(known), known, others)

    def right(self, wrong: Collection[str]) -> Iterator[bytes]:
        """Yield the sums of the months that hold none of the `wrong` ids."""
        for own, month in self._by_sum.items():
            if not wrong or set(wrong).isdisjoint(self._ids([each.edition for each in month])):
                yield own

    def _ids(self, editions: Iterable[Edition]) -> list[str]:
        return [self._at.entry_id(edition) for edition in editions]
