"""What stands in the folders of a newsroom: files, links, pipes, folders, strangers."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.memory.scan import Scan
from dateline.problems import Place, Problem
from dateline.reading import files as files_room
from dateline.reading import read_newsroom
from dateline.reading.files import ReleaseName, SourceFile, listed, read_text, release_name, walk
from tests.reading.room import COURSE, PIXEL, Room

RIGHT = "---\ntitle: Course\ndate: 2024-02-01\n---\nText.\n"
NAME = "2024-02-01-course.md"


def outside(room: Room) -> Path:
    """Give a folder beside the newsroom."""
    folder = room.root.parent / "outside"
    folder.mkdir(exist_ok=True)
    return folder


def linked_file(room: Room) -> None:
    (outside(room) / "a.md").write_text(RIGHT)
    (room.root / COURSE).symlink_to(outside(room) / "a.md")


def linked_folder(room: Room) -> None:
    (outside(room) / NAME).write_text(RIGHT)
    (room.root / "releases" / "2024").symlink_to(outside(room))


def linked_root(room: Room) -> None:
    (outside(room) / NAME).write_text(RIGHT)
    (room.root / "releases").rmdir()
    (room.root / "releases").symlink_to(outside(room))


def private_link(room: Room) -> None:
    room.write("private/a.md", RIGHT)
    (room.root / COURSE).symlink_to("../private/a.md")


def hidden_link(room: Room) -> None:
    room.write(".git/a.md", RIGHT)
    (room.root / COURSE).symlink_to("../.git/a.md")


def link_to_everything(room: Room) -> None:
    (room.root / "releases" / "all").symlink_to(room.root)


def dangling_link(room: Room) -> None:
    (room.root / COURSE).symlink_to("nowhere.md")


def dangling_folder(room: Room) -> None:
    (room.root / "releases" / "2023").symlink_to("../archive/2023")


def link_to_itself(room: Room) -> None:
    (room.root / COURSE).symlink_to(NAME)


def folder(room: Room) -> None:
    (room.root / COURSE).mkdir()


def pipe(room: Room) -> None:
    os.mkfifo(room.root / COURSE)


def device(room: Room) -> None:
    (room.root / COURSE).symlink_to("/dev/zero")


def empty(room: Room) -> None:
    room.write(COURSE, " \n\t\n")


def ten_megabytes(room: Room) -> None:
    room.write(COURSE, RIGHT.encode() + b"x" * 10_000_000)


def sparse(room: Room) -> None:
    with (room.root / COURSE).open("wb") as file:
        file.truncate(1 << 40)


def windows_1258(room: Room) -> None:
    room.write(COURSE, RIGHT.replace("Course", "Ca\u0300").encode("cp1258"))


def utf_16(room: Room) -> None:
    room.write(COURSE, RIGHT.encode("utf-16"))


def strange_name(room: Room) -> None:
    Path(os.fsdecode(os.fsencode(room.root) + b"/releases/2024-02-01-\xff.md")).write_text(RIGHT)


def name_of_two_lines(room: Room) -> None:
    room.write("releases/2024-02-01-a\nb.md", RIGHT)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (linked_file, [f"{NAME}:1:1 link-outside"]),
        (linked_folder, ["2024:1:1 link-outside"]),
        (linked_root, ["releases:1:1 link-outside"]),
        (private_link, [f"{NAME}:1:1 link-outside"]),
        (hidden_link, [f"{NAME}:1:1 link-outside"]),
        (link_to_everything, ["all:1:1 link-outside"]),
        (dangling_link, [f"{NAME}:1:1 not-a-file"]),
        (dangling_folder, ["2023:1:1 not-a-file"]),
        (link_to_itself, [f"{NAME}:1:1 unreadable-file"]),
        (folder, [f"{NAME}:1:1 not-a-file"]),
        (pipe, [f"{NAME}:1:1 not-a-file"]),
        (device, [f"{NAME}:1:1 link-outside"]),
        (empty, [f"{NAME}:1:1 empty-file"]),
        (ten_megabytes, [f"{NAME}:1:1 huge-file"]),
        (sparse, [f"{NAME}:1:1 huge-file"]),
        (windows_1258, [f"{NAME}:2:10 not-utf-8"]),
        (utf_16, [f"{NAME}:1:1 not-utf-8"]),
        (strange_name, ["2024-02-01-\ufffd.md:1:1 bad-file-name"]),
        (name_of_two_lines, ["2024-02-01-a\nb.md:1:1 bad-file-name"]),
    ],
)
def test_what_is_no_release_is_told(
    room: Room, make: Callable[[Room], None], told: list[str]
) -> None:
    """Whatever stands where a release should is one problem, told soon; nothing waits or fails."""
    (room.root / "releases").mkdir()
    start = time.process_time()
    make(room)

    assert told == room.told()
    assert time.process_time() - start < 5


def test_links_within_the_newsroom_work(room: Room) -> None:
    """Files and folders may be linked within the newsroom, and each is read once."""
    room.write("archive/2023/2023-05-01-old.md", RIGHT.replace("2024-02-01", "2023-05-01"))
    room.write("archive/course.md", RIGHT)
    (room.root / "releases").mkdir()
    (room.root / COURSE).symlink_to("../archive/course.md")
    (room.root / "releases" / "2023").symlink_to("../archive/2023")
    (room.root / "releases" / "again").symlink_to("../archive/2023")
    (room.root / "releases" / "circle").symlink_to("../releases")
    reading = room.read()

    assert reading.problems == ()
    assert sorted(e.path for e in reading.editions) == ["releases/2023/2023-05-01-old.md", COURSE]


def test_linked_newsroom_is_a_newsroom(room: Room) -> None:
    """A newsroom reached through a link is no link out of the newsroom."""
    room.release()
    link = room.root.parent / "link"
    link.symlink_to(room.root)

    assert list(walk(link, "releases")) == [COURSE]


def test_strangers_without_a_releases_name_are_left(room: Room) -> None:
    """What is hidden or no Markdown may lie in the folders, links out of them too."""
    room.release()
    for path in (".draft.md", ".git/2024-01-01-a.md", "picture.png", "notes.txt", "2024/a.docx"):
        room.write(f"releases/{path}", b"\xff")
    (room.root / "releases" / "data.csv").symlink_to(outside(room) / "data.csv")

    assert room.told() == []


def test_a_newsroom_without_releases_is_told_once(room: Room) -> None:
    """No folder, an empty one and one without Markdown are the same mistake."""
    expected = ["releases:1:1 no-releases"]
    missing = room.told()
    (room.root / "releases").mkdir()
    vacant = room.told()
    room.write("releases/picture.png", PIXEL)

    assert expected == missing
    assert expected == vacant
    assert expected == room.told()


def test_order_never_depends_on_the_disk(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files come in the order of their names, in whatever order the disk lists them."""
    for day in ("05", "01", "09", "03"):
        room.release(path=f"releases/2024-02-{day}-course.md")
        room.release(path=f"releases/sub/2024-01-{day}-course.md")
    found = list(walk(room.root, "releases"))
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: reversed(list(scan(path))))

    assert found == list(walk(room.root, "releases"))
    assert found == sorted(str(path) for path in found)


