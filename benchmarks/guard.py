"""Hold the cold build to a floor that needs no peer: `python -m benchmarks.guard`.

The floor finds, reads and writes the same bytes and does nothing else, in one process. Dateline
does all that it does unasked, or the peers' work alone. Both run in turns; the best run of each is
compared, for what else a machine does only ever makes runs slower.
Exits 1 where Dateline needs more than LIMIT times the floor.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.corpus import add_corpus_options, chosen_corpus
from benchmarks.measure import BuildError, Cost, run
from benchmarks.peers.dateline import Dateline
from benchmarks.scenarios import Stand, cold
from benchmarks.stories import stories

LIMIT: Final = 5.0


def measure_floor(sources: Path, model: Path, output: Path) -> Cost:
    """Let the floor write the model's files into a new folder, in a process of its own."""
    program = [sys.executable, "-m", "benchmarks.floor", str(sources), str(model), str(output)]
    said = subprocess.run(program, check=True, capture_output=True, text=True).stdout
    wall, cpu = map(float, said.split())
    return Cost(wall, cpu, 0)


def differing(left: Path, right: Path) -> list[str]:
    """Name the files that are not the same in two folders."""
    names = {
        path.relative_to(folder)
        for folder in (left, right)
        for path in folder.rglob("*")
        if path.is_file()
    }
    _, unequal, missing = filecmp.cmpfiles(left, right, map(str, names), shallow=False)
    return sorted(unequal + missing)


def compare(stand: Stand, rounds: int, home: Path) -> tuple[Cost, Cost]:
    """Build and run the floor in turns; give the quickest run of each."""
    builds: list[Cost] = []
    floors: list[Cost] = []
    for turn in range(rounds):
        cold(stand, turn)
        builds.append(run(stand.build(), stand.tool.env))
        floor = home / f"floor-{turn}"
        floors.append(measure_floor(stand.site / "releases", stand.output, floor))
        if differing(stand.output, floor):
            raise BuildError("the floor wrote other files than the build")
        shutil.rmtree(floor)  # the next finds warm memory, as the build does: it is half of writing
    return min(builds, key=_wall), min(floors, key=_wall)


def _wall(cost: Cost) -> float:
    return cost.wall


def main() -> int:
    """Print both, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    own = Path(sys.executable).with_name("dateline")
    parser.add_argument("--dateline", type=Path, default=own, help="else this environment's own")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (default 5)")
    parser.add_argument("--root", type=Path, default=Path("/dev/shm"), help="else on tmpfs")
    parser.add_argument("--peers", action="store_true", help="the peers' work, not all by default")
    parser.add_argument("--limit", type=float, default=LIMIT)
    parser.set_defaults(releases=10_000)
    options = parser.parse_args()
    corpus = chosen_corpus(options)
    oldest, *_, newest = stories(corpus)
    with tempfile.TemporaryDirectory(prefix="dateline-guard-", dir=options.root) as folder:
        home = Path(folder)
        tool = Dateline(options.dateline.absolute(), full=not options.peers)
        tool.lay_out(stories(corpus), home / "site")
        stand = Stand(tool, home / "site", home / "out", corpus, oldest, newest)
        build, floor = compare(stand, options.rounds, home)
    ratio = build.wall / floor.wall
    print(f"{corpus.releases:,} releases, the quickest of {options.rounds} runs of each:")
    print(f"floor      {floor.wall:.3f} s, {floor.cpu:.3f} s of a processor")
    print(f"cold build {build.wall:.3f} s, {build.cpu:.3f} s of processors")
    print(f"{ratio:.2f} times the floor, at most {options.limit:g}")
    return int(ratio > options.limit)


if __name__ == "__main__":
    sys.exit(main())
