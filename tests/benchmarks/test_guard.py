"""The floor does the least, and does it whole."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from benchmarks import guard
from benchmarks.floor import files, floor
from benchmarks.guard import differing, measure_floor
from benchmarks.measure import Cost
from benchmarks.profile import shares, stage_of
from dateline import addresses


def tree(root: Path, **contents: str) -> Path:
    """Write files in two folders each."""
    for name, text in contents.items():
        (root / name / "deep").mkdir(parents=True)
        (root / name / "deep" / "page.html").write_text(text)
    return root


def test_floor_writes_exactly_the_model(tmp_path: Path) -> None:
    """Every byte, in new folders; sources are only read."""
    sources, model = (
        tree(tmp_path / "sources", a="x"),
        tree(tmp_path / "model", b="y", c="z" * 9999),
    )
    cost = measure_floor(sources, model, tmp_path / "out")

    assert differing(model, tmp_path / "out") == []
    assert 0 < cost.wall < 60
    assert len(list(files(str(sources)))) == 1


def test_floor_never_writes_over_a_file(tmp_path: Path) -> None:
    """Overwriting is cheaper than making: it would be another floor."""
    sources, out = tree(tmp_path / "sources", a="x"), tree(tmp_path / "out", a="x")

    with pytest.raises(FileExistsError):
        floor(str(sources), {"a/deep/page.html": b"y"}, str(out))


@pytest.mark.parametrize("change", ["longer", "gone", "new"])
def test_other_files_are_told(tmp_path: Path, change: str) -> None:
    """A floor that wrote something else would be no measure."""
    left, right = tree(tmp_path / "left", a="x", b="y"), tree(tmp_path / "right", a="x", b="y")
    page = right / "a" / "deep" / "page.html"
    if change == "longer":
        page.write_text("x ")
    elif change == "gone":
        page.unlink()
    else:
        page.with_name("other.html").write_text("")
    assert len(differing(left, right)) == 1


@pytest.mark.parametrize("build, verdict", [(0.49, 0), (0.51, 1)])
def test_guard_fails_beyond_its_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, build: float, verdict: int
) -> None:
    """Five times the floor, and no more."""
    monkeypatch.setattr(guard, "compare", lambda *_: (Cost(build, 1, 1), Cost(0.1, 1, 1)))
    monkeypatch.setattr(sys, "argv", ["guard", "--releases", "10", "--root", str(tmp_path)])

    assert guard.main() == verdict


def test_time_is_charged_to_the_innermost_stage() -> None:
    """A library's time falls to the stage that called it."""
    seen: list[FrameType] = []

    class Probe(str):
        __slots__ = ()

        def __format__(self, _: str) -> str:
            seen.append(sys._getframe())
            return "en"

    addresses.home(Probe("en"))

    assert stage_of(seen[0]) == "addresses"
    assert stage_of(None) == "starting up"


def test_shares_add_up() -> None:
    """The largest stage comes first."""
    from collections import Counter

    found = shares(Counter({"pages": 1, "feeds": 3}))

    assert [(each.stage, each.share) for each in found] == [("feeds", 0.75), ("pages", 0.25)]