NAMES = ("2024-02-01-a.md", "2024-02-01-b.vi.md", "a-b", "a", "a.md", "B.markdown", ".hidden.md",
         "x y.md", "tên.md", "a\u00a0b.md", "line\n.md", "pic.png", "\udcff.md")  # fmt: skip
KINDS = ("file", "file", "folder", "link", "pipe")
TREES = st.recursive(
    st.sampled_from(KINDS),
    lambda below: st.dictionaries(st.sampled_from(NAMES), below, max_size=5),
    max_leaves=12,
)


def plant(path: str, what: str | dict[str, Any]) -> None:
    """Make what a tree says: files, folders, links, pipes."""
    if isinstance(what, dict) or what == "folder":
        os.mkdir(path)  # noqa: PTH102 -- names that are no text
        for name, below in what.items() if isinstance(what, dict) else ():
            plant(f"{path}/{name}", below)
    elif what == "file":
        Path(path).write_bytes(b"")
    elif what == "link":
        os.symlink("a.md", path)  # noqa: PTH211
    else:
        os.mkfifo(path)


@given(TREES)
@example(
    {"a-b": {"x y.md": "file"}, "a": {"a.md": "file", "pic.png": "file"}, ".hidden.md": "link"}
)
@example({"b.md": "file", "2024-02-01-a.md": "file", "a": {"a.md": "file"}})
def test_what_is_known_is_as_a_walk_tells_it(found: str | dict[str, Any]) -> None:
    """Files that a scan has seen are given in a walk's order, or nothing where it says more."""
    with TemporaryDirectory() as folder:
        plant(f"{folder}/releases", found)
        scan = Scan(folder, 0)

        known = listed(scan.files, "releases") if scan.is_plain else None

        if known is not None:
            assert known == list(walk(Path(folder), "releases"))


