"""Hold what was read against every rule, and against what was published before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
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
from dateline.settings.weights import Severities
from dateline.workers import beside

if TYPE_CHECKING:
    from dateline.reports.baseline import Baseline

# What the ledger and a release must both say before they can be compared.
_REMEMBERED = ("id", "slug", "title", "date", "embargo", "draft", "withdrawn")


# So few releases are held against the rules before another process has started.
_MANY = 2_000


@dataclass(frozen=True)
class Examination:
    """Where each edition stands, how the ledger compares, and what is wrong.

    There is no comparison where problems were known: then the ledger is right. `asked` gives what
    the rules across files find, for which it may have to wait, `told` is what was found beside.
    """

    standing: tuple[Standing, ...]
    comparison: ledger.Comparison | None
    docket: ledger.Docket
    told: tuple[Problem, ...]
    asked: Callable[[], tuple[Problem, ...]]
    weights: Severities

    @cached_property
    def across(self) -> tuple[Problem, ...]:
        """Give the problems that no file has alone."""
        compared = self.comparison.problems if self.comparison else ()
        return (*self.asked(), *self.weights.weigh(compared))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Give all problems by place, each as severe as the newsroom's settings say."""
        found = (*self.weights.weigh(self.told), *self.across)
        return tuple(sorted(found, key=lambda each: each.sort_key))

    @contextmanager
    def foremost(self, newsroom: Newsroom, baseline: Baseline | None) -> Iterator[None]:
        """Let what is wrong be told, where it is in the way, before whatever fails because of it.

        Raises ContentError.
        """
        try:
            yield
        except Exception:
            refuse_errors(self.problems, newsroom, baseline)
            raise

    @cached_property
    def settled(self) -> tuple[bytes, ...]:
        """Give the sums of the months of which every line is right, once the ledger is written."""
        return tuple(self.docket.right(self.comparison.differing)) if self.comparison else ()


def examine(  # noqa: PLR0913 -- each is asked for by some command
    newsroom: Newsroom,
    reading: Reading,
    now: datetime,
    *,
    allow_removal: bool = False,
    known: tuple[Problem, ...] | None = None,
    settled: Collection[bytes] = (),
    jobs: int = 1,
) -> Examination:
    """Examine what was read.

    `allow_removal` lets published releases be gone. `known` are the problems that no file has
    alone, where nothing has changed that they depend on; `settled` are the sums of the months that
    are right in the ledger as it is. With two `jobs` another process asks the rules across files
    of a large newsroom, while this one goes on until it asks for problems.
    """
    if known is None:
        ask = partial(checks.across, reading, newsroom, now)
        asked = beside(ask, jobs if len(reading.editions) >= _MANY else 1)
    else:
        asked = partial(tuple[Problem, ...], known)
    standing = selection.standings(reading.editions, now, newsroom.default_language)
    docket = ledger.Docket(Addresses(newsroom), standing, reading.prints)
    comparison = None
    if known is None:
        comparison = _compare(
            newsroom, reading, docket, now, allow_removal=allow_removal, settled=settled
        )
    return Examination(standing, comparison, docket, reading.problems, asked, newsroom.severities)


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
