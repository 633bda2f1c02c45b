"""The files beside a release: pictures, attachments, what its text names."""

from __future__ import annotations

import os
import struct
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.model import LocalFile
from dateline.problems import Place, Problem
from dateline.reading.local_files import LocalFiles
from dateline.reading.media import runs_code
from tests.reading.room import COURSE, PIXEL, Room

HERE = Place(COURSE, 4, 7)


def find(room: Room, name: str) -> LocalFile | Problem:
    """Find a file that a release names."""
    return LocalFiles(room.newsroom, COURSE).find(name, HERE)


def code_of(room: Room, name: str) -> str:
    """Give the code that a name is refused with, and check its place."""
    found = find(room, name)

    assert isinstance(found, Problem), found
    assert found.place == HERE
    return found.code


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.png", "image/png"),
        ("sub/b.JPG", "image/jpeg"),
        ("Báo cáo năm.pdf", "application/pdf"),
        ("data.csv", "text/csv"),
        ("a.webp", "image/webp"),
        ("talk.mp3", "audio/mpeg"),
        ("x.odt", "application/vnd.oasis.opendocument.text"),
        ("x.unheard-of", "application/octet-stream"),
        ("no-ending", "application/octet-stream"),
    ],
)
def test_file_is_found_and_measured(room: Room, name: str, kind: str) -> None:
    """A file below the release's folder is known by name, source, size and media type."""
    room.write(f"releases/{name}", b"12345")

    assert LocalFile(name, f"releases/{name}", 5, kind) == find(room, name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("2024-10-20-jobs-fair.md", "/en/2024/10/jobs-fair/"),
        ("2024-10-20-Hội-chợ.vi.md", "/vi/2024/10/hoi-cho/"),
        ("../releases/2024-10-20-jobs-fair.md", "/en/2024/10/jobs-fair/"),
        ("2024-10-20-jobs-fair/index.vi.md", "/vi/2024/10/jobs-fair/"),
        ("../pages/2024-10-20-about.md", "/language/year/month/slug/"),
        ("notes.md", "/language/year/month/slug/"),
    ],
)
def test_who_links_to_a_source_is_told_its_address(room: Room, name: str, hint: str) -> None:
    """A link to a release's file is answered with its page's address, as its name tells it."""
    if not name.startswith("../"):
        room.write(f"releases/{name}", "Text.\n")
    found = find(room, name)

    assert isinstance(found, Problem)
    assert f"address: {hint}." in found.hint or f"page: `{hint}`," in found.hint


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("press@example.org", "For a mail address write `mailto:press@example.org`."),
        ("www.example.org", "For a web address write `https://www.example.org`."),
        ("www.example.org/a/", "For a web address write `https://www.example.org/a/`."),
        ("photo@2x.png", "Put the file there."),
    ],
)
def test_an_address_without_its_scheme_is_no_file(room: Room, name: str, hint: str) -> None:
    """Who leaves out `mailto:` or `https://` is told so, and not to look for a file."""
    found = find(room, name)

    assert isinstance(found, Problem)
    assert hint == found.hint


def test_a_leading_dot_means_here(room: Room) -> None:
    """`./a.png` is `a.png`."""
    room.write("releases/a.png", PIXEL)

    assert find(room, "a.png") == find(room, "./a.png")


