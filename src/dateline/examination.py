"""Hold what was read against every rule, and against what was published before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dateline import checks, ledger, selection
from dateline.checks.sure import knowing
from dateline.errors import ContentError
from dateline.problems import Problem, Severity
from dateline.reading import Reading
from dateline.selection import Standing
from dateline.settings import Newsroom

if TYPE_CHECKING:
    from dateline.reports.baseline import Baseline

# What the ledger and a release must both say before they can be compared.
_REMEMBERED = ("id", "slug", "title", "date", "embargo", "draft", "withdrawn")


@dataclass(frozen=True, slots=True)
class Examination:
    """Where each edition stands, how the ledger compares, and all problems by place."""

    standing: tuple[Standing, ...]
    comparison: ledger.Comparison
    problems: tuple[Problem, ...]


def examine(
    newsroom: Newsroom, reading: Reading, now: datetime, *, allow_removal: bool = False
) -> Examination:
    """Examine what was read; each problem is as severe as the newsroom's settings say.

    `allow_removal` lets published releases be gone.
    """
    problems = checks.run(reading, newsroom, now)
    standing = selection.standings(reading.editions, now, newsroom.default_language)
    remembered, broken = standing, _broken(reading)
    if broken:  # of these nothing is published, but what the ledger has against them is told
        sure = knowing(reading.understood, *_REMEMBERED)
        broken.difference_update(edition.path for edition in sure)
        remembered = selection.standings(sure, now, newsroom.default_language)
    comparison = ledger.compare(
        ledger.read(newsroom.root),
        newsroom,
        remembered,
        now,
        broken=broken,
        allow_removal=allow_removal,
    )
    found = (*problems, *newsroom.severities.weigh(comparison.problems))
    return Examination(standing, comparison, tuple(sorted(found, key=lambda each: each.sort_key)))


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
