"""Tell where the time of a cold build goes: `python -m benchmarks.profile --releases 3000`.

Looks every millisecond of processor time at what runs, in this process, which does all the work
itself: a sampler costs next to nothing, where a tracer would make small functions look large.
Each look is charged to the stage of the innermost function of Dateline on the stack, so that a
library's time falls to the stage that called it.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from benchmarks.corpus import add_corpus_options, chosen_corpus
from benchmarks.peers.dateline import Dateline
from benchmarks.stories import NOW, stories

_EVERY: Final = 0.001
FILE: Final = Path(__file__).with_name("profile.json")
# The first that begins a module's name names the stage.
STAGES: Final = {
    "dateline.reading": "reading: files, front matter, validation",
    "dateline.markup": "Markdown to safe HTML",
    "dateline.plaintext": "plain-text twins",
    "dateline.proofreading": "proofreading",
    "dateline.checks": "checks across releases",
    "dateline.examination": "checks across releases",
    "dateline.selection": "selection",
    "dateline.templating": "templates",
    "dateline.pages": "pages",
    "dateline.feeds": "feeds",
    "dateline.digest": "digests",
    "dateline.monthly": "digests",
    "dateline.delivery": "sitemap and servers' files",
    "dateline.output": "staging and writing",
    "dateline.ledger": "the ledger",
    "dateline.settings": "settings",
    "dateline.languages": "dates and words",
    "dateline.addresses": "addresses",
    "dateline.site": "addresses",
    "dateline.validation": "reading: files, front matter, validation",
    "dateline.memory": "remembering for the next build",
    "dateline.parts": "remembering for the next build",
    "dateline.model": "releases as values",
    "dateline.steady": "reading: files, front matter, validation",
    "dateline.sandbox": "templates",
    "dateline": "all else",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A stage's share of the time."""

    stage: str
    share: float


def stage_of(frame: FrameType | None) -> str:
    """Name the stage of the innermost frame that is Dateline's."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module == "dateline" or module.startswith("dateline."):
            return next(
                stage
                for start, stage in STAGES.items()
                if module == start or module.startswith(f"{start}.")
            )
        if frame.f_code.co_name in ("_find_and_load", "exec_module"):
            return "loading libraries"
        frame = frame.f_back
    return "starting up"


@contextmanager
def sampling() -> Iterator[Counter[str]]:
    """Count what runs by stage, as long as the block does."""
    counts: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        counts[stage_of(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield counts
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def shares(counts: Counter[str]) -> list[Share]:
    """Give each stage's share, the largest first."""
    total = counts.total()
    return [Share(stage, round(count / total, 4)) for stage, count in counts.most_common()]


def build(site: Path) -> Counter[str]:
    """Build a newsroom cold, with the libraries still to be loaded."""
    with sampling() as counts:
        from dateline.build import build as publish  # noqa: PLC0415 -- loading is measured
        from dateline.settings import load_newsroom  # noqa: PLC0415

        publish(load_newsroom(site), NOW, out=site / "public", keep_ledger=True, jobs=1)
    return counts


def main() -> int:
    """Print the profile and, with --keep, keep it for the docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    parser.add_argument("--root", type=Path, default=Path("/dev/shm"), help="else on tmpfs")
    parser.add_argument("--peers", action="store_true", help="the peers' work, not all by default")
    parser.add_argument("--keep", action="store_true", help=f"write {FILE.name}, for the docs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-profile-", dir=options.root) as folder:
        site = Path(folder) / "site"
        Dateline(Path(), full=not options.peers).lay_out(stories(chosen_corpus(options)), site)
        found = shares(build(site))
    for each in found:
        print(f"{each.share:6.1%}  {each.stage}")
    if options.keep:
        told = {"releases": options.releases, "shares": [asdict(each) for each in found]}
        FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
