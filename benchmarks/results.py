"""The measurements that are kept: one run for each size and kind of file system.

A new run of a size takes the place of the old one, tool by tool and scenario by scenario only
within one run: numbers of different hours are never held against each other.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.report import Line

FILE: Final = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one alternating run of a size told; `load` is before and after it.

    `memory` is what each tool's processes held together in a cold build, in bytes, `page` the
    mean size of a release's page.
    """

    releases: int
    file_system: str
    day: str
    load: tuple[float, float]
    machine: dict[str, str]
    versions: dict[str, str]
    census: dict[str, dict[str, int]]
    memory: dict[str, int]
    page: dict[str, int]
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        """Name the run in the file."""
        return f"{self.file_system}/{self.releases}"

    def line(self, scenario: str, tool: str) -> Line | None:
        """Give a tool's line in a scenario, if it was timed."""
        found = (line for line in self.lines if (line.scenario, line.tool) == (scenario, tool))
        return next(found, None)


def load(file: Path = FILE) -> dict[str, Run]:
    """Read every kept run; none where there is no file yet."""
    if not file.exists():
        return {}
    told = json.loads(file.read_text(encoding="utf-8"))
    return {key: _run(each) for key, each in told.items()}


def keep(run: Run, file: Path = FILE) -> None:
    """Put a run in the place of the one of its size and file system."""
    runs = {**load(file), run.key: run}
    order = sorted(runs.values(), key=lambda each: (each.file_system != "tmpfs", each.releases))
    told = {each.key: asdict(each) for each in order}
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _run(told: dict[str, Any]) -> Run:
    lines = tuple(Line(**line) for line in told["lines"])
    first, last = told["load"]
    return Run(**{**told, "lines": lines, "load": (first, last)})