def test_deep_folders(room: Room) -> None:
    """Folders may lie as deep as the system allows."""
    folder = room.root / "releases"
    folder.mkdir()
    here = os.getcwd()  # noqa: PTH109
    try:
        os.chdir(folder)
        for _ in range(1100):
            os.mkdir("d")  # noqa: PTH102
            os.chdir("d")
    finally:
        os.chdir(here)
    room.release()
    start = time.process_time()
    found = list(walk(room.root, "releases"))
    known = listed(Scan(str(room.root), 0).files, "releases")
    seconds = time.process_time() - start
    subprocess.run(["rm", "-r", folder], check=True)

    assert found == known == [COURSE]
    assert seconds < 5


def test_a_file_that_vanishes_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that goes between the walk and the reading is a problem of its own."""
    room.release()
    room.release(path="releases/2024-02-09-second.md")
    opened = os.open

    def vanishing(path: str, flags: int) -> int:
        if path.endswith("course.md"):
            (room.root / COURSE).unlink(missing_ok=True)
        return opened(path, flags)

    monkeypatch.setattr(os, "open", vanishing)
    reading = room.read()

    assert [(p.place.path, p.code) for p in reading.problems] == [(COURSE, "unreadable-file")]
    assert [each.path for each in reading.editions] == ["releases/2024-02-09-second.md"]


@pytest.mark.parametrize("failure", [PermissionError(13, "Permission denied"), OSError(5, "I/O")])
def test_a_file_that_cannot_be_read_is_told(
    room: Room, monkeypatch: pytest.MonkeyPatch, failure: OSError
) -> None:
    """A file without permission, or on a broken disk, is told with the system's words."""
    room.release()

    def refuse(*_: object) -> int:
        raise failure

    monkeypatch.setattr(files_room.os, "open", refuse)
    found = read_text(room.root, COURSE)

    assert isinstance(found, Problem)
    assert (Place(COURSE), "unreadable-file") == (found.place, found.code)
    assert failure.strerror in found.message


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(room: Room) -> None:
    """Even a pipe that came after the walk does not stop the reading."""
    room.write(COURSE, "")
    (room.root / COURSE).unlink()
    os.mkfifo(room.root / COURSE)
    found = read_text(room.root, COURSE)

    assert isinstance(found, Problem)
    assert found.code == "unreadable-file"


