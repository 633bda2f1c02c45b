"""Write a corpus to disk: `python -m benchmarks.corpus --releases 100 --dateline DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.layouts import as_hugo, as_newsroom
from benchmarks.stories import Corpus, stories


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    """Offer the options that choose a corpus."""
    parser.add_argument("--releases", type=int, default=1000, help="stories (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="tells other stories (default 1)")
    parser.add_argument("--words", type=int, help="words in every body; 300 to 500 unless fixed")


def chosen_corpus(options: argparse.Namespace) -> Corpus:
    """Read the corpus that the options choose."""
    return Corpus(options.releases, options.seed, options.words)


def main() -> None:
    """Write the layouts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    parser.add_argument("--dateline", type=Path, metavar="DIR", help="write a newsroom here")
    parser.add_argument("--hugo", type=Path, metavar="DIR", help="write Hugo's content folder here")
    parser.add_argument("--full", action="store_true", help="all feed formats and digests")
    options = parser.parse_args()
    corpus = chosen_corpus(options)
    if options.dateline:
        as_newsroom(stories(corpus), options.dateline, full=options.full)
    if options.hugo:
        as_hugo(stories(corpus), options.hugo)


if __name__ == "__main__":
    main()
