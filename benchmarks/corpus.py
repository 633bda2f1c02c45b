"""Write a tool's site with its corpus: `python -m benchmarks.corpus --releases 100 hugo DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.stories import Corpus, stories
from benchmarks.tools import NAMES, make


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    """Offer the options that choose a corpus."""
    parser.add_argument("--releases", type=int, default=1000, help="stories (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="tells other stories (default 1)")
    parser.add_argument("--words", type=int, help="words in every body; 300 to 500 unless fixed")


def chosen_corpus(options: argparse.Namespace) -> Corpus:
    """Read the corpus that the options choose."""
    return Corpus(options.releases, options.seed, options.words)


def main() -> None:
    """Write the site that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    parser.add_argument("tool", choices=NAMES)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    tool = make(options.tool, Path(), Path())
    tool.lay_out(stories(chosen_corpus(options)), options.folder)


if __name__ == "__main__":
    main()
