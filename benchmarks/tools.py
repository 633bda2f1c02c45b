"""The tools by name, as `make bench-tools` installs them; Dateline is the project's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.measure import BuildError
from benchmarks.peers import Tool
from benchmarks.peers.dateline import Dateline
from benchmarks.peers.eleventy import Eleventy
from benchmarks.peers.hugo import Hugo
from benchmarks.peers.nikola import Nikola
from benchmarks.peers.pelican import Pelican

# The first is what the others are compared with.
NAMES: Final = (
    "hugo", "dateline", "dateline-1", "dateline-full", "eleventy", "pelican", "nikola",
)  # fmt: skip


def choose(names: Sequence[str], bench: Path, dateline: Path) -> list[Tool]:
    """Give the tools of these names, in the order of NAMES, from the folder of installed ones.

    Raises BuildError where one is not installed. `dateline-1` is left out, and it is said, where
    this Dateline has no `--jobs`.
    """
    chosen = [make(name, bench.absolute(), dateline.absolute()) for name in NAMES if name in names]
    for tool in chosen:
        if not Path(tool.version[0]).exists():
            raise BuildError(f"{tool.version[0]} is missing: run `make bench-tools` first")
    if "dateline-1" in names and not _has_jobs(dateline):
        print("dateline-1 is left out: this Dateline has no --jobs", file=sys.stderr)
        chosen = [tool for tool in chosen if tool.name != "dateline-1"]
    return chosen


def make(name: str, bench: Path, dateline: Path) -> Tool:
    """Make one tool, installed or not."""
    programs = bench / "python" / "bin"
    tool: Tool
    match name:
        case "hugo":
            tool = Hugo(programs / "hugo")
        case "pelican":
            tool = Pelican(programs / "pelican")
        case "nikola":
            tool = Nikola(programs / "nikola")
        case "eleventy":
            tool = Eleventy(bench / "node")
        case _:
            jobs = 1 if name.endswith("-1") else None
            tool = Dateline(dateline, full=name.endswith("-full"), jobs=jobs)
    return tool


def version(tool: Tool) -> str:
    """Ask a tool for its version: the first number with dots that it says."""
    said = subprocess.run(tool.version, check=True, capture_output=True, text=True).stdout
    found = (word.strip("v,") for word in said.replace("-", " ").split() if word.count(".") > 1)
    return next(found, said.strip())


def _has_jobs(dateline: Path) -> bool:
    """Say whether this Dateline can be told how many processes to use."""
    said = subprocess.run([dateline, "build", "--help"], check=True, capture_output=True, text=True)
    return "--jobs" in said.stdout