@pytest.mark.parametrize(("on_disk", "written"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_letters_in_pieces_or_joined_are_the_same_name(
    room: Room, on_disk: str, written: str
) -> None:
    """A name is found however the disk or the text spells its letters; it is published joined."""
    disk, text = (unicodedata.normalize(form, "Ảnh.png") for form in (on_disk, written))  # type: ignore[arg-type]
    room.write(f"releases/{disk}", PIXEL)
    found = find(room, text)

    assert isinstance(found, LocalFile)
    assert ("Ảnh.png", f"releases/{disk}") == (found.name, found.source)


@pytest.mark.parametrize(
    "name",
    [
        "", "/etc/passwd", "//host/share", "../a.png", "sub/../../a.png", "sub/..", "..", ".",
        "./../a.png", ".hidden", "sub/.git/config", "a//b.png", "a/", "C:\\a.png", "..\\a.png",
        "file:///etc/passwd", "https://example.org/a.png", "a\0.png", "a\nb.png", "a\x7f.png",
    ],
)  # fmt: skip
def test_paths_that_climb(room: Room, name: str) -> None:
    """A path out of the release's folder, or one that no folder can hold, is refused unread."""
    room.write("releases/a.png", PIXEL)

    assert code_of(room, name) == "unsafe-path"


@pytest.mark.parametrize("text", ["index.md", "index.vi.md"])
@pytest.mark.parametrize("name", ["held/plan.pdf", "held/sub/plan.pdf"])
def test_files_of_another_release_wait_with_it(room: Room, name: str, text: str) -> None:
    """What lies in another release's folder is its own, and not published by a neighbour."""
    room.write(f"releases/{name}", b"x")

    assert isinstance(find(room, name), LocalFile)
    room.write(f"releases/held/{text}", b"---\n")
    assert code_of(room, name) == "unsafe-path"


@pytest.mark.parametrize(
    "name",
    [
        "a.html", "a.HTM", "a.xhtml", "a.xht", "a.shtml", "a.js", "a.mjs", "a.svgz", "a.xml",
        "a.xsl", "a.swf", "a.php", "a.php7", "a.phtml", "a.md", "index.txt", "INDEX.TXT",
    ],
)  # fmt: skip
def test_files_that_run(room: Room, name: str) -> None:
    """What a browser or server may run, and what the page itself is called, is refused."""
    room.write(f"releases/{name}", b"x")

    assert code_of(room, name) == "unsafe-file"


def test_missing_files(room: Room) -> None:
    """A file that is not there, a folder, a pipe and a name too long are missing."""
    (room.root / "releases" / "folder").mkdir(parents=True)
    os.mkfifo(room.root / "releases" / "pipe.png")

    assert {"missing-file"} == {
        code_of(room, name) for name in ("b.png", "folder", "pipe.png", "x" * 5000, "a/b/c.png")
    }


def test_the_nearest_name_is_told(room: Room) -> None:
    """Capitals count on web servers; who mixed them up is told."""
    room.write("releases/Chart.png", PIXEL)
    other, nearest = find(room, "graph.png"), find(room, "chart.PNG")

    assert isinstance(nearest, Problem)
    assert isinstance(other, Problem)
    assert nearest.hint.startswith("Did you mean `Chart.png`?")
    assert other.hint == "There are: Chart.png."


def test_a_folder_that_vanishes_leaves_nothing_to_suggest(room: Room) -> None:
    """Where the release's folder goes while it is read, its files are missing and no more."""
    found = find(room, "chart.png")

    assert isinstance(found, Problem)
    assert (found.code, found.hint) == ("missing-file", "Put the file there.")


@pytest.mark.parametrize(
    ("target", "published"),
    [
        ("../shared/a.png", True),
        ("/etc/hostname", False),
        ("../../outside.png", False),
        ("../private/list.png", False),
        ("../.git/a.png", False),
        ("../public/a.png", False),
    ],
)
def test_links(room: Room, target: str, published: bool) -> None:
    """A link to a file of the newsroom works; one out of it, or to what is private, does not."""
    for path in ("shared/a.png", "private/list.png", ".git/a.png", "public/a.png"):
        room.write(path, PIXEL)
    (room.root.parent / "outside.png").write_bytes(PIXEL)
    (room.root / "releases").mkdir()
    (room.root / "releases" / "a.png").symlink_to(target)
    found = find(room, "a.png")

    assert published == isinstance(found, LocalFile)
    assert published or code_of(room, "a.png") in {"unsafe-path", "missing-file"}


def test_folder_linked_out(room: Room) -> None:
    """A file is refused when a folder on the way to it leads out."""
    (room.root / "releases").mkdir()
    (room.root / "releases" / "etc").symlink_to("/etc")

    assert code_of(room, "etc/passwd") == "unsafe-path"


HARMLESS = [
    b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='1' height='1'/></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><a href='https://example.org/'>x</a></svg>",
    "<svg><text>Vốn con người: một = hai</text><style>.a{fill:red}</style></svg>".encode(),
    b"<?xml version='1.0' encoding='UTF-8'?><!-- drawn --><svg><desc>conscription</desc></svg>",
]


@pytest.mark.parametrize("drawing", HARMLESS)
def test_plain_drawings(drawing: bytes) -> None:
    """A drawing without code is a picture."""
    assert not runs_code(drawing)


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg><script>alert(1)</script></svg>",
        b"<svg><s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script></svg>",
        b"<svg onload='x'/>", b"<svg\nONLOAD\n=x/>", b"<svg><rect\tonclick = 'x'/></svg>",
        b"<svg><a href='javascript:x'>y</a></svg>", b"<svg><a href=' jAvA\tscript:x'/></svg>",
        b"<svg><a href='&#106;avascript:x'/></svg>", b"<svg><a href='java&#x0A;script:x'/></svg>",
        b"<svg><a xlink:href='data:text/html,x'/></svg>", b"<svg><a href='vbscript:x'/></svg>",
        b"<svg><set attributeName='href' to='javascript:x'/></svg>",
        b"<svg><foreignObject><p/></foreignObject></svg>", b"<svg><iframe src='x'/></svg>",
        b"<svg><embed src='x'/></svg>", b"<svg><object data='x'/></svg>",
        b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
        b"<?xml-stylesheet href='x.xsl'?><svg/>", "<svg onload='x'/>".encode("utf-16"),
        "<svg><script/></svg>".encode("utf-16-le"), b"<svg><scr\0ipt/></svg>", b"\xff<svg/>",
    ],
)  # fmt: skip
def test_drawings_that_run(room: Room, drawing: bytes) -> None:
    """An SVG with anything that runs, however it is spelt, is refused."""
    room.write("releases/a.SVG", drawing)

    assert code_of(room, "a.SVG") == "unsafe-file"


