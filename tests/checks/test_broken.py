"""Broken releases are held to the rules across files, as far as what they say is sure."""

from __future__ import annotations

import pytest

from tests.reading.room import Room

OTHER = "releases/2024-02-09-other.md"
VI = "releases/2024-02-01-course.vi.md"


@pytest.mark.parametrize(
    ("here", "other", "path", "told"),
    [
        ("reference: A/1\nkind: x\n", "reference: a/1\nslug: X\n", OTHER,
         ["course.md:5:7 invalid-value", "09-other.md:4:12 duplicate-reference", "09-other.md:5:7 invalid-slug"]),
        ("reference: A/1\n", "reference: a/1\nreference: b/1\n", OTHER, ["09-other.md:5:1 duplicate-key"]),
        ("reference: A/1\n", "referense: a/1\nreference: a/1\n", OTHER,
         ["09-other.md:4:1 unknown-key", "09-other.md:5:12 duplicate-reference"]),
        ("slug: X\n", "slug: course\n", OTHER, ["course.md:4:7 invalid-slug"]),
        ("slgu: x\n", "slug: course\n", OTHER, ["course.md:4:1 unknown-key"]),
        ("kind: x\n", "slug: course\nplace:\n", OTHER,
         ["course.md:4:7 invalid-value", "09-other.md:4:7 duplicate-address", "09-other.md:5:1 null-value"]),
        ("aliases: [/old, 5]\n", "aliases: [/old]\n", OTHER,
         ["course.md:4:17 wrong-type", "09-other.md:4:11 duplicate-address"]),
        ("aliases: [5]\n", "aliases: [{}]\n", OTHER, ["course.md:4:11 wrong-type", "09-other.md:4:11 wrong-type"]),
        ("related: [x, 2024-01-01-gone]\n", "", OTHER, ["course.md:4:11 invalid-stem", "course.md:4:14 unknown-release"]),
        ("kind: x\ntopics: [skills]\n", "", VI, ["course.md:4:7 invalid-value", "course.vi.md:1:1 editions-differ"]),
        ("topics: [skils]\n", "", VI, ["course.md:4:10 unknown-topic"]),
        ("withdrawn: {at: x, reason: A}\n", "", VI, ["course.md:4:17 invalid-date", "course.md:4:17 withdrawn-alone"]),
        ("withdrawn: {at: 2024-02-02, reason: A}\n", "withdrawn: x\n", VI, ["course.vi.md:4:12 wrong-type"]),
        ("withdrawn: {at: 2024-02-02, reason: A}\n", "draft: yes\n", VI, ["course.vi.md:4:8 wrong-type"]),
        ("changes: [{at: x, note: A, kind: major}, {at: 2024-01-01, note: B, kind: minor}]\n", "", OTHER,
         ["course.md:4:16 invalid-date", "course.md:4:47 changed-too-early"]),
        ("changes: [{at: 2024-02-05, note: A, kind: major}]\n", "kind: x\n", VI,
         ["course.vi.md:1:1 stale-translation", "course.vi.md:4:7 invalid-value"]),
        ("changes: [{at: 2024-02-05, note: A, kind: major}]\n", "changes: x\n", VI, ["course.vi.md:4:10 wrong-type"]),
        ("kind: x\nslug: b\n", "slug: b\naliases: [/en/2024/02/b/]\n", OTHER,
         ["course.md:4:7 invalid-value", "09-other.md:4:7 duplicate-address", "09-other.md:5:11 alias-loop"]),
    ],
)  # fmt: skip
def test_what_is_sure_is_compared(
    room: Room, here: str, other: str, path: str, told: list[str]
) -> None:
    """A wrong key hides no other's clash, and what it may itself bring about is not told."""
    room.release(here)
    room.release(other, path=path)

    assert told == [each.removeprefix("2024-02-").removeprefix("01-") for each in room.told()]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("releases/2024-02-30-leap.md", ["1:1 bad-file-name", "3:7 invalid-date", "4:7 invalid-value"]),
        ("releases/leap.md", ["1:1 bad-file-name", "3:7 invalid-date", "4:7 invalid-value"]),
        ("releases/2024-02-01-leap.vn.md", ["1:1 unknown-language-suffix", "3:7 invalid-date", "4:7 invalid-value"]),
        ("releases/2024-02-01-leap.markdown", ["1:1 bad-file-name", "3:7 invalid-date", "4:7 invalid-value"]),
        ("releases/2024-02-01-新.md", ["1:1 empty-stem", "3:7 invalid-date", "4:7 invalid-value"]),
        ("releases/0001-02-01-old.md", ["3:7 invalid-date", "4:7 invalid-value"]),
    ],
)  # fmt: skip
def test_a_name_hides_nothing(room: Room, path: str, told: list[str]) -> None:
    """A file whose name does not fit is read all the same, an impossible day of its keys too."""
    room.write(path, "---\ntitle: A\ndate: 2024-02-30\nkind: x\n---\nText.\n")
    room.release("related: [2024-02-30-leap]\n" if "30" in path else "")
    found = [each.partition(":")[2] for each in room.told()]

    assert told == found


def test_a_slip_hides_no_other_key(room: Room) -> None:
    """What is no YAML is read key by key; a strange key after a slip may belong to its value."""
    block = "title: A: B\nkind: x\nkind: y\nsumary: C\nplace: 'D\nvalue: E\nnotes: [\n"
    room.write("releases/2024-02-01-course.md", f"---\n{block}---\nText.\n")

    assert [each.partition(":")[2] for each in room.told()] == [
        "1:1 missing-key",
        "2:9 yaml-syntax",
        "3:7 invalid-value",
        "4:1 duplicate-key",
        "5:1 unknown-key",
        "6:8 yaml-syntax",
        "9:1 yaml-syntax",
    ]


@pytest.mark.parametrize("block", ["- a\n", "b: [\n" + "c: d\n" * 300])
def test_a_block_without_keys(room: Room, block: str) -> None:
    """Of what has no keys, or thousands, the text is checked and nothing is said of the keys."""
    room.write("releases/2024-02-01-course.md", f"---\n{block}---\n[a](/gone/)\n")
    codes = [each.rpartition(" ")[2] for each in room.told()]

    assert len(codes) == 2
    assert "dead-link" in codes


def test_a_spoilt_key_is_not_sure(room: Room) -> None:
    """A character that was taken out to read on may have been another: nothing is compared."""
    room.release("reference: A\x01/1\n")
    room.release("reference: A /1\n", path=OTHER)
    room.write("releases/2024-02-02-b.md", "---\n# \x01\ntitle: A\ndate: 2024-02-02\n---\nText.\n")

    assert [each.rpartition(" ")[2] for each in room.told()] == ["illegal-character"] * 2
