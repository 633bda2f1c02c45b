"""Renew docs/performance.md and its chart from the kept results: `python -m benchmarks.page`.

Only what stands between the markers is written; `--check` tells whether that is out of date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from benchmarks import chart, results
from benchmarks.profile import Share
from benchmarks.report import Line
from benchmarks.results import Run
from benchmarks.scenarios import SCENARIOS
from benchmarks.targets import TARGETS

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "performance.md"
CHART: Final = ROOT / "docs" / "images" / "performance.svg"
PROFILE: Final = Path(__file__).with_name("profile.json")
_IMAGE: Final = (
    "![Seconds of each tool, cold, with nothing changed, and after one edit]"
    "(images/performance.svg)\n"
)
_MIB: Final = 2**20


def targets(runs: Mapping[str, Run]) -> str:
    """Write the table of promises."""
    head = "| | promised | hoped for | measured | |\n|---|---|---|---|---|\n"
    rows = (
        f"| {each.title} | ≤ {each.shown(each.limit)} | {each.shown(each.reach)}"
        f" | {each.shown(each.read(runs))} | {each.verdict(runs)} |\n"
        for each in TARGETS
    )
    return head + "".join(rows)


def tables(runs: Mapping[str, Run]) -> str:
    """Write a table for each run."""
    return "\n".join("".join(_table(run)) for run in runs.values()) or "Nothing is measured yet.\n"


def machines(runs: Mapping[str, Run]) -> str:
    """Write what was measured on what, and how busy it was."""
    lines = []
    for run in runs.values():
        about = run.machine
        tools = ", ".join(f"{tool} {each}" for tool, each in run.versions.items())
        lines.append(
            f"- {run.releases:,} releases on {run.file_system}, {run.day}: {about['processor']}, "
            f"{about['cores']} cores, {about['memory']}, {about['system']}, "
            f"Python {about['python']}; load {run.load[0]} before, {run.load[1]} after; {tools}.\n"
        )
    return "".join(lines) or "Nothing is measured yet.\n"


def profile(shares: list[Share], releases: int) -> str:
    """Write where the time of a cold build goes."""
    head = f"One process, {releases:,} releases, everything by default.\n\n"
    return (
        head
        + "| stage | share |\n|---|---|\n"
        + "".join(f"| {each.stage} | {each.share:.1%} |\n" for each in shares)
    )


def renewed(text: str, parts: Mapping[str, str]) -> str:
    """Put each part between its markers.

    Raises ValueError where a part has none.
    """
    for name, part in parts.items():
        shape = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
        if not shape.search(text):
            raise ValueError(f"docs/performance.md has no markers for {name}")
        text = shape.sub(lambda found, part=part: f"{found[1]}\n{part}\n{found[2]}", text)  # type: ignore[misc]
    return text


def _table(run: Run) -> Iterator[str]:
    """Write one run: a row for each tool in each scenario."""
    yield f"### {run.releases:,} releases on {run.file_system}\n\n"
    yield "| | tool | seconds | range | ratio to Hugo | processor, s | largest process, MiB |\n"
    yield "|---|---|---|---|---|---|---|\n"
    shown = ""
    for line in run.lines:
        title = SCENARIOS[line.scenario].title
        yield _row("" if title == shown else title, line)
        shown = title
    held = ", ".join(f"{tool} {size / _MIB:.0f}" for tool, size in run.memory.items())
    pages = ", ".join(f"{tool} {size / 1000:.1f}" for tool, size in run.page.items())
    yield f"\nAll processes together, cold, in MiB: {held}.\nA release's page in kB: {pages}.\n"


def _row(title: str, line: Line) -> str:
    return (
        f"| {title} | {line.tool} | {line.wall:.3f} | {line.fastest:.3f} to {line.slowest:.3f}"
        f" | {line.ratio:.3f} | {line.cpu:.2f} | {line.rss / _MIB:.0f} |\n"
    )


def made(text: str) -> tuple[str, str]:
    """Make the page and the chart; the chart is of the largest run on tmpfs that has all tools."""
    runs = results.load()
    parts = {"targets": targets(runs), "tables": tables(runs), "machines": machines(runs)}
    if PROFILE.exists():
        told = json.loads(PROFILE.read_text(encoding="utf-8"))
        parts["profile"] = profile([Share(**each) for each in told["shares"]], told["releases"])
    parts["chart"] = _IMAGE if runs else ""
    drawn = max(runs.values(), key=lambda run: (len(run.versions), run.releases), default=None)
    return renewed(text, parts), chart.draw(drawn) if drawn else ""


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if out of date")
    options = parser.parse_args()
    old = PAGE.read_text(encoding="utf-8")
    page, picture = made(old)
    drawn = CHART.read_text(encoding="utf-8") if CHART.exists() else ""
    if options.check:
        return int((page, picture) != (old, drawn))
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    if picture:
        CHART.write_text(picture, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
