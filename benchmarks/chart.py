"""Draw measured seconds as bars on a logarithmic scale: the same SVG for the same numbers.

One picture serves light and dark pages: its colours follow the reader's choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

from benchmarks.results import Run
from benchmarks.scenarios import SCENARIOS

_LEFT: Final = 210
_WIDTH: Final = 520
_BAR: Final = 16
_GAP: Final = 14
_STYLE: Final = """\
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.head { font-weight: 600 }
.grid { stroke: #d1d9e0 }
.hugo { fill: #8c959f }
.dateline { fill: #0969da }
.peer { fill: #bc8c2f }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.grid { stroke: #3d444d }
.hugo { fill: #9198a1 }
.dateline { fill: #4493f8 }
.peer { fill: #d4a72c }
}
"""
_SHOWN: Final = ("cold", "nothing", "edit")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it stands for, its class in the style, its seconds."""

    label: str
    kind: str
    seconds: float


def draw(run: Run) -> str:
    """Draw a run: a group of bars for each of a few scenarios, a bar for each tool."""
    groups = [(SCENARIOS[name].title, _bars(run, name)) for name in _SHOWN]
    groups = [(title, bars) for title, bars in groups if bars]
    seconds = [bar.seconds for _, bars in groups for bar in bars]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    parts: list[str] = []
    y = 34
    for title, bars in groups:
        parts.append(f'<text class="head" x="0" y="{y}">{escape(title)}</text>')
        y += 8
        for bar in bars:
            parts += _bar(bar, y, low, high)
            y += _BAR + 4
        y += _GAP + 10
    head = f"{run.releases:,} releases, seconds (logarithmic), shorter is better"
    box = f"0 0 {_LEFT + _WIDTH + 70} {y}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">',
            f"<title>{head}</title>",
            f"<style>\n{_STYLE}</style>",
            *_grid(low, high, y - 20),
            *parts,
            "</svg>\n",
        ]
    )


def _bars(run: Run, scenario: str) -> list[Bar]:
    lines = [line for line in run.lines if line.scenario == scenario]
    return [Bar(line.tool, _kind(line.tool), line.wall) for line in lines]


def _kind(tool: str) -> str:
    return tool if tool == "hugo" else "dateline" if tool.startswith("dateline") else "peer"


def _grid(low: int, high: int, bottom: int) -> Sequence[str]:
    """Draw a line for each power of ten."""
    lines: list[str] = []
    for power in range(low, high + 1):
        x = _LEFT + _at(10.0**power, low, high)
        lines.append(f'<line class="grid" x1="{x}" x2="{x}" y1="18" y2="{bottom}"/>')
        lines.append(f'<text x="{x}" y="12" text-anchor="middle">{10.0**power:g} s</text>')
    return lines


def _bar(bar: Bar, y: int, low: int, high: int) -> Sequence[str]:
    width = _at(bar.seconds, low, high)
    middle = y + _BAR - 4
    return (
        f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(bar.label)}</text>',
        f'<rect class="{bar.kind}" x="{_LEFT}" y="{y}" width="{width}" height="{_BAR}" rx="2"/>',
        f'<text x="{_LEFT + width + 6}" y="{middle}">{bar.seconds:.3g}</text>',
    )


def _at(seconds: float, low: int, high: int) -> float:
    """Place seconds on the scale."""
    return round(_WIDTH * (log10(seconds) - low) / (high - low), 1)
