"""Time the tools in turns on one corpus: `python -m benchmarks.run --releases 1000`."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from benchmarks import machine, results
from benchmarks.census import Census, counted, differences, expected
from benchmarks.corpus import add_corpus_options, chosen_corpus
from benchmarks.measure import BuildError, Cost, peak_memory, run
from benchmarks.peers import Tool
from benchmarks.report import Line, census_table, summarise, times_table
from benchmarks.results import Run
from benchmarks.scenarios import SCENARIOS, Scenario, Stand, cold
from benchmarks.stories import Corpus, stories
from benchmarks.tools import NAMES, choose, version


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each tool (default 5)")
    parser.add_argument("--tools", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--root", type=Path, default=Path("/dev/shm"), help="else on tmpfs")
    parser.add_argument("--bench", type=Path, default=Path(".bench"), help="the installed tools")
    own = Path(sys.executable).with_name("dateline")
    parser.add_argument("--dateline", type=Path, default=own, help="else this environment's own")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the results here, too")
    return parser.parse_args()


@contextmanager
def stands(chosen: Sequence[Tool], corpus: Corpus, root: Path) -> Iterator[list[Stand]]:
    """Lay the corpus out for each tool, in folders that are removed at the end."""
    oldest, *_, newest = stories(corpus)
    with tempfile.TemporaryDirectory(prefix="dateline-bench-", dir=root) as folder:
        made = []
        for tool in chosen:
            home = Path(folder) / tool.name
            tool.lay_out(stories(corpus), home / "site")
            made.append(Stand(tool, home / "site", home / "out", corpus, oldest, newest))
        yield made


def verify(stand: Stand) -> tuple[Census, int]:
    """Build once, untimed, and hold the site against the corpus; tell the memory it took.

    Raises BuildError where the tool built another site: it is not timed.
    """
    cold(stand, 0)
    memory = peak_memory(stand.build(), stand.tool.env)
    site = counted(stand.output, feeds=stand.tool.feeds)
    wanted = expected(stories(stand.corpus), stand.tool.newest)
    if faults := differences(site, wanted, exact=stand.tool.exact):
        raise BuildError(f"{stand.tool.name} built another site:\n  " + "\n  ".join(faults))
    return site, memory


def time_in_turns(at: Sequence[Stand], scenario: Scenario, rounds: int) -> dict[str, list[Cost]]:
    """Run every tool that takes part once a round; another one begins each round."""
    part = [stand for stand in at if scenario.command(stand)]
    costs: dict[str, list[Cost]] = {stand.tool.name: [] for stand in part}
    for turn in range(rounds):
        first = turn % len(part)
        for stand in (*part[first:], *part[:first]):
            costs[stand.tool.name].append(timed(stand, scenario, turn))
    return costs


def timed(stand: Stand, scenario: Scenario, turn: int) -> Cost:
    """Ready a stand, run it, and see that it did what it was to do."""
    scenario.ready(stand, turn)
    if machine.file_system(stand.site) != "tmpfs":
        os.sync()  # what was written before is not this tool's to pay for
    gc.collect()
    cost = run(scenario.command(stand) or [], stand.tool.env)
    if not scenario.is_done(stand, turn):
        raise BuildError(f"{stand.tool.name} ended well, but did not do: {scenario.title}")
    return cost


def time_all(at: Sequence[Stand], scenarios: Sequence[str], rounds: int) -> list[Line]:
    """Time every scenario, and show each as it is done."""
    lines: list[Line] = []
    for name in scenarios:
        found = summarise(name, time_in_turns(at, SCENARIOS[name], rounds))
        print(times_table(found), flush=True)
        lines += found
    return lines


def page_size(output: Path) -> int:
    """Give the mean size of a release's page in bytes."""
    sizes = [page.stat().st_size for page in output.glob("*/[12]*/*/*/index.html")]
    return round(sum(sizes) / len(sizes))


def measure(options: argparse.Namespace) -> Run:
    """Verify, time, and sum up."""
    corpus: Corpus = chosen_corpus(options)
    chosen = choose(options.tools, options.bench, options.dateline)
    before = machine.load()
    with stands(chosen, corpus, options.root) as at:
        sites, memory, page = {}, {}, {}
        for stand in at:
            name = stand.tool.name
            sites[name], memory[name] = verify(stand)
            page[name] = page_size(stand.output)
        print(census_table(expected(stories(corpus)), sites))
        lines = time_all(at, options.scenarios, options.rounds)
    return Run(
        releases=corpus.releases,
        file_system=machine.file_system(options.root),
        day=f"{datetime.now().astimezone():%Y-%m-%d}",
        load=(before, machine.load()),
        machine=machine.described(),
        versions={tool.name: version(tool) for tool in chosen},
        census={name: asdict(site) for name, site in sites.items()},
        memory=memory,
        page=page,
        lines=tuple(lines),
    )


def main() -> int:
    """Measure and, where that is asked for, keep what was found."""
    options = arguments()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not shutil.which(options.dateline):
        print(f"{options.dateline} is missing: give --dateline", file=sys.stderr)
        return 2
    try:
        found = measure(options)
    except BuildError as fault:
        print(fault, file=sys.stderr)
        return 1
    for tool, held in found.memory.items():
        print(f"{tool}: {held / 2**20:.0f} MiB in all processes, cold")
    if options.keep:
        results.keep(found, options.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
