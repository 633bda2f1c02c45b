"""What the proofreader finds is told at the exact place of the file, however the text is written."""

from __future__ import annotations

import pytest

from dateline.reading import read_newsroom
from tests.reading.room import COURSE, PIXEL, Room

FRIDAY = "Thursday, 2 February 2024"


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (f"summary: It opens {FRIDAY}.\n", "4:19"), (f'summary: "It opens {FRIDAY}."\n', "4:20"),
        (f"summary: 'It''s  {FRIDAY}.'\n", "4:18"), (f"summary: >\n  It opens\n  on {FRIDAY}.\n", "6:6"),
        (f"summary: |\n  It\n  opens {FRIDAY}.\n", "6:9"), (f"summary: It\n  opens\n  {FRIDAY}.\n", "6:3"),
        (f"summary: {FRIDAY}\n", "4:10"), (f"notes: |\n  One.\n\n  {FRIDAY}\n", "7:3"),
        (f'summary: "It\\u0020opens {FRIDAY}"\n', "4:25"), (f"summary: Khóa {FRIDAY}\n", "4:15"),
        (f'image: {{src: a.png, alt: "On {FRIDAY}"}}\n', "4:30"),
        (f"image:\n  src: a.png\n  alt: A\n  caption: The {FRIDAY}\n", "7:16"),
        (f"summary: Kho\u0301a {FRIDAY}\n", "4:10"),
    ],
)  # fmt: skip
def test_places_in_keys(room: Room, keys: str, place: str) -> None:
    """A word in a value is told where it stands: folded, quoted, escaped or over several lines."""
    room.write("releases/a.png", PIXEL)
    room.release(keys)

    assert [line for line in room.told() if "nfc" not in line] == [
        f"2024-02-01-course.md:{place} wrong-weekday"
    ]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f"{FRIDAY}\n", "5:1"), (f"A\n\nOn {FRIDAY}\n", "7:4"), (f"Kho\u0301a ho\u0323c {FRIDAY}\n", "5:12"),
        (f"Kho\u0301a\nho\u0323c e\u0301 {FRIDAY}", "6:9"), (f"A\r\n{FRIDAY}\r\n", "6:1"),
    ],
)  # fmt: skip
def test_places_in_text(room: Room, body: str, place: str) -> None:
    """Columns count the file's own characters, also where letters are in pieces."""
    room.release(body=body)

    assert [line for line in room.told() if "nfc" not in line] == [
        f"2024-02-01-course.md:{place} wrong-weekday"
    ]


def test_gaps_in_notes(room: Room) -> None:
    """A wide gap is told after the last letter before it."""
    room.release("notes: |\n  One\n  two  three.\n")

    assert room.told() == ["2024-02-01-course.md:6:6 double-space"]


@pytest.mark.parametrize(
    "keys",
    [
        "title: A\nsumary: B\n",
        "title: A\nSummary: B\n",
        "title: A\ndraft: true\n",
        "title: A\nsummary: [B]\n",
    ],
)
def test_a_summary_is_missed_once(room: Room, keys: str) -> None:
    """A misspelt or wrong summary is told for what it is, and a draft may come without."""
    room.write(COURSE, f"---\n{keys}date: 2024-02-01\n---\nText.\n")

    assert "no-summary" not in {p.code for p in read_newsroom(room.newsroom).problems}


def test_drafts_may_be_unfinished(room: Room) -> None:
    """A draft's title, summary and text may be to come; what is there is proofread."""
    room.write(COURSE, f"---\ntitle: TBC\ndate: 2024-02-01\ndraft: true\nsummary: {FRIDAY}\n---\n")

    assert room.told() == ["2024-02-01-course.md:5:10 wrong-weekday"]


def test_pages_are_proofread(room: Room) -> None:
    """A standing page's texts are held to the same rules, but for those of releases."""
    room.release()
    room.write("pages/about.md", f"---\ntitle: TBC\nsummary: {FRIDAY}\n---\n{FRIDAY}  and\n")
    room.write("pages/plan.md", "---\ntitle: TBC\ndraft: true\n---\n")
    room.write("pages/bad.md", "---\ntitle: [\n---\n")

    assert room.told() == [
        "pages/about.md:2:8 placeholder-title", "pages/about.md:3:10 wrong-weekday", "pages/about.md:5:1 wrong-weekday",
        "pages/about.md:5:26 double-space", "pages/bad.md:3:1 yaml-syntax",
    ]  # fmt: skip


def test_the_house_style_is_set(room: Room) -> None:
    """Title length and spelling come from dateline.toml, the spelling by language."""
    settings = (room.root / "dateline.toml").read_text(encoding="utf-8")
    style = '[style]\ntitle_length = 20\n[spelling]\nVietnam = "Viet Nam"\n[spelling.vi]\nILO = "Tổ chức"\nVietnam = "Việt Nam"\n'
    room.write("dateline.toml", settings + style)
    room.write(
        COURSE,
        "---\ntitle: A title of more than twenty\ndate: 2024-02-01\nsummary: ILO in Vietnam\n---\nText.\n",
    )
    room.write(
        COURSE.replace(".md", ".vi.md"),
        "---\ntitle: ILO\ndate: 2024-02-01\nsummary: Ở Vietnam\n---\nVăn.\n",
    )
    told = [
        (p.place.path[-5:], p.place.line, p.place.column, p.code, p.hint) for p in room.problems()
    ]

    assert told == [
        (
            "se.md",
            2,
            8,
            "wordy-title",
            "Shorten it, or raise `title_length` in the [style] table of dateline.toml.",
        ),
        ("se.md", 4, 17, "house-spelling", "Write Viet Nam."),
        ("vi.md", 2, 8, "house-spelling", "Write Tổ chức."),
        ("vi.md", 4, 12, "house-spelling", "Write Việt Nam."),
    ]


def test_text_that_is_refused_is_proofread(room: Room) -> None:
    """A value that cannot stand for another reason is read as it is written, at its places."""
    room.release(f"summary: On {FRIDAY} <b>x</b>\n")

    assert room.told() == [
        "2024-02-01-course.md:4:10 html-in-text",
        "2024-02-01-course.md:4:13 wrong-weekday",
    ]
