"""The law of incremental builds: whatever happened before, they give what a fresh build gives."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.cli import remembered
from dateline.output import publication
from dateline.problems import problem_of
from tests.conftest import NEWSROOMS
from tests.memory import rounds
from tests.memory.rounds import DEEDS, Deed, Office

Step = tuple[Deed, int]

# To make an example smaller takes minutes, and its log says enough.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 239)), min_size=1, max_size=3)


@pytest.fixture(autouse=True)
def _trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written a moment ago be known for sure: builds take longer than ticks."""
    monkeypatch.setattr(remembered, "file_time", lambda: time.time_ns() + 10**11)


def _hold_the_law(office: Office) -> None:
    before, wanted = office.public(), office.fresh()
    told = office.build()

    if isinstance(wanted, str):
        assert told == wanted, office.log
        assert office.public() == before, office.log
    else:
        assert not isinstance(told, str), (told, office.log)
        assert office.public() == wanted, office.log
        assert told["files"] == len(wanted), office.log


def _of_examples(number: int) -> settings:
    return settings(
        phases=NO_SHRINKING,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        max_examples=number,
    )


def _hold_through(history: list[list[Step]], *, swaps: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(shutil.copytree(NEWSROOMS / "small", Path(folder) / "newsroom")))
        office.swaps = swaps
        _hold_the_law(office)
        for steps in history:
            for step in steps:
                office.step(*step)
            _hold_the_law(office)


HISTORIES = given(history=st.lists(STEPS, min_size=3, max_size=8), swaps=st.booleans())


@_of_examples(10)
@HISTORIES
def test_incremental_is_fresh(history: list[list[Step]], swaps: bool) -> None:
    """After any sequence of changes the output equals a fresh build's, byte for byte."""
    _hold_through(history, swaps=swaps)


@pytest.mark.long
@_of_examples(40)
@HISTORIES
def test_incremental_is_fresh_after_many(history: list[list[Step]], swaps: bool) -> None:
    """After any of more sequences of changes the output equals a fresh build's, byte for byte."""
    _hold_through(history, swaps=swaps)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([(rounds.edit_keys, 4 * 12)], [(rounds.clock, 2)]),
        ([(rounds.edit_keys, 4 * 11)], [(rounds.clock, 3)]),
        ([(rounds.edit_keys, 4 * 6)], [(rounds.clock, 3)]),
        ([(rounds.edit_keys, 4 * 13)], [(rounds.clock, 3)]),
        ([(rounds.picture, 0)], [(rounds.repaint, 5)]),
        ([(rounds.picture, 0)], [(rounds.picture, 4)]),
        ([(rounds.edit_keys, 4 * 8)], [(rounds.edit_title, 0)]),
        ([(rounds.add, 5)], [(rounds.edit_title, 1)]),
        ([(rounds.edit_keys, 4 * 9)], [(rounds.edit_title, 0)]),
        ([(rounds.clock, 3)], [(rounds.clock, 4)]),
    ],
)
def test_scenes(small: Path, before: list[Step], after: list[Step]) -> None:
    """What changes by itself or through another file is made anew: days, pictures, titles."""
    office = Office(small)
    for step in before:
        office.step(*step)
    _hold_the_law(office)
    published = office.public()
    for step in after:
        office.step(*step)

    _hold_the_law(office)
    assert office.public() != published


@pytest.mark.parametrize("number", [0, 1])
def test_another_name(small: Path, number: int) -> None:
    """A release whose file gets another name, and nothing else, goes to another address."""
    office = Office(small)
    _hold_the_law(office)
    for path in small.glob(f"releases/**/{rounds.STEMS[number]}*.md"):
        path.rename(path.with_name(path.name.replace(rounds.STEMS[number][11:], "lesson")))

    _hold_the_law(office)
    assert any("lesson/" in path for path in office.public())


@pytest.mark.parametrize("line", ['untranslated = "list"', "[delivery]\ngzip = true"])
@pytest.mark.parametrize(
    "steps",
    [
        [(rounds.edit_title, 0), (rounds.add, 1), (rounds.edit_title, 1), (rounds.remove, 1)],
        # Held into another month, and back.
        [(rounds.edit_keys, 4 * 6), (rounds.clock, 3), (rounds.edit_keys, 4 * 10), (rounds.add, 7)],
        # Corrections and a withdrawal in a month that may have no release.
        [(rounds.edit_keys, 4 * 11 + 1), (rounds.clock, 3), (rounds.edit_keys, 4 * 13 + 1)],
        # What only a page of another release shows.
        [(rounds.edit_keys, 4 * 8 + 1), (rounds.edit_title, 1), (rounds.edit_text, 1)],
        [(rounds.edit_keys, 0), (rounds.edit_keys, 1), (rounds.feed, 1), (rounds.edit_keys, 4)],
    ],
)
def test_scenes_of_months(small: Path, line: str, steps: list[Step]) -> None:
    """What months of releases are asked by tells all that their parts show, in any newsroom."""
    office = Office(small)
    settings_file = office.root / "dateline.toml"
    text = settings_file.read_text(encoding="utf-8")
    top = line if "[" not in line else ""
    settings_file.write_text(f"{top}\n{text}\n{line if not top else ''}\n", encoding="utf-8")
    _hold_the_law(office)
    for step in steps:
        office.step(*step)
        _hold_the_law(office)


