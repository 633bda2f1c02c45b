"""Time the tools in turns on one corpus: `python -m benchmarks.run --dateline PATH --hugo PATH`."""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks.census import Census, counted, differences, expected
from benchmarks.corpus import add_corpus_options, chosen_corpus
from benchmarks.measure import BuildError, Cost, peak_memory, run
from benchmarks.peers import Tool
from benchmarks.peers.dateline import Dateline
from benchmarks.peers.hugo import Hugo
from benchmarks.report import Line, census_table, summarise, times_table
from benchmarks.scenarios import SCENARIOS, Stand, cold, one_edit
from benchmarks.stories import Corpus, stories


def command(text: str) -> Path:
    """Find a command by its path or its name."""
    if found := shutil.which(text):
        return Path(found).absolute()
    raise argparse.ArgumentTypeError(f"no such command: {text}")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    parser.add_argument("--rounds", type=int, default=5, help="builds of each tool (default 5)")
    parser.add_argument("--dateline", type=command, metavar="PATH", help="the dateline command")
    parser.add_argument("--full", action="store_true", help="time Dateline with all it offers, too")
    parser.add_argument("--hugo", type=command, metavar="PATH", help="the hugo command")
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--scratch", type=Path, default=Path("/dev/shm"), help="a folder on tmpfs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number here, too")
    return parser.parse_args()


def tools(options: argparse.Namespace) -> list[Tool]:
    """List the tools whose commands were given; the first is what the others are compared with."""
    chosen: list[Tool] = [Hugo(options.hugo)] if options.hugo else []
    if options.dateline:
        chosen.append(Dateline(options.dateline))
    if options.dateline and options.full:
        chosen.append(Dateline(options.dateline, full=True))
    return chosen


@contextmanager
def stands(chosen: Sequence[Tool], corpus: Corpus, scratch: Path) -> Iterator[list[Stand]]:
    """Lay the corpus out for each tool, in folders that are removed at the end."""
    *_, newest = stories(corpus)
    with tempfile.TemporaryDirectory(prefix="dateline-bench-", dir=scratch) as folder:
        made = []
        for tool in chosen:
            home = Path(folder) / tool.name
            tool.lay_out(stories(corpus), home / "site")
            made.append(Stand(tool, home / "site", home / "out", newest))
        yield made


def verify(stand: Stand, wanted: Census) -> tuple[Census, int]:
    """Build once, untimed, and hold the site against the corpus; tell the memory it took."""
    cold(stand, "")
    memory = peak_memory(stand.command(), stand.tool.env)
    site = counted(stand.output, feeds=stand.tool.feeds)
    if faults := differences(site, wanted):
        raise BuildError(f"{stand.tool.name} built another site:\n  " + "\n  ".join(faults))
    return site, memory


def time_in_turns(at: Sequence[Stand], scenario: str, rounds: int) -> dict[str, list[Cost]]:
    """Run every tool once a round; another one begins each round."""
    costs: dict[str, list[Cost]] = {stand.tool.name: [] for stand in at}
    for turn in range(rounds):
        first = turn % len(at)
        for stand in (*at[first:], *at[:first]):
            mark = f"round {turn}"
            SCENARIOS[scenario](stand, mark)
            costs[stand.tool.name].append(run(stand.command(), stand.tool.env))
            if SCENARIOS[scenario] is one_edit and mark not in stand.page().read_text("utf-8"):
                raise BuildError(f"{stand.tool.name} did not publish the edit")
    return costs


def main() -> int:
    """Verify, time, print."""
    options = arguments()
    chosen = tools(options)
    if not chosen:
        print("nothing to time: give --hugo or --dateline", file=sys.stderr)
        return 2
    corpus = chosen_corpus(options)
    wanted = expected(stories(corpus))
    try:
        with stands(chosen, corpus, options.scratch) as at:
            sites = {stand.tool.name: verify(stand, wanted) for stand in at}
            print(census_table(wanted, {name: site for name, (site, _) in sites.items()}))
            memory = {name: peak for name, (_, peak) in sites.items()}
            lines: list[Line] = []
            for scenario in options.scenarios:
                costs = time_in_turns(at, scenario, options.rounds)
                lines += summarise(scenario, costs, memory)
    except BuildError as fault:
        print(fault, file=sys.stderr)
        return 1
    print(times_table(lines))
    if options.json:
        told = {
            "corpus": asdict(corpus),
            "machine": platform.platform(),
            "census": {name: asdict(site) for name, (site, _) in sites.items()},
            "results": [asdict(line) for line in lines],
        }
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
