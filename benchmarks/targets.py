"""What was promised of speed, held against what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.report import growth
from benchmarks.results import Run

Runs = Mapping[str, Run]
Reading = Callable[[Runs], float | None]
_MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: at most `limit`, better `reach`; `read` finds the number among the runs."""

    title: str
    limit: float
    reach: float
    read: Reading
    unit: str = ""

    def verdict(self, runs: Runs) -> str:
        """Say whether the promise is held: reached, hit, MISSED, or not measured."""
        found = self.read(runs)
        if found is None:
            return "not measured"
        if found > self.limit:
            return "**missed**"
        return "reached" if found <= self.reach else "hit"

    def shown(self, value: float | None) -> str:
        """Write a number of this target."""
        return "" if value is None else f"{value:.3g}{self.unit and f' {self.unit}'}"


def _ratio(size: int, scenario: str, tool: str) -> Reading:
    """Read a tool's ratio to Hugo."""

    def read(runs: Runs) -> float | None:
        run = runs.get(f"tmpfs/{size}")
        line = run.line(scenario, tool) if run else None
        return line.ratio if line else None

    return read


def _together(size: int) -> Reading:
    """Read the ratio of what all processes held together in a cold build."""

    def read(runs: Runs) -> float | None:
        run = runs.get(f"tmpfs/{size}")
        if run is None or not {"hugo", "dateline"} <= run.memory.keys():
            return None
        return run.memory["dateline"] / run.memory["hugo"]

    return read


def _largest(size: int) -> Reading:
    """Read the size of the largest process of a cold build, in MiB."""

    def read(runs: Runs) -> float | None:
        run = runs.get(f"tmpfs/{size}")
        line = run.line("cold", "dateline") if run else None
        return line.rss / _MIB if line else None

    return read


def _growth(scenario: str, small: int = 10_000, large: int = 100_000) -> Reading:
    """Read the exponent between two sizes."""

    def read(runs: Runs) -> float | None:
        found = [(size, runs.get(f"tmpfs/{size}")) for size in (small, large)]
        lines = [(size, run.line(scenario, "dateline")) for size, run in found if run]
        walls = [(size, line.wall) for size, line in lines if line]
        return growth(*walls) if len(walls) == 2 else None

    return read


TARGETS: Final = (
    Target("cold, 1,000 releases, peers' work", 0.8, 0.6, _ratio(1_000, "cold", "dateline")),
    Target("cold, 10,000, peers' work", 0.35, 0.25, _ratio(10_000, "cold", "dateline")),
    Target(
        "cold, 10,000, peers' work, one process", 0.6, 0.45, _ratio(10_000, "cold", "dateline-1")
    ),
    Target("cold, 10,000, all by default", 0.7, 0.4, _ratio(10_000, "cold", "dateline-full")),
    Target(
        "nothing changed, 10,000, peers' work", 0.03, 0.015, _ratio(10_000, "nothing", "dateline")
    ),
    Target(
        "nothing changed, 10,000, all by default",
        0.06,
        0.04,
        _ratio(10_000, "nothing", "dateline-full"),
    ),
    Target(
        "one release edited, 10,000, all by default",
        0.12,
        0.08,
        _ratio(10_000, "edit", "dateline-full"),
    ),
    Target(
        "one release added, 10,000, all by default",
        0.15,
        0.1,
        _ratio(10_000, "add", "dateline-full"),
    ),
    Target("memory of all processes, cold, 10,000", 0.35, 0.2, _together(10_000)),
    Target("cold, 100,000, peers' work", 0.3, 0.2, _ratio(100_000, "cold", "dateline")),
    Target("largest process, cold, 100,000", 600, 450, _largest(100_000), "MiB"),
    Target(
        "`check`, 10,000, every rule, to Hugo's cold build",
        0.5,
        0.3,
        _ratio(10_000, "check", "dateline"),
    ),
    Target("growth 10,000 → 100,000, cold: exponent", 1.08, 1.0, _growth("cold")),
    Target("growth 10,000 → 100,000, one edit: exponent", 0.9, 0.7, _growth("edit")),
    Target("`--help`", 1.5, 1.0, _ratio(10_000, "help", "dateline")),
)
