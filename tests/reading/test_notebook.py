"""What is known of release files spares their reading, and never changes what was read."""

from __future__ import annotations

import marshal
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.memory.scan import Scan
from dateline.model import Edition
from dateline.problems import Problem
from dateline.reading import Notebook, Reading, read_newsroom
from dateline.settings import load_newsroom
from tests.reading.room import COURSE, PIXEL, Room

REPOSITORY = Path(__file__).parent.parent.parent
FAIR = "releases/2024-01-20-fair.md"


class Reader:
    """Reads a newsroom again and again, each time with the notes of the last."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.notes: Any = None
        self.read_anew: list[str] = []

    def read(self, jobs: int = 1) -> Reading:
        """Read in proportion to what changed; files of a moment ago are known for sure."""
        newsroom = load_newsroom(self.root)
        files = Scan(str(self.root), time.time_ns() + 10**11).files
        notebook = Notebook(newsroom, files, self.notes)
        seen, changed = list[str](), notebook.changed

        def noting(paths: Any) -> list[str]:
            seen.extend(changed(paths))
            return seen

        notebook.changed = noting  # type: ignore[method-assign]
        reading = read_newsroom(newsroom, jobs=jobs, notebook=notebook)
        self.read_anew = sorted(seen)
        self.notes = marshal.loads(marshal.dumps(dict(notebook.notes)))
        return reading

    def fresh(self) -> Reading:
        """Read everything anew."""
        return read_newsroom(load_newsroom(self.root))


def plain(reading: Reading) -> tuple[Any, ...]:
    """Give what was read without what tells recalled editions from others."""
    editions = [
        {name: getattr(each, name) for name in Edition.__dataclass_fields__}
        for each in reading.editions
    ]
    problems = sorted(reading.problems, key=lambda problem: problem.sort_key)
    links = sorted(reading.links)
    return editions, problems, links, reading.stems, reading.files, reading.pages


@pytest.fixture
def reader(room: Room) -> Reader:
    """Give a reader of a newsroom with two releases and a picture."""
    room.write("releases/course.png", PIXEL)
    room.release("image: {src: course.png, alt: A}\nembargo: 2024-02-03T02:00:00Z\n")
    room.release(path=FAIR, body="See [it](/en/2024/02/course/).\n")
    found = Reader(room.root)
    found.read()
    return found


def test_untouched_files_are_recalled(reader: Reader) -> None:
    """Of files that nobody touched none is read, and all that was read is there again."""
    again = reader.read()

    assert reader.read_anew == []
    assert plain(again) == plain(reader.fresh())


def test_real_newsroom_is_recalled(tmp_path: Path) -> None:
    """All the editions of the example newsroom come back from their records, whole."""
    for name in ("releases", "pages", "feeds", "assets", "dateline.toml"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    reader = Reader(tmp_path)
    reader.read()

    again = reader.read()

    assert len(reader.read_anew) < len(again.editions) / 10
    assert plain(again) == plain(reader.fresh())


def edit(room: Room) -> None:
    """Write another text."""
    path = room.root / COURSE
    path.write_text(path.read_text().replace("Text.", "Other."))


def other_picture(room: Room) -> None:
    """Give the picture other bytes."""
    room.write("releases/course.png", PIXEL + b"\0")


def no_picture(room: Room) -> None:
    """Take the picture away."""
    (room.root / "releases/course.png").unlink()


def break_it(room: Room) -> None:
    """Write what is no release."""
    room.write(COURSE, "No keys.")


@pytest.mark.parametrize("deed", [edit, other_picture, no_picture, break_it])
def test_what_changed_is_read(reader: Reader, room: Room, deed: Callable[[Room], None]) -> None:
    """A release is read again where its file changed, or one beside it that it names."""
    deed(room)

    again = reader.read()

    assert reader.read_anew == [COURSE]
    assert plain(again) == plain(reader.fresh())


def test_link_is_followed_each_time(reader: Reader, room: Room) -> None:
    """What stands behind a link is read by each build, whatever the link's own times."""
    (room.root / COURSE).rename(room.root / "course.txt")
    (room.root / COURSE).symlink_to(room.root / "course.txt")
    reader.read()
    seen = reader.read_anew
    (room.root / "course.txt").write_text((room.root / COURSE).read_text() + "More.\n")

    again = reader.read()

    assert (seen, reader.read_anew) == ([], [COURSE])
    assert plain(again) == plain(reader.fresh())
    assert again.editions[1].body == "Text.\nMore.\n"


