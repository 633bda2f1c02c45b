"""What is told of one mistake is told of it beside any other: no second run finds more.

Each mistake of `invalid/` that one release can make is made in the files of each other one, and
checked once. Left out are mistakes that say something of the same key, and true consequences.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsrooms.mistakes import HERE, Codes, Mistake, load, together
from tests.newsrooms.test_invalid import MISTAKES, problems

OF_RELEASES = [name for name in MISTAKES if not name.startswith("settings-")]
# The words of the one language, and what names its own file, mean nothing in another file.
OF_ENGLISH = {"wrong-weekday", "wrong-weekday-in-summary", "dateline-date-differs"}
OF_ITS_NAME = {"replaced-by-itself", "dead-anchor", "alias-loop", "same-moment"}
# What it hides is nothing that a second run would tell for certain: it waits for the answer.
CONSEQUENCES: dict[str, tuple[str, set[str]]] = {
    "front-matter-list": ("a block that is a list has no keys, and with keys it is no list", {"*"}),
    "text-as-bool": (
        "what a draft may lack, and when others are drafts, hangs on `draft`",
        {"no-summary", "empty-body", "placeholder-title", "withdrawn-alone", "withdrawn-too-early",
         "replaced-by-itself", "stale-translation", "missing-translation"},
    ),
    "climbing-slug": (
        "where the page stands hangs on `slug`", {"duplicate-address", "alias-loop"},
    ),
    "no-date-in-name": ("no day to compare with", {"date-name-mismatch"}),
    "date-name-mismatch": ("which of the two days is right", {"dateline-differs"}),
    "date-zone-mismatch": ("which of the two days is right", {"dateline-differs"}),
    "unknown-key": ("`sumary` was to be the summary", {"no-summary"}),
    "unknown-kind": ("the same key", {"editions-differ"}),
    "invalid-id": ("the same key", {"duplicate-id"}),
    "many-at-once": ("its `sumary` was to be the summary, too", {"no-summary"}),
    **{
        name: (
            "what is withdrawn lacks nothing",
            {"no-summary", "empty-body", "placeholder-title", "missing-translation"},
        )
        for name in (
            "withdrawn-alone", "withdrawn-too-early", "withdrawn-in-one-language",
            "replaced-by-itself",
        )
    },
}  # fmt: skip


def pairs() -> Iterator[tuple[str, str, str]]:
    """Yield which mistake is made in which file of which other."""
    mistakes = {name: load(name) for name in OF_RELEASES}
    for first in mistakes.values():
        for second in mistakes.values():
            for path in second.releases if first is not second else ():
                is_part = len(second.releases) < 4 or second.codes(path)
                if is_part and fits(first.name, path) and together(first, second, path):
                    yield first.name, second.name, path


def fits(name: str, path: str) -> bool:
    """Say whether a mistake is one in a file of that name, too."""
    is_named_alike = path.endswith("/2024-02-01-course.md")
    return (name not in OF_ITS_NAME or is_named_alike) and (
        name not in OF_ENGLISH or path.count(".") == 1
    )


def expected(first: str, second: str, both: Mistake) -> Codes:
    """Give the problems of two mistakes, but for what neither can be told beside the other."""
    hidden = CONSEQUENCES.get(first, ("", set()))[1] | CONSEQUENCES.get(second, ("", set()))[1]
    if "*" in hidden:
        return Counter()
    return Counter(
        {each: number for each, number in both.problems.items() if each[1] not in hidden}
    )


def lost(first: str, second: str, path: str, root: Path) -> Codes:
    """Give what is not told of two mistakes that are made together."""
    both = together(load(first), load(second), path)

    assert both
    shutil.copytree(HERE / "small", root, ignore=shutil.ignore_patterns("releases", "pages"))
    for name, content in both.files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    found = Counter((problem.place.path, problem.code) for problem in problems(root))
    shutil.rmtree(root)
    return expected(first, second, both) - found


def all_lost(some: list[tuple[str, str, str]], root: Path) -> dict[tuple[str, str, str], Codes]:
    """Give the pairs of which something is not told."""
    found = {each: lost(*each, root) for each in some}
    return {each: codes for each, codes in found.items() if codes}


def test_no_mistake_hides_another(tmp_path: Path) -> None:
    """Of some hundreds of pairs, each mistake is told in the run that tells the other."""
    every = list(pairs())
    some = random.Random(3).sample(every, 300)

    assert len(every) > 8_000
    assert all_lost(some, tmp_path / "newsroom") == {}


@pytest.mark.slow
def test_no_mistake_hides_any_other(tmp_path: Path) -> None:
    """So with each pair."""
    assert all_lost(list(pairs()), tmp_path / "newsroom") == {}


@pytest.mark.parametrize("name", sorted(CONSEQUENCES))
def test_consequences_are_of_mistakes_that_there_are(name: str) -> None:
    """What is left out is left out of something."""
    assert name in OF_RELEASES
