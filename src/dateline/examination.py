"""Hold what was read against every rule, and against what was published before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from dateline import checks, ledger, selection
from dateline.addresses import Addresses
from dateline.checks.sure import knowing
from dateline.errors import ContentError
from dateline.problems import Problem, Severity
from dateline.reading import Reading
from dateline.selection import Standing
from dateline.settings import Newsroom
from dateline.workers import beside

if TYPE_CHECKING:
    from dateline.reports.baseline import Baseline

# What the ledger and a release must both say before they can be compared.
_REMEMBERED = ("id", "slug", "title", "date", "embargo", "draft", "withdrawn")

# Of fewer editions another process takes as long as it spares: it copies what it looks at.
_MANY = 30_000


@dataclass(frozen=True)
class Examination:
    """Where each edition stands, how the ledger compares, and all problems by place.

    `across` are the problems that no file has alone. There is no comparison where they were known:
    then the ledger is right.
    """

    standing: tuple[Standing, ...]
    comparison: ledger.Comparison | None
    problems: tuple[Problem, ...]
    across: tuple[Problem, ...]
    docket: ledger.Docket

    @cached_property
    def settled(self) -> tuple[bytes, ...]:
        """Give the sums of the months of which every line is right, once the ledger is written."""
        return tuple(self.docket.right(self.comparison.differing)) if self.comparison else ()


def examine(  # noqa: PLR0913 -- what a build knows of it already, beside what was read
    newsroom: Newsroom,
    reading: Reading,
    now: datetime,
    *,
    allow_removal: bool = False,
    known: tuple[Problem, ...] | None = None,
    settled: Collection[bytes] = (),
    jobs: int = 1,
) -> Examination:
    """Examine what was read; each problem is as severe as the newsroom's settings say.

    `allow_removal` lets published releases be gone. `known` are the problems that no file has
    alone, where nothing has changed that they depend on; `settled` are the sums of the months that
    are right in the ledger as it is. With two `jobs`, another process looks across the files of a
    large archive while this one compares the ledger.
    """
    standing = selection.standings(reading.editions, now, newsroom.default_language)
    docket = ledger.Docket(Addresses(newsroom), standing, reading.prints)
    comparison, across = None, known
    if across is None:
        own, comparison = beside(
            partial(checks.across, reading, newsroom, now),
            partial(
                _compare,
                newsroom,
                reading,
                docket,
                now,
                allow_removal=allow_removal,
                settled=settled,
            ),
            jobs if len(reading.editions) >= _MANY else 1,
        )
        across = (*own, *newsroom.severities.weigh(comparison.problems))
    found = (*newsroom.severities.weigh(reading.problems), *across)
    problems = tuple(sorted(found, key=lambda each: each.sort_key))
    return Examination(standing, comparison, problems, across, docket)


def _compare(
    newsroom: Newsroom,
    reading: Reading,
    docket: ledger.Docket,
    now: datetime,
    *,
    allow_removal: bool,
    settled: Collection[bytes],
) -> ledger.Comparison:
    compare = partial(ledger.compare, newsroom=newsroom, now=now, allow_removal=allow_removal)
    broken = _broken(reading)
    if broken:  # of these nothing is published, but what the ledger has against them is told
        sure = knowing(reading.understood, *_REMEMBERED)
        broken.difference_update(edition.path for edition in sure)
        remembered = selection.standings(sure, now, newsroom.default_language)
        return compare(ledger.read(newsroom.root), standing=remembered, broken=broken)
    right = docket.settled(settled) if settled else None
    text = ledger.read(newsroom.root, right.ids if right else ())
    if right and text.right:
        return compare(text, standing=right.others, beside=right.editions)
    return compare(text, standing=docket.standing)


def _broken(reading: Reading) -> set[str]:
    """Give the files that could not be understood, or not all of them."""
    return {each.place.path for each in reading.problems if each.severity is Severity.ERROR}


def refuse_errors(
    problems: tuple[Problem, ...], newsroom: Newsroom, baseline: Baseline | None
) -> tuple[Problem, ...]:
    """Give the warnings that count, where nothing is in the way of a publication.

    Raises ContentError.
    """
    hint = ""
    if baseline is not None and problems:
        from dateline.reports.sources import Sources  # noqa: PLC0415 -- few builds have a baseline

        sifted = baseline.sift(problems, Sources(newsroom.root))
        problems = sifted.in_the_way
        if len(problems) > len(sifted.new):
            hint = "Some of these are known, but with them the output would be wrong: mend them."
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems, hint=hint)
    return problems
