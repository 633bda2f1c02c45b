"""Work shared out to processes: all of it done, once, and failures told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import TemplateError
from dateline.workers import beside, share
from tests.patience import until

pytestmark = pytest.mark.usefixtures("alone")


def squares(number: int, pieces: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Square the pieces that fall to a process, one by one."""
    for piece in pieces:
        yield number, piece * piece


@pytest.mark.parametrize("jobs", [1, 2, 5, 20])
def test_each_piece_is_done_once(jobs: int) -> None:
    """However many processes, each piece is done by exactly one of them."""
    results = [*share(list(range(500)), squares, jobs)]

    assert sorted(square for _, square in results) == [n * n for n in range(500)]
    assert {number for number, _ in results} <= set(range(jobs))


def test_processes_are_really_others() -> None:
    """With two jobs two processes work."""
    found = share(list(range(50)), lambda _, pieces: [(os.getpid(), list(pieces))], 2)

    assert len({process for process, _ in found}) == 2


def test_much_may_be_on_its_way() -> None:
    """No process waits for another to read what it sends, more than a pipe holds."""

    def large(number: int, pieces: Iterator[int]) -> Iterator[bytes]:
        for piece in pieces:
            yield bytes([number, piece]) * 1_000_000

    taken = share(list(range(20)), large, 2, meanwhile=lambda: time.sleep(0.3))

    assert sorted((each[1], len(each)) for each in taken) == [(n, 2_000_000) for n in range(20)]


def test_neighbours_fall_to_the_same_process(tmp_path: Path) -> None:
    """Each process has a run of pieces to itself, as long as it has something to do."""

    def numbered(number: int, pieces: Iterator[int]) -> Iterator[tuple[int, int]]:
        for piece in pieces:
            (tmp_path / str(number)).touch()
            until(lambda: len(list(tmp_path.iterdir())) == 2)  # else one may be done before
            yield piece, number
            time.sleep(0.001)

    owners = dict(share(range(400), numbered, 2))

    assert {owners[piece] for piece in range(150)} == {0}
    assert {owners[piece] for piece in range(200, 350)} == {1}


@pytest.mark.parametrize("slow", [0, 1])
def test_whoever_is_done_helps(slow: int, tmp_path: Path) -> None:
    """No process is idle while another has pieces left, but for the few that it has in hand."""

    def numbered(number: int, pieces: Iterator[int]) -> Iterator[tuple[int, int]]:
        for piece in pieces:
            (tmp_path / str(piece)).touch()
            if number == slow:
                until(lambda: len(list(tmp_path.iterdir())) > 380)
            yield piece, number

    owners = dict(share(range(400), numbered, 2))

    assert sum(owner == slow for owner in owners.values()) < 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_failure_is_raised_whoever_met_it(jobs: int) -> None:
    """What a piece raises in any process is raised here, with its words and its hint."""

    def failing(number: int, pieces: Iterator[int]) -> Iterator[int]:
        if number == jobs - 1:
            raise TemplateError("page.html:1: oops", hint="Mend the line.")
        yield from pieces

    with pytest.raises(TemplateError) as failure:
        list(share([1, 2, 3], failing, jobs))

    assert (failure.value.message, failure.value.hint) == ("page.html:1: oops", "Mend the line.")


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [40, 1_000])
@pytest.mark.parametrize("first", [9, 22])
def test_first_of_several_failures_is_told(first: int, count: int, jobs: int) -> None:
    """Whoever meets theirs sooner, the error is the one that a process alone would meet."""

    def failing(number: int, pieces: Iterator[int]) -> Iterator[int]:
        for piece in pieces:
            if piece == first:
                time.sleep(0.05)
            if piece >= first:
                raise TemplateError(f"page.html:{piece}: oops")
            yield piece

    with pytest.raises(TemplateError, match=rf"^page\.html:{first}: oops"):
        list(share(range(count), failing, jobs))


def begun_until_failure(who: int, folder: Path) -> list[int]:
    """Let one of two processes fail at once; gives what the other did, of two thousand pieces."""

    def failing(number: int, pieces: Iterator[int]) -> Iterator[int]:
        for piece in pieces:
            if number == who:
                raise TemplateError("page.html:1: oops")
            (folder / str(piece)).touch()
            time.sleep(0.001)
            yield piece

    with pytest.raises(TemplateError):
        list(share(range(2_000), failing, 2))
    return sorted(int(each.name) for each in folder.iterdir())


