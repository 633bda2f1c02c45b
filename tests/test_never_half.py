"""Builds killed at random moments, two at once, a clock that jumps: never half a publication.

Two versions of a newsroom take turns; each page bears its version's mark. The kills are of real
processes, by SIGKILL; half of them are aimed at the moments in which files move. All builds
remember what the ones before them made, as those of the command do: after half of the kills the
newsroom is turned back, so that what was remembered fits it again, and the output may not.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from glob import glob
from pathlib import Path

import pytest

from dateline.build import build
from dateline.cli.remembered import Remembered
from dateline.lock import locked
from dateline.output import unfinished
from dateline.settings import load_newsroom
from tests.output.test_publish import tree

NOW = datetime(2024, 2, 15, tzinfo=UTC)
MARKS = ("MARK-OLD", "MARK-NEW")
SCRIPT = """
import sys
from datetime import datetime
from pathlib import Path
from dateline.build import build
from dateline.cli.remembered import Remembered
from dateline.lock import locked
from dateline.settings import load_newsroom
root, now, keep, jobs = sys.argv[1:]
with locked(Path(root, ".dateline/lock"), waiting=print):
    remembered = Remembered(Path(root), Path(root, "public"), keep)
    if remembered.unchanged(datetime.fromisoformat(now)) is None:
        recollection = remembered.open()
        build(load_newsroom(Path(root)), datetime.fromisoformat(now), out=Path(root, "public"),
              keep=int(keep) or None, jobs=int(jobs), is_locked=True, recollection=recollection)
