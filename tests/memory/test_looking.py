"""Files of the output are looked at beside other work, and what is seen is always the same."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from dateline.memory import looking
from dateline.memory.bundle import Bundle, pack
from dateline.memory.looking import Look

AMISS = frozenset({"3", "77", "299"})


@pytest.fixture
def bundles(tmp_path: Path) -> dict[str, Bundle]:
    """Give three hundred bundles of one file each, of three of which the file is gone."""
    found = {}
    for name in map(str, range(300)):
        path = tmp_path / name
        path.write_text(name)
        made = ((name, path.stat().st_mtime_ns, len(name)),)
        found[name] = pack(b"", {name: (b"", made)})
        if name in AMISS:
            path.unlink()
    return found


@pytest.fixture(autouse=True)
def _few_are_many(alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_MANY", 1)


def processes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the processes that are begun."""
    begun, fork = list[int](), os.fork

    def forking() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", forking)
    return begun


@pytest.mark.parametrize("jobs", [1, 2, None])
def test_what_is_amiss(
    tmp_path: Path, bundles: dict[str, Bundle], jobs: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a second process and without, the same bundles are amiss, however often one asks."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    begun = processes(monkeypatch)
    look = Look(str(tmp_path), bundles, jobs)

    assert look.amiss() == look.amiss() == AMISS
    assert len(begun) == (0 if jobs == 1 else 1)


def test_other_process_sees_all_where_this_one_has_no_time(
    tmp_path: Path, bundles: dict[str, Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other process found is believed: the files are as they were when it began."""
    look = Look(str(tmp_path), bundles, 2)
    while look._answer and not _has_told(look._answer):
        pass
    monkeypatch.setattr(looking, "is_whole", lambda *_: pytest.fail("looked again"))

    assert look.amiss() == AMISS


def _has_told(descriptor: int) -> bool:
    import select

    return bool(select.select([descriptor], [], [], 0.01)[0])


def test_process_that_came_to_no_end_is_not_believed(
    tmp_path: Path, bundles: dict[str, Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows what a process saw that did not come to its end: all is looked at again."""
    monkeypatch.setattr(looking, "_DONE", b"")
    look = Look(str(tmp_path), bundles, 2)
    monkeypatch.setattr(looking, "_DONE", b".")

    assert look.amiss() == AMISS


def test_no_process_beside_threads(
    tmp_path: Path, bundles: dict[str, Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where other threads run no process is begun: it would inherit their locks."""
    begun, over = processes(monkeypatch), threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        found = Look(str(tmp_path), bundles, 2).amiss()
    finally:
        over.set()
        other.join()

    assert (found, begun) == (AMISS, [])


def test_few_files_begin_no_process(
    tmp_path: Path, bundles: dict[str, Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few files are looked at before a process has started."""
    monkeypatch.setattr(looking, "_MANY", 301)
    begun = processes(monkeypatch)

    assert Look(str(tmp_path), bundles, 2).amiss() == AMISS
    assert begun == []


def test_without_forks(
    tmp_path: Path, bundles: dict[str, Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no fork one process looks, and the number of cores is told all the same."""
    monkeypatch.delattr(os, "fork")
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)

    assert Look(str(tmp_path), bundles).amiss() == AMISS
    assert looking._cores() >= 1