def size(room: Room, name: str, content: bytes) -> tuple[int, int]:
    """Give the size of a picture."""
    room.write(f"releases/{name}", content)
    files = LocalFiles(room.newsroom, COURSE)
    found = files.find(name, HERE)

    assert isinstance(found, LocalFile), found
    return files.size_of(found)


def png(width: int, height: int) -> bytes:
    """Make the head of a PNG, which tells its size."""
    return PIXEL[:16] + struct.pack(">II", width, height) + PIXEL[24:]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.png", png(640, 480), (640, 480)),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'/>", (30, 20)),
        ("a.png", png(0, 480), (0, 0)),
        ("a.png", png(2**31, 2**31), (0, 0)),
        ("a.png", b"no picture", (0, 0)),
        ("a.png", b"", (0, 0)),
        ("a.svg", b"<svg width='px' height='%'/>", (0, 0)),
        ("a.svg", b"<svg width='1e999' height='1'/>", (0, 0)),
        ("a.svg", b"<svg", (0, 0)),
        ("a.pdf", PIXEL, (0, 0)),
    ],
)
def test_size_of_a_picture(
    room: Room, name: str, content: bytes, expected: tuple[int, int]
) -> None:
    """Width and height are those in the file, or none at all; damage is no failure."""
    assert expected == size(room, name, content)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_pictures_have_no_size(room: Room, data: st.DataObject) -> None:
    """However a picture is damaged, it has a size that may be, or none."""
    content = bytearray(data.draw(st.sampled_from([png(3, 2), b"GIF89a\3\0\2\0", *HARMLESS[:2]])))
    for _ in range(data.draw(st.integers(0, 6))):
        index = data.draw(st.integers(0, len(content) - 1))
        content[index] = data.draw(st.integers(0, 255))
    name = data.draw(st.sampled_from(["a.png", "a.gif", "a.jpg", "a.webp", "a.avif"]))
    width, height = size(room, name, bytes(content))

    assert (width > 0) == (height > 0)
    assert width < 1_000_000


def test_everything_named_is_published_once(room: Room) -> None:
    """Files that keys, text, raw HTML and notes name are the edition's, each once, in order."""
    for name in ("a.png", "b.pdf", "c.png", "d e.png", "f.pdf", "g.png"):
        room.write(f"releases/{name}", PIXEL)
    room.release(
        "image: {src: a.png, alt: A}\n"
        "attachments: [{file: b.pdf, title: B}]\n"
        "notes: |\n  See [it](f.pdf) and <img src='g.png' alt='G'>.\n",
        "![C](c.png) [B](b.pdf) <img src='d%20e.png' alt='D'>\n"
        "[site](https://example.org/x.png) [page](/en/about/) [part](#a) [me](mailto:a@b.org)\n",
    )
    edition = room.edition()

    assert [file.name for file in edition.files] == [
        "a.png",
        "b.pdf",
        "c.png",
        "d e.png",
        "f.pdf",
        "g.png",
    ]


def test_what_is_missing_is_told_wherever_it_is_named(room: Room) -> None:
    """Each mention of a missing file has its own place: in keys, Markdown, HTML and notes."""
    room.release(
        "image: {src: a.png, alt: A}\n"
        "attachments:\n- file: b.pdf\n  title: B\n"
        "notes: |\n  Xem [f](f.pdf)\n",
        "Ảnh ![C](c.png)\n\n<p>\nẢnh <img alt='D' src='d.png'>\n</p>\n\n[g]\n\n[g]: g.pdf\n",
    )

    found = [told.removeprefix("2024-02-01-course.md:").split(" ") for told in room.told()]

    assert [place for place, _ in found] == ["4:14", "6:9", "9:7", "11:5", "14:5", "17:1"]
    assert {"missing-file"} == {code for _, code in found}


def test_many_files_are_soon_found(room: Room) -> None:
    """A folder of thousands of files is no trouble."""
    for number in range(2000):
        room.write(f"releases/{number}.png", b"x")
    room.release(body="".join(f"[a]({number}.png)\n" for number in range(0, 4000, 10)))
    start = time.process_time()
    found = room.told()

    assert len(found) == 200
    assert time.process_time() - start < 5
