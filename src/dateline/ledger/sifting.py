"""Sift the ledger's lines: those that say what their editions say need not be understood.

Mostly all are so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dateline.addresses import Addresses
from dateline.ledger.case import url_of
from dateline.ledger.entry import NOTHING_TOLD, line
from dateline.ledger.telling import told_of
from dateline.ledger.text import MisencodedError, Text, id_of
from dateline.model import Edition
from dateline.problems import Problem

_MOMENT = re.compile(r'","published":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)",', re.ASCII)
_HEAD = len('{"id":"')


@dataclass(frozen=True, slots=True)
class Sifted:
    """What was found: how many lines are `right`, each of another id, and the `others`, numbered.

    `left` are the editions that may be seen without a line that is right, by their ids. `is_sorted`
    says whether all lines are; `problems` are in the way of understanding any.
    """

    left: Mapping[str, Edition]
    others: list[tuple[int, str]]
    right: int = 0
    is_sorted: bool = True
    problems: tuple[Problem, ...] = ()


def sift(text: Text, seen: Mapping[str, Edition], at: Addresses, now: str) -> Sifted:
    """Tell the lines that say of an edition what it says, but for the moment, from all others."""
    left = dict(seen)
    others: list[tuple[int, str]] = []
    last, is_sorted = "", True
    try:
        for number, said in text.lines:
            if not said:
                continue
            if said < last:
                is_sorted = False
            last = said
            id_ = id_of(said)
            each = left.get(id_)
            if each is not None and _is_right(said, id_, each, at, now):
                del left[id_]
            else:
                others.append((number, said))
    except MisencodedError as failure:
        return Sifted(seen, [], problems=(text.misencoded(failure.at),))
    return Sifted(left, others, len(seen) - len(left), is_sorted)


def _is_right(said: str, id_: str, edition: Edition, at: Addresses, now: str) -> bool:
    moment = _MOMENT.match(said, _HEAD + len(id_))
    if not moment:
        return False
    told = told_of(at, edition, now) if edition.changes else NOTHING_TOLD
    return said == line(id_, moment[1], edition.path, edition.title, url_of(edition), told)


def with_lines_of(
    ids: Collection[str], sifted: Sifted, text: Text, seen: Mapping[str, Edition]
) -> Sifted:
    """Put right lines of some ids among the others: a merge brought back other lines of theirs."""
    numbers = {number for number, _ in sifted.others}
    found = [
        (number, said)
        for number, said in text.lines
        if number not in numbers and id_of(said) in ids
    ]
    left = {**sifted.left, **{id_: seen[id_] for id_ in ids}}
    others = sorted([*sifted.others, *found])
    return Sifted(left, others, sifted.right - len(found), sifted.is_sorted)
