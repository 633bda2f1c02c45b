"""Medians, ratios and verdicts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import chart, page, results
from benchmarks.measure import Cost
from benchmarks.report import Line, growth, summarise
from benchmarks.results import Run
from benchmarks.targets import TARGETS, Target

LINE = Line("cold", "hugo", 2.0, 1.0, 1.5, 2.5, 3.0, 100 * 2**20, 3)


def run(releases: int = 10_000, **ratios: float) -> Run:
    """Give a run in which hugo needs 2 s, and a tool its ratio of that, in a cold build."""
    lines = [LINE] + [
        replace(LINE, tool=tool, ratio=ratio, wall=2 * ratio) for tool, ratio in ratios.items()
    ]
    return Run(
        releases=releases,
        file_system="tmpfs",
        day="2026-01-01",
        load=(0.1, 1.2),
        machine={"processor": "P", "cores": "2", "memory": "4 GiB", "system": "L", "python": "3"},
        versions={"hugo": "1", **dict.fromkeys(ratios, "2")},
        census={},
        memory={"hugo": 800 * 2**20, **dict.fromkeys(ratios, 200 * 2**20)},
        page={"hugo": 8000},
        lines=tuple(lines),
    )


def test_ratio_is_the_median_of_the_rounds_ratios() -> None:
    """A slow minute makes both slow, and their ratio stays."""
    base = [Cost(1, 1, 10), Cost(10, 1, 10), Cost(2, 1, 10)]
    other = [Cost(0.5, 3, 30), Cost(5, 2, 20), Cost(0.2, 1, 10)]
    first, second = summarise("cold", {"hugo": base, "dateline": other})

    assert (first.ratio, first.wall) == (1, 2)
    assert (second.ratio, second.wall, second.cpu, second.rss) == (0.5, 0.5, 2, 20)
    assert (second.fastest, second.slowest, second.rounds) == (0.2, 5, 3)


def test_rounds_that_are_missing_are_told() -> None:
    """A ratio of different rounds would be none."""
    with pytest.raises(ValueError, match="zip"):
        summarise("cold", {"hugo": [Cost(1, 1, 1)] * 2, "dateline": [Cost(1, 1, 1)]})


@pytest.mark.parametrize("large, exponent", [(10.0, 1.0), (1.0, 0.0), (100.0, 2.0)])
def test_growth_is_the_exponent(large: float, exponent: float) -> None:
    """In step is 1, not at all is 0."""
    assert growth((10_000, 1.0), (100_000, large)) == pytest.approx(exponent)


@pytest.mark.parametrize("ratio, verdict", [(0.36, "**missed**"), (0.35, "hit"), (0.25, "reached")])
def test_a_miss_is_called_one(ratio: float, verdict: str) -> None:
    """The promise is an upper bound, the hope another."""
    target = next(each for each in TARGETS if each.title == "cold, 10,000, peers' work")

    assert target.verdict({"tmpfs/10000": run(dateline=ratio)}) == verdict
    assert target.verdict({"tmpfs/1000": run(1000, dateline=0.1)}) == "not measured"


def test_runs_on_a_disk_answer_no_promise() -> None:
    """Promises are of tmpfs."""
    found = {"ext4/10000": replace(run(dateline=0.1), file_system="ext4")}

    assert {each.verdict(found) for each in TARGETS} == {"not measured"}


def test_every_promise_can_be_held() -> None:
    """Each target finds its number in full runs: none is "not measured" for a wrong name."""
    names = ("dateline", "dateline-1", "dateline-full")
    scenarios = ("cold", "nothing", "edit", "add", "check", "help")
    runs = {}
    for size in (1_000, 10_000, 100_000):
        made = run(size, **dict.fromkeys(names, 0.01))
        lines = [replace(line, scenario=each) for each in scenarios for line in made.lines]
        runs[made.key] = replace(made, lines=tuple(lines))
    unread = [each.title for each in TARGETS if each.verdict(runs) == "not measured"]

    assert unread == []


def test_memory_is_that_of_all_processes() -> None:
    """A quarter of Hugo's."""
    target: Target = next(each for each in TARGETS if each.title.startswith("memory of all"))

    assert target.read({"tmpfs/10000": run(dateline=1)}) == 0.25


def test_kept_runs_come_back(tmp_path: Path) -> None:
    """A run takes the place of the one of its size; others stay; tmpfs and small come first."""
    file = tmp_path / "results.json"
    large, small, newer = run(dateline=0.5), run(1000, dateline=0.4), run(1000, dateline=0.3)
    disk = replace(small, file_system="ext4")
    for each in (disk, large, small, newer):
        results.keep(each, file)

    assert list(results.load(file).values()) == [newer, large, disk]


def test_page_is_renewed_between_its_markers_alone() -> None:
    """What people wrote stays."""
    text = "Before.\n<!-- targets: made -->\nold\n<!-- end -->\nAfter.\n"

    renewed = page.renewed(text, {"targets": "new\n"})

    assert renewed == "Before.\n<!-- targets: made -->\n\nnew\n\n<!-- end -->\nAfter.\n"
    assert page.renewed(renewed, {"targets": "new\n"}) == renewed
    with pytest.raises(ValueError, match="no markers for tables"):
        page.renewed(text, {"tables": ""})


def test_page_shows_what_is_kept() -> None:
    """Numbers in the docs are those of the results file, the verdicts too."""
    old = page.PAGE.read_text(encoding="utf-8")
    text, picture = page.made(old)

    assert text == old, "run `python -m benchmarks.page`"
    assert (page.CHART.read_text(encoding="utf-8") if page.CHART.exists() else "") == picture


def test_chart_has_a_bar_for_each_tool() -> None:
    """The picture is XML, and the same for the same numbers; its bars are as long as their logs."""
    made = run(dateline=0.05, nikola=50.0)
    drawn = chart.draw(made)
    found = ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}rect")
    bars = {each.attrib["class"]: float(each.attrib["width"]) for each in found}

    assert chart.draw(made) == drawn
    assert bars["dateline"] < bars["hugo"] < bars["peer"]
    # 0.1 s, 2 s and 100 s on a scale from 0.1 s to 100 s.
    assert (bars["dateline"], bars["peer"]) == (0, 520)
