"""Compressed twins take no place that a file has."""

from __future__ import annotations

import pytest

from tests.reading.room import PIXEL, SETTINGS, Room


@pytest.mark.parametrize(
    ("keys", "body", "told"),
    [
        ("attachments: [{file: index.html.gz, title: A}]\n", "Text.\n", ["4:22"]),
        (
            "attachments: [{file: a.txt.gz, title: A}, {file: a.txt, title: B}]\n",
            "Text.\n",
            ["4:22"],
        ),
        (
            "attachments: [{file: a.txt, title: A}, {file: a.txt.gz, title: B}]\n",
            "Text.\n",
            ["4:47"],
        ),
        ("image: {src: index.txt.gz, alt: A}\n", "Text.\n", ["4:14"]),
        ("", "Text.\n\n[a](index.txt.gz)\n", ["7:1"]),
        ("", "Text.\n\n[a](./index.txt.gz)\n", ["5:1"]),
        ("attachments: [{file: a.csv.gz, title: A}, {file: a.csv, title: B}]\n", "Text.\n", []),
        ("attachments: [{file: a.txt.gz, title: A}]\n", "Text.\n", []),
    ],
)
def test_what_meets_a_twin_is_told(room: Room, keys: str, body: str, told: list[str]) -> None:
    """A compressed file beside what is compressed is told where it is named, if twins are made."""
    for name in ("index.html.gz", "index.txt.gz", "a.txt.gz", "a.txt", "a.csv.gz", "a.csv"):
        room.write(f"releases/{name}", PIXEL)
    room.release(keys, body)
    without = room.told()
    del room.newsroom
    room.write("dateline.toml", f"{SETTINGS}[delivery]\ngzip = true\n")

    assert without == []
    assert room.told() == [f"2024-02-01-course.md:{place} duplicate-address" for place in told]


def test_assets_meet_twins_too(room: Room) -> None:
    """So does a compressed asset beside another, or beside the theme's own style sheet."""
    room.write("dateline.toml", f"{SETTINGS}[delivery]\ngzip = true\n")
    for name in ("a.css", "a.css.gz", "b.css.gz", "dateline.css.gz", "c.png", "c.png.gz"):
        room.write(f"assets/{name}", PIXEL)
    room.release()

    assert room.told() == [
        "assets/a.css.gz:1:1 duplicate-address",
        "assets/dateline.css.gz:1:1 duplicate-address",
    ]