def test_notice_follows_the_release_in_its_place(small: Path) -> None:
    """What a feed says of a withdrawn release's replacement changes and goes with that."""
    office = Office(small)
    gone = "withdrawn: {at: 2024-02-05, reason: It was wrong., replaced_by: 2024-01-08-workshop}"
    rounds._rewrite(office.release(1), lambda text: rounds._with_key(text, gone))
    rounds._rewrite(office.release(1), lambda text: rounds._with_key(text, "topics: [youth]"))
    rounds._rewrite(office.release(0), lambda text: rounds._with_key(text, "topics: [skills]"))
    office.step(rounds.feed, 1)  # of youth alone: the replacement is not in it
    _hold_the_law(office)
    assert b"Replaced by" in office.public()["en/feeds/young.rss.xml"]
    for line in ("title: Another title", "slug: elsewhere", "draft: true", "draft: false"):
        rounds._rewrite(office.release(0), lambda text, line=line: rounds._with_key(text, line))
        _hold_the_law(office)


PROBLEMS = given(history=st.lists(STEPS, min_size=3, max_size=8))


@_of_examples(10)
@PROBLEMS
def test_problems_are_those_of_a_check(history: list[list[Step]]) -> None:
    """After any sequence of changes a build tells what a check tells that remembers nothing."""
    _hold_problems_through(history)


@pytest.mark.long
@_of_examples(40)
@PROBLEMS
def test_problems_are_those_of_a_check_after_many(history: list[list[Step]]) -> None:
    """Likewise after any of more sequences of changes."""
    _hold_problems_through(history)


def _hold_problems_through(history: list[list[Step]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(shutil.copytree(NEWSROOMS / "small", Path(folder) / "newsroom")))
        office.keeps_ledger = True
        for steps in [[], *history]:
            for step in steps:
                office.step(*step)
            _hold_problems(office)


def _hold_problems(office: Office) -> None:
    """Hold what a build tells to what a check does; what it refuses to take back, it lets go."""
    wanted = office.wrong()
    told = office.build()

    if isinstance(told, str):
        assert office.refused == wanted, office.log
        office.build(allow_removal=True)
    else:
        found = [problem_of(each) for each in told["warnings"]]
        assert tuple(found) == wanted, office.log


class _Killed(BaseException):
    """Ends a build as a kill would, as far as the files tell."""


KILLS = given(steps=STEPS, moves=st.integers(0, 30), undone=st.booleans())


@_of_examples(8)
@KILLS
def test_after_a_kill(
    monkeypatch: pytest.MonkeyPatch, steps: list[Step], moves: int, undone: bool
) -> None:
    """A build that was killed among its moves leaves nothing that the next takes for its own."""
    _hold_after_kill(monkeypatch, steps, moves, undone=undone)


@pytest.mark.long
@_of_examples(25)
@KILLS
def test_after_any_kill(
    monkeypatch: pytest.MonkeyPatch, steps: list[Step], moves: int, undone: bool
) -> None:
    """Likewise after more kills than those."""
    _hold_after_kill(monkeypatch, steps, moves, undone=undone)


def _hold_after_kill(
    monkeypatch: pytest.MonkeyPatch, steps: list[Step], moves: int, *, undone: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(shutil.copytree(NEWSROOMS / "small", Path(folder) / "newsroom")))
        _hold_the_law(office)
        backup = shutil.copytree(office.root / "releases", Path(folder) / "backup")
        for step in steps:
            office.step(*step)
        left, rename = [moves], publication._rename

        def killing(source: str, target: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise _Killed
            rename(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(publication, "_rename", killing)
            try:
                office.build()
            except _Killed:
                office.log.append("killed")
        if undone:  # what was added is gone again, with the times that the files had
            shutil.rmtree(office.root / "releases")
            shutil.copytree(backup, office.root / "releases")
        _hold_the_law(office)


def test_nothing_to_do_loads_nothing(small: Path) -> None:
    """A second build with nothing changed touches no file and says the same."""
    office = Office(small)
    first = office.build()
    assert isinstance(first, dict)
    stats = {path: path.stat().st_mtime_ns for path in small.rglob("*") if path.is_file()}

    second = office.build()

    assert second == {**first, "written": 0}
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*") if path.is_file()} == stats