def test_a_folder_that_cannot_be_read_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be looked into is told, and the rest is read."""
    room.release()
    room.write("releases/2023/a.md", RIGHT)
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("2023"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert room.told() == ["2023:1:1 unreadable-file"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("releases/2024-02-01-course.md", ("2024-02-01-course", "2024-02-01-course", "en")),
        ("releases/2024-02-01-course.vi.md", ("2024-02-01-course", "2024-02-01-course", "vi")),
        ("releases/2024-02-01-course.en.md", ("2024-02-01-course", "2024-02-01-course", "en")),
        ("releases/a/2024-02-01-a/index.md", ("2024-02-01-a", "2024-02-01-a", "en")),
        ("releases/2024-02-01-a/index.vi.md", ("2024-02-01-a", "2024-02-01-a", "vi")),
        ("releases/2024-02-01-Khóa Học.md", ("2024-02-01-Khóa Học", "2024-02-01-khoa-hoc", "en")),
        ("releases/2024-02-01-Kho\u0301a.md", ("2024-02-01-Khóa", "2024-02-01-khoa", "en")),
        ("releases/2024-02-01-đối.vi.md", ("2024-02-01-đối", "2024-02-01-doi", "vi")),
        ("releases/2024-02-29-a.md", ("2024-02-29-a", "2024-02-29-a", "en")),
    ],
)
def test_what_a_name_says(path: str, name: tuple[str, str, str]) -> None:
    """Date, stem, id and language are read from the name alone, letters joined (NFC)."""
    found = release_name(path, {"en": 1, "vi": 1}, "en")

    assert isinstance(found, ReleaseName)
    assert name == (found.stem, found.ident, found.language)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("releases/course.md", "bad-file-name"),
        ("releases/2024-02-01.md", "bad-file-name"),
        ("releases/2024-02-01-.md", "bad-file-name"),
        ("releases/2024-2-1-course.md", "bad-file-name"),
        ("releases/2024-02-30-course.md", "bad-file-name"),
        ("releases/2024-13-01-course.md", "bad-file-name"),
        ("releases/٢٠٢٤-٠٢-٠١-course.md", "bad-file-name"),
        ("releases/course/index.md", "bad-file-name"),
        ("releases/2024-02-01-course/notes.md", "bad-file-name"),
        ("releases/index.md", "bad-file-name"),
        ("releases/2024-02-01-course.vn.md", "unknown-language-suffix"),
        ("releases/2024-02-01-course.VI.md", "unknown-language-suffix"),
        ("releases/2024-02-01-version-2.0.md", "unknown-language-suffix"),
        ("releases/2024-02-01-course/index.fr.md", "unknown-language-suffix"),
        ("releases/2024-02-01-新闻.md", "empty-stem"),
        ("releases/2024-02-01-!!!.md", "empty-stem"),
    ],
)
def test_names_that_do_not_fit(path: str, code: str) -> None:
    """A name without a real day, a slug or a known language is an error, never a guess."""
    found = release_name(path, {"en": 1, "vi": 1}, "en")

    assert isinstance(found, Problem)
    assert (code, Place(path)) == (found.code, found.place)


FILES = st.lists(
    st.sampled_from(
        ["releases/", "2024-02-01", "2024-02-31", "-", "course", "2", "Course", "é", "index", ".", "vi",
         "en", "xx", ".md", "_", " ", "２"]
    ), max_size=9,
).map("".join)  # fmt: skip


@given(FILES)
@example("releases/2024-02-01-course.vi.md")
@example("releases/2024-02-01-course.en.md")
@example("releases/2024-02-31-course.md")
@example("releases/2024-02-01-course.xx.md")
@example("releases/2024-02-01-course/index.md")
def test_a_plain_name_is_read_as_any(path: str) -> None:
    """A name in which nothing is to be folded says what it would say letter by letter."""
    languages = {"en": None, "vi": None}
    quick = release_name(path, languages, "en")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files_room, "_PLAIN", re.compile(r"(?!)"))
        slow = release_name(path, languages, "en")

    assert slow == quick


def test_unknown_suffix_suggests_the_nearest_language() -> None:
    """Who wrote the country's `.vn` is told of the language's `.vi`."""
    found = release_name("releases/2024-02-01-a.vn.md", {"en": 1, "vi": 1}, "en")

    assert isinstance(found, Problem)
    assert found.hint == "Did you mean `vi`?"


@pytest.mark.parametrize("name", ["Index.md", "INDEX.vi.md"])
def test_an_index_in_capitals_is_told_of_its_letters(name: str) -> None:
    """A release's folder holds `index.md`; other letters are a slip of the keyboard."""
    folder = "releases/2024-02-01-a"
    found = release_name(f"{folder}/{name}", {"en": 1, "vi": 1}, "en")

    assert isinstance(found, Problem)
    assert found.hint == f"Name it `{name.replace(name[:5], 'index')}`, in small letters."


def test_text_is_read_as_it_is_but_for_line_ends(room: Room) -> None:
    """CRLF becomes LF; letters, marks and lone carriage returns stay."""
    room.write(COURSE, "\ufeffa\r\nb\rc\n\r\nViê\u0323t".encode())

    assert SourceFile(COURSE, "\ufeffa\nb\rc\n\nViê\u0323t") == read_text(room.root, COURSE)


def test_a_bad_file_never_hides_another(room: Room) -> None:
    """Every problem of every file is told in one run, and what is right is read."""
    room.release()
    room.write("releases/2024-02-02-a.md", b"\xff")
    room.write("releases/2024-02-03-b.md", "---\ntitle: [\n---\n")
    room.write("releases/2024-02-04-c.md", "no front matter")
    reading = room.read()

    assert [edition.path for edition in reading.editions] == [COURSE]
    told = {"not-utf-8", "yaml-syntax", "missing-key", "empty-body", "no-front-matter"}
    assert told == {p.code for p in reading.problems}
    assert reading.files == 4
    assert len(reading.stems) == 4


def test_progress_is_told(room: Room) -> None:
    """Who reads a newsroom may be told how far it is."""
    room.release()
    told: list[tuple[int, int]] = []
    read_newsroom(room.newsroom, lambda done, whole: told.append((done, whole)))

    assert told == [(0, 1)]


def test_processes_that_share_the_reading_read_the_same(room: Room) -> None:
    """However many read, the releases, problems and links are those of one, in the same order."""
    for number in range(450):
        keys = "sumary: x\n" if number % 7 == 0 else ""
        room.release(
            keys, "[a](/en/)\n", path=f"releases/2024-01-{number % 28 + 1:02d}-{number}.md"
        )
    told: list[tuple[int, int]] = []
    alone = read_newsroom(room.newsroom)
    shared = read_newsroom(room.newsroom, lambda *done: told.append(done), jobs=3)

    assert len(alone.editions) + len(alone.problems) >= 450
    assert shared == alone
    assert {450} >= {whole for _, whole in told}