def test_nothing_behind_a_failure_is_begun(tmp_path: Path) -> None:
    """Nobody is kept waiting for what would be thrown away."""
    assert len(begun_until_failure(0, tmp_path)) < 500


def test_all_before_a_failure_is_done(tmp_path: Path) -> None:
    """It may fail, too, and would then be what is told."""
    assert begun_until_failure(1, tmp_path) == list(range(1_000))


@pytest.mark.parametrize(("jobs", "times"), [(1, 0), (2, 1)])
def test_meanwhile_is_done_once_by_this_process(jobs: int, times: int) -> None:
    """What is to be done beside the others' work is done here, where there are others."""
    done: list[int] = []
    list(share([1, 2, 3], squares, jobs, meanwhile=lambda: done.append(os.getpid())))

    assert done == [os.getpid()] * times


def test_meanwhile_that_fails_is_told() -> None:
    """What fails beside the work is raised, once the others have ended."""

    def failing() -> None:
        raise TemplateError("page.html:1: oops")

    with pytest.raises(TemplateError):
        list(share([1, 2, 3], squares, 2, meanwhile=failing))


def test_whoever_ends_all_is_heard(tmp_path: Path) -> None:
    """A stop by keyboard is not hidden by what another process met."""
    begun = tmp_path / "begun"

    def failing(number: int, pieces: Iterator[int]) -> Iterator[int]:
        for piece in pieces:
            if number == 0:
                begun.touch()
                raise KeyboardInterrupt
            until(begun.exists)
            raise TemplateError(f"page.html:{piece}: oops")
        yield 0

    with pytest.raises(KeyboardInterrupt):
        list(share(range(40), failing, 2))


def test_worker_that_dies_is_told(tmp_path: Path) -> None:
    """A process that is killed is an error, never a part of the site left out in silence."""
    begun = tmp_path / "begun"

    def dying(number: int, pieces: Iterator[int]) -> Iterator[int]:
        for piece in pieces:
            yield piece
            if number == 1:
                begun.touch()
                os._exit(9)

    with pytest.raises(ChildProcessError, match="ended early"):
        list(share([1, 2, 3], dying, 2, meanwhile=lambda: until(begun.exists)))


@pytest.mark.parametrize(("jobs", "is_other"), [(1, False), (2, True)])
def test_work_beside(jobs: int, is_other: bool) -> None:
    """What is begun beside is done by another process where there may be one, and handed over."""
    wait = beside(lambda: (os.getpid(), "x" * 3_000_000), jobs)
    process, found = wait()

    assert (process != os.getpid(), len(found)) == (is_other, 3_000_000)


@pytest.mark.parametrize("jobs", [1, 2])
def test_failure_beside_is_told_when_it_is_asked_for(jobs: int) -> None:
    """Not before: who goes on meanwhile is not disturbed."""

    def failing() -> None:
        raise TemplateError("page.html:1: oops")

    wait = beside(failing, jobs)

    with pytest.raises(TemplateError, match="oops"):
        wait()


def test_death_beside_is_told() -> None:
    """A process that is killed has found nothing, which is not that nothing is wrong."""
    wait = beside(lambda: os._exit(9), 2)

    with pytest.raises(ChildProcessError, match="ended early"):
        wait()


ORPHAN = """
import os, sys, time
from pathlib import Path
from dateline.workers import beside, share
done = Path(sys.argv[1])
def work(number, taken):
    for piece in taken:
        (done / str(piece)).touch()
        if number == 0:
            os.kill(os.getpid(), 9)
        time.sleep(0.01)
        yield piece
list(share(range(3_000), work, 2))
"""


def test_children_of_the_dead_stop(tmp_path: Path) -> None:
    """A child whose parent was killed takes no more pieces, and lets go of what the parent held."""
    # The pipe that is read comes to its end when the last who holds it has come to his.
    subprocess.run([sys.executable, "-c", ORPHAN, str(tmp_path)], check=False, capture_output=True)

    assert 0 < len(list(tmp_path.iterdir())) < 3_000
