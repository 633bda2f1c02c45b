"""Hold how much each rule weighs in a newsroom, everywhere and below single paths.

The one place that knows: whoever tells problems hands them through `Severities.weigh`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import NamedTuple

from dateline.problems import Problem, Severity
from dateline.rulebook import is_fatal

# None: not told at all.
Weights = Mapping[str, Severity | None]


class PathWeights(NamedTuple):
    """Weights that hold for files of a path alone: a file, a folder, or a pattern of them."""

    pattern: str
    weights: Weights

    def holds_for(self, path: str) -> bool:
        """Say whether a path, or a folder that it lies in, fits the pattern."""
        return matches(self.pattern, path)


class Severities(NamedTuple):
    """How much each rule weighs here, where that is not what the house says."""

    everywhere: Weights = MappingProxyType({})
    by_path: tuple[PathWeights, ...] = ()

    def weigh(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Give the problems that are told, each as severe as the settings say."""
        if not self.everywhere and not self.by_path:
            return tuple(problems)
        weighed = map(self._weigh, problems)
        return tuple(problem for problem in weighed if problem)

    def _weigh(self, problem: Problem) -> Problem | None:
        if is_fatal(problem):
            return problem
        weight: Severity | None = self.everywhere.get(problem.code, problem.severity)
        for each in self.by_path:  # the last that holds decides
            if problem.code in each.weights and each.holds_for(problem.place.path):
                weight = each.weights[problem.code]
        return weight and problem._replace(severity=weight)


def matches(pattern: str, path: str) -> bool:
    """Say whether a path, or a folder that it lies in, fits: `**` stands for any folders."""
    wanted = unicodedata.normalize("NFC", pattern).strip("/").split("/")
    steps = unicodedata.normalize("NFC", path).split("/")
    return any(_fit(wanted, steps[:end]) for end in range(1, len(steps) + 1))


def _fit(wanted: list[str], steps: list[str]) -> bool:
    """Fit step by step; only the last `**` is ever tried anew, so time is at most n times m."""
    at = step = 0
    again, taken = -1, 0
    while step < len(steps):
        if at < len(wanted) and wanted[at] == "**":
            again, taken, at = at, step, at + 1
        elif at < len(wanted) and fnmatchcase(steps[step], wanted[at]):
            at, step = at + 1, step + 1
        elif again >= 0:
            at, taken = again + 1, taken + 1
            step = taken
        else:
            return False
    return all(rest == "**" for rest in wanted[at:])
