"""The newsroom's own files, which are public at once."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from dateline.problems import Problem
from dateline.reading.assets import walk_assets
from tests.reading.room import Room


def assets(room: Room) -> list[str]:
    """Give the paths of the assets, and the code of each problem after its path."""
    return [
        f"{found.place.path} {found.code}" if isinstance(found, Problem) else found
        for found in walk_assets(room.root)
    ]


def test_assets_come_in_order(room: Room) -> None:
    """Every file below `assets/` is one, at any depth, in the order of names; hidden ones not."""
    for path in ("b.png", "a/z.css", "a/b/Ảnh một.png", "A.txt", ".hidden", ".git/config"):
        room.write(f"assets/{path}", b"x")

    assert assets(room) == [
        "assets/A.txt",
        "assets/a/b/Ảnh một.png",
        "assets/a/z.css",
        "assets/b.png",
    ]


def test_no_assets(room: Room) -> None:
    """A newsroom needs none."""
    assert assets(room) == []


def to_a_file_outside(room: Room) -> None:
    (room.root / "assets" / "x").symlink_to("/etc/passwd")


def to_a_folder_outside(room: Room) -> None:
    (room.root / "assets" / "x").symlink_to(room.root.parent)


def to_the_newsroom(room: Room) -> None:
    (room.root / "assets" / "x").symlink_to("..")


def to_the_releases(room: Room) -> None:
    room.release("embargo: 2124-02-01T09:00:00+07:00\n")
    (room.root / "assets" / "x").symlink_to("../releases")


def to_a_release(room: Room) -> None:
    room.release("draft: true\n")
    (room.root / "assets" / "x").symlink_to("../releases/2024-02-01-course.md")


def to_private_things(room: Room) -> None:
    room.write("private/subscribers.db", b"x")
    (room.root / "assets" / "x").symlink_to("../private")


def to_hidden_things(room: Room) -> None:
    room.write(".git/config", b"x")
    (room.root / "assets" / "x").symlink_to("../.git/config")


def to_the_output(room: Room) -> None:
    room.write("public/index.html", b"x")
    (room.root / "assets" / "x").symlink_to("../public")


@pytest.mark.parametrize(
    "link",
    [
        to_a_file_outside,
        to_a_folder_outside,
        to_the_newsroom,
        to_the_releases,
        to_a_release,
        to_private_things,
        to_hidden_things,
        to_the_output,
    ],
)
def test_links_that_would_publish_too_much(room: Room, link: Callable[[Room], None]) -> None:
    """No link brings out of the newsroom, or out of what waits or is private, into the open."""
    (room.root / "assets").mkdir()
    link(room)

    assert assets(room) == ["assets/x link-outside"]


def test_links_within_the_newsroom_work(room: Room) -> None:
    """Links to other files of the newsroom are followed; circles are walked once."""
    room.write("images/logo.svg", b"<svg/>")
    room.write("assets/sub/a.txt", b"x")
    (room.root / "assets" / "logo.svg").symlink_to("../images/logo.svg")
    (room.root / "assets" / "images").symlink_to("../images")
    (room.root / "assets" / "sub" / "one").symlink_to("..")
    (room.root / "assets" / "sub" / "two").symlink_to("../sub")

    assert assets(room) == ["assets/images/logo.svg", "assets/logo.svg", "assets/sub/a.txt"]


def test_what_is_no_file_is_told_or_left(room: Room) -> None:
    """A link that leads nowhere is told; a pipe is never opened nor published."""
    room.write("assets/a.txt", b"x")
    (room.root / "assets" / "b").symlink_to("nowhere")
    os.mkfifo(room.root / "assets" / "c")

    assert assets(room) == ["assets/a.txt", "assets/b not-a-file"]


def test_a_folder_that_cannot_be_read_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Assets are never missing in silence."""
    room.write("assets/a/b.txt", b"x")
    room.write("assets/c.txt", b"x")
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert assets(room) == ["assets/a unreadable-file", "assets/c.txt"]


def test_problems_of_assets_are_told_with_the_rest(room: Room) -> None:
    """`check` tells of assets in the same run as of releases."""
    room.release("sumary: x\n")
    (room.root / "assets").mkdir()
    (room.root / "assets" / "x").symlink_to("/etc/passwd")

    assert room.told() == ["assets/x:1:1 link-outside", "2024-02-01-course.md:4:1 unknown-key"]