"""
Tree = dict[str, bytes]


class Office:
    """A newsroom that is turned from one version into the other, and built by processes."""

    def __init__(self, root: Path, keep: int) -> None:
        self.root, self.keep = root, keep
        self.public = root / "public"
        self._settings = (root / "dateline.toml").read_text(encoding="utf-8")
        for number in range(30):
            self._write(f"2024-01-{number % 28 + 1:02d}-all-{number}")
        self.wanted = tuple(self._clean(version) for version in (0, 1))

    def turn(self, version: int) -> None:
        """Make the newsroom this version: its mark on every page, its own releases beside."""
        text = self._settings.replace("Press office", f"{MARKS[version]} office")
        (self.root / "dateline.toml").write_text(text, encoding="utf-8")
        for number in range(10):
            stem = f"2024-02-{number % 9 + 1:02d}-own-{number}"
            (self.root / f"releases/{stem}-{1 - version}.md").unlink(missing_ok=True)
            self._write(f"{stem}-{version}")

    def start(self, jobs: int) -> subprocess.Popen[bytes]:
        """Start a build in a process of its own."""
        words = (str(self.root), NOW.isoformat(), str(self.keep), str(jobs))
        return subprocess.Popen([sys.executable, "-c", SCRIPT, *words], stdout=subprocess.DEVNULL)

    def finish(self) -> None:
        """Build to the end, once what is left of a killed build is gone."""
        with locked(self.root / ".dateline/lock", waiting=lambda _: None):
            remembered = Remembered(self.root, self.public, str(self.keep))
            if remembered.unchanged(NOW) is None:
                recollection = remembered.open()
                build(
                    load_newsroom(self.root),
                    NOW,
                    out=self.public,
                    keep=self.keep or None,
                    is_locked=True,
                    recollection=recollection,
                )

    def is_moving(self) -> bool:
        """Say whether a build is decided: files move in, or the next version is being made."""
        if self.keep:
            return (self.root / ".public-versions/next").exists()
        return any((self.root / ".dateline/stage").glob("*/journal.json"))

    def _write(self, stem: str) -> None:
        keys = f"title: Release {stem}\ndate: {stem[:10]}\nsummary: About {stem}."
        text = f"---\n{keys}\n---\n" + "A paragraph of the text.\n\n" * 20
        (self.root / f"releases/{stem}.md").write_text(text, encoding="utf-8")

    def _clean(self, version: int) -> Tree:
        self.turn(version)
        out = self.root.parent / f"clean-{version}"
        build(load_newsroom(self.root), NOW, out=out)
        return tree(out)


@pytest.fixture(params=[0, 3], ids=["plain", "swap"])
def office(small: Path, request: pytest.FixtureRequest) -> Office:
    """Give an office that has published its old version, into a folder or by swapping."""
    text = (small / "dateline.toml").read_text(encoding="utf-8")
    assert 'name = "' in text
    name = text.partition('name = "')[2].partition('"')[0]
    (small / "dateline.toml").write_text(text.replace(name, "Press office", 1), encoding="utf-8")
    made = Office(small, request.param)
    made.turn(0)
    made.finish()
    return made


def read_once(office: Office) -> set[str]:
    """Follow the link once, read every page, and give the marks that they bear."""
    here = office.public.resolve()
    found: set[str] = set()
    for path in here.glob("en/**/index.html"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("</html>"), path
        found.update(mark for mark in MARKS if mark in text)
    return found


def kill_at(office: Office, process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> bool:
    """Read the site as a visitor until it is time to kill; says whether there was one to kill."""
    while not ready():
        if process.poll() is not None:
            return False
        if office.keep:
            assert len(read_once(office)) == 1
    process.kill()
    return process.wait() != 0


def check_after_kill(office: Office) -> None:
    """Hold what is served against the two versions: whole files; with --swap, a whole version."""
    seen = tree(office.public)
    if office.keep or not unfinished(office.root / ".dateline", [office.public]):
        assert seen in office.wanted
    for path, content in seen.items():
        assert content in [version.get(path) for version in office.wanted], path


def kill_again_and_again(office: Office, times: int) -> int:
    """Kill builds, after each of which the next one brings what was wanted.

    So many, and on, where too many came to their end before, until half as many were killed: one
    build takes half as long as another on a busy machine. Gives how many were killed while files
    moved.
    """
    chance = random.Random(times)
    version = 1
    office.turn(version)
    started = time.perf_counter()
    assert office.start(1).wait() == 0
    length = time.perf_counter() - started
    killed = moving = 0
    for number in range(10 * times):
        if number >= times and killed >= times // 2:
            break
        version = 1 - version
        office.turn(version)
        process = office.start(jobs=1 + number % 3 // 2)
        moment = time.perf_counter() + chance.random() * length
        if number % 4 < 2:
            ready = lambda until=moment: time.perf_counter() >= until  # noqa: E731
        else:
            pause = chance.random() * 0.005
            ready = _after(office.is_moving, pause)
        killed += kill_at(office, process, ready)
        moving += office.is_moving()
        check_after_kill(office)
        if number % 8 in {1, 2, 4, 7}:
            version = 1 - version
            office.turn(version)
        office.finish()
        assert tree(office.public) == office.wanted[version]
    assert killed >= times // 2
    return moving


def _after(happens: Callable[[], bool], pause: float) -> Callable[[], bool]:
    since: list[float] = []

    def ready() -> bool:
        if not since and happens():
            since.append(time.perf_counter())
        return bool(since) and time.perf_counter() - since[0] >= pause

    return ready


@pytest.mark.parametrize("times", [6, pytest.param(12, marks=pytest.mark.long)])
def test_killed_at_random_moments(office: Office, times: int) -> None:
    """Some kills: whole files always, with --swap a whole version; the next build brings all."""
    kill_again_and_again(office, times)


@pytest.mark.slow
def test_killed_at_200_random_moments(office: Office) -> None:
    """Two hundred kills: whole files always, with --swap a whole version; then all of the new."""
    moving = kill_again_and_again(office, 200)

    assert moving >= 20


@pytest.mark.parametrize("times", [2, pytest.param(4, marks=pytest.mark.long)])
def test_two_builds_at_once(office: Office, times: int) -> None:
    """Of builds at once one waits for the other; none spoils what is published."""
    for number in range(times):
        version = 1 - number % 2
        office.turn(version)
        processes = [office.start(jobs) for jobs in (1, 2, 1)]
        assert [process.wait() for process in processes] == [0, 0, 0]
        assert tree(office.public) == office.wanted[version]


def test_workers_of_a_killed_build_end(office: Office) -> None:
    """A killed build's workers stop soon, so that nobody waits for the dead."""
    office.turn(1)
    started = time.perf_counter()
    assert office.start(jobs=2).wait() == 0
    length = time.perf_counter() - started  # on a busy machine all takes longer
    office.turn(0)
    process = office.start(jobs=2)
    staged = f"{office.root}/**/stage/**/1/0"
    # `glob.glob`: folders come and go while it looks, and `Path.glob` minds.
    kill_at(office, process, lambda: bool(glob(staged, recursive=True, include_hidden=True)))  # noqa: PTH207
    started = time.perf_counter()

    office.finish()

    assert time.perf_counter() - started < max(10, 10 * length)


def test_clock_that_jumps_back(office: Office) -> None:
    """Built at a later moment, then at an earlier one: each time what a clean build gives."""
    moments = [datetime(2024, 1, 10, tzinfo=UTC), datetime(2024, 2, 4, tzinfo=UTC), NOW]
    for number, moment in enumerate([moments[2], moments[0], moments[1], moments[0]]):
        for path in tree(office.public):  # as if written tomorrow, or long ago
            os.utime(office.public / path, (time.time() + 86400 * (1 - number % 3),) * 2)
        newsroom = load_newsroom(office.root)
        clean = office.root.parent / f"clock-{number}"
        build(newsroom, moment, out=clean)

        build(newsroom, moment, out=office.public, keep=office.keep or None)

        assert tree(office.public) == tree(clean)
        shutil.rmtree(clean)
