"""Costs in, medians and plain tables out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import log
from statistics import median

from benchmarks.census import Census
from benchmarks.measure import Cost


@dataclass(frozen=True, slots=True)
class Line:
    """One tool in one scenario; `ratio` is to the first tool, the median of the rounds' ratios.

    Seconds and bytes. `rss` is the largest process of all rounds' median.
    """

    scenario: str
    tool: str
    wall: float
    ratio: float
    fastest: float
    slowest: float
    cpu: float
    rss: int
    rounds: int


def summarise(scenario: str, costs: Mapping[str, Sequence[Cost]]) -> list[Line]:
    """Sum a scenario up; the first tool is the base, and each has a cost a round."""
    base = next(iter(costs.values()))
    return [_line(scenario, tool, base, runs) for tool, runs in costs.items()]


def _line(scenario: str, tool: str, base: Sequence[Cost], runs: Sequence[Cost]) -> Line:
    """Sum one tool's runs up."""
    walls = [cost.wall for cost in runs]
    ratio = median(cost.wall / other.wall for cost, other in zip(runs, base, strict=True))
    return Line(
        scenario=scenario,
        tool=tool,
        wall=round(median(walls), 4),
        ratio=round(ratio, 4),
        fastest=round(min(walls), 4),
        slowest=round(max(walls), 4),
        cpu=round(median(cost.cpu for cost in runs), 4),
        rss=round(median(cost.rss for cost in runs)),
        rounds=len(runs),
    )


def growth(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Give the exponent by which a cost grows from one (size, cost) to another: 1 is in step."""
    return log(large[1] / small[1]) / log(large[0] / small[0])


def times_table(lines: Sequence[Line]) -> str:
    """Show the medians."""
    head = ("scenario", "tool", "wall s", "ratio", "range s", "cpu s", "largest MiB")
    rows = [
        (
            line.scenario,
            line.tool,
            f"{line.wall:.3f}",
            f"{line.ratio:.3f}",
            f"{line.fastest:.3f}-{line.slowest:.3f}",
            f"{line.cpu:.3f}",
            f"{line.rss / 2**20:.0f}",
        )
        for line in lines
    ]
    return _table([head, *rows])


def census_table(wanted: Census, sites: Mapping[str, Census]) -> str:
    """Show what the corpus makes and what each tool wrote."""
    columns = {"corpus": wanted, **sites}
    counts = [asdict(census) for census in columns.values()]
    rows = [(name, *(str(count[name]) for count in counts)) for name in counts[0]]
    return _table([("", *columns), *rows])


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Set rows in columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"