def test_other_times_alone_change_nothing(reader: Reader, room: Room) -> None:
    """A fresh clone gives every file another time: its text is looked at, and recalled."""
    os.utime(room.root / COURSE, ns=(1, 1))

    again = reader.read()

    assert reader.read_anew == []
    assert plain(again) == plain(reader.fresh())


def test_removed_release_is_forgotten(reader: Reader, room: Room) -> None:
    """What is known of a file goes with it."""
    (room.root / COURSE).unlink()

    again = reader.read()

    assert [each.path for each in again.editions] == [FAIR]
    assert reader.notes
    assert not any(COURSE.encode() in packed for packed in reader.notes.values())


def test_files_in_folders_are_read_each_time(reader: Reader, room: Room) -> None:
    """A file in a folder of its own may become another release's; its release is read each time."""
    room.write("releases/2024-02-02-more/chart.png", PIXEL)
    room.release("image: {src: 2024-02-02-more/chart.png, alt: A}\n")
    for _ in range(2):
        before = reader.read()
        assert reader.read_anew == [COURSE]

    room.release(path="releases/2024-02-02-more/index.md")
    after = reader.read()

    assert [problem.code for problem in before.problems if problem.severity.value == "error"] == []
    assert "unsafe-path" in {problem.code for problem in after.problems}
    assert plain(after) == plain(reader.fresh())


def test_missing_file_that_comes_is_found(reader: Reader, room: Room) -> None:
    """A newsroom may put up with a file that is missing; once it is there, the release has it."""
    room.release(body="![A](chart.png)\n")
    before = reader.read()
    room.write("releases/chart.png", PIXEL)

    after = reader.read()

    assert "missing-file" in {problem.code for problem in before.problems}
    assert len(before.editions) == 2
    assert plain(after) == plain(reader.fresh())


def test_problems_are_told_again(reader: Reader, room: Room) -> None:
    """What was told of a file is told again without its being read."""
    path = room.root / COURSE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    reader.read()

    again = reader.read()

    assert reader.read_anew == []
    assert "byte-order-mark" in {problem.code for problem in again.problems}
    assert plain(again) == plain(reader.fresh())


def test_several_processes(reader: Reader, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other processes read is noted as well, and their editions have their texts."""
    monkeypatch.setattr("dateline.reading.newsroom._MANY", 1)
    monkeypatch.setattr("dateline.reading.newsroom._BLOCK", 1)
    for day in range(10, 20):
        room.release(path=f"releases/2024-03-{day}-news.md", body=f"Day {day}.\n")
    room.write("releases/2024-03-20-broken.md", "No keys.")
    room.write(
        "releases/2024-03-21-own.md", "---\ntitle: A\ndate: 2024-03-21\nx-day: 2024-01-01\n---\n"
    )

    first = reader.read(jobs=3)
    noted = reader.read_anew
    again = reader.read(jobs=3)

    assert len(noted) == 12
    assert set(reader.read_anew) <= {"releases/2024-03-20-broken.md", "releases/2024-03-21-own.md"}
    assert plain(first) == plain(again) == plain(reader.fresh())


def test_large_newsroom(reader: Reader, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more releases than memory holds texts, each text is read when it is asked for."""
    monkeypatch.setattr("dateline.reading.newsroom._MOST_BODIES", 0)
    monkeypatch.setattr("dateline.reading.notebook._MANY", 1)
    edit(room)

    found = reader.read()

    assert reader.read_anew == [COURSE]
    assert "body" not in vars(found.editions[1])
    assert plain(found) == plain(reader.fresh())


def test_prints(reader: Reader, room: Room) -> None:
    """Each edition has its sums, the same as long as it is; without notes there are none."""
    before = reader.read().prints
    edit(room)
    after = reader.read().prints

    assert set(before) == set(after) == {COURSE, FAIR}
    assert before[FAIR] == after[FAIR]
    assert before[COURSE].whole != after[COURSE].whole
    assert before[COURSE].face == after[COURSE].face
    assert reader.fresh().prints == {}


def test_unreadable_file_is_read_again(
    reader: Reader, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be read is told of by whoever reads, not taken for known."""
    os.utime(room.root / COURSE, ns=(1, 1))
    told = Problem(*[None] * 4)  # type: ignore[arg-type]
    monkeypatch.setattr("dateline.reading.notebook.read_text", lambda *_: told)

    reader.read()

    assert reader.read_anew == [COURSE]
