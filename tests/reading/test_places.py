"""Places are those of the real file, whatever the YAML around them looks like."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.frontmatter import Split
from dateline.reading.locate import Places
from dateline.validation import Location
from tests.reading.room import COURSE, Room

VIETNAMESE = st.text("aăâbcdđeêởỡợ ngư😀", min_size=1, max_size=8).map(lambda text: f"x{text}x")
# Texts that stand before the marked value, in every style that YAML has; each ends its line.
BEFORE = st.lists(
    st.one_of(
        VIETNAMESE.map(lambda text: f"plain: {text}\n"),
        VIETNAMESE.map(lambda text: f"folded: {text}\n  {text}\n\n  {text}\n"),
        VIETNAMESE.map(lambda text: f"double: {json.dumps(text, ensure_ascii=False)}\n"),
        VIETNAMESE.map(lambda text: f'escaped: "{text}\\\n  \\u1EC7 {text}"\n'),
        VIETNAMESE.map(lambda text: f"single: 'it''s {text}\n\n  {text}'\n"),
        VIETNAMESE.map(lambda text: f"literal: |\n  {text}: no key\n\n    {text}\n"),
        VIETNAMESE.map(lambda text: f"kept: >2+\n   {text}\n  {text}\n\n\n"),
        VIETNAMESE.map(lambda text: f"# {text}\nlist: [{text}, {{{text}: {text}}}]\n"),
        VIETNAMESE.map(lambda text: f"nested:\n- {text}: {text}\n  y: {text}\n- {text}\n"),
    ),
    max_size=4,
).map("".join)
# A key whose value is marked by ★, and where the value stands in what is read.
MARKED: st.SearchStrategy[tuple[str, Location]] = st.one_of(
    st.just(("marked: ★\n", ("marked",))),
    st.just(('marked: "★"\n', ("marked",))),
    st.just(("marked: '★'\n", ("marked",))),
    st.just(("marked:\n  ★\n", ("marked",))),
    VIETNAMESE.map(lambda text: (f"{text}: ★\n", (text,))),
    VIETNAMESE.map(lambda text: (f'"{text}" : ★\n', (text,))),
    VIETNAMESE.map(lambda text: (f"marked: {{{text}: {text}, a: ★}}\n", ("marked", "a"))),
    VIETNAMESE.map(lambda text: (f"marked: [{text}, ★]\n", ("marked", 1))),
    VIETNAMESE.map(lambda text: (f"marked:\n- {text}\n-   ★\n", ("marked", 1))),
    VIETNAMESE.map(lambda text: (f"marked:\n- a: {text}\n  {text}: ★\n", ("marked", 0, text))),
    VIETNAMESE.map(lambda text: (f"marked: [[{text}], {{a: [★]}}]\n", ("marked", 1, "a", 0))),
)


def places(block: str) -> Places:
    """Give the places of a block that starts in the second line of its file."""
    return Places("a.md", Split(block, "", 2, 3))


def where(text: str, mark: str) -> tuple[int, int]:
    """Give line and column of a mark in a block, as of the file around it."""
    index = text.index(mark)
    return text.count("\n", 0, index) + 2, index - text.rfind("\n", 0, index)


@given(BEFORE, MARKED, BEFORE)
def test_value_is_found(before: str, marked: tuple[str, Location], after: str) -> None:
    """A value is found after texts of any style, with Vietnamese letters before it in its line."""
    text, location = marked
    block = before + text + after
    line, column = where(block, "★")
    quoted = block[block.index("★") - 1] in "\"'"

    assert (line, column - quoted) == places(block).value(location)[1:]


@given(BEFORE, VIETNAMESE, st.sampled_from([": a\n", ":\n  a: b\n", ": [a]\n", ": |\n  a\n"]))
def test_key_is_found(before: str, key: str, value: str) -> None:
    """A key is found wherever it stands, whatever its value."""
    block = f"{before}★{key}{value}"

    assert where(block, "★") == places(block).key((f"★{key}",))[1:]


@pytest.mark.parametrize("empty", ["", " ~", " null", ' ""', " # nothing"])
def test_missing_value_is_found_at_its_key(empty: str) -> None:
    """Where a value is missing, its key or what stands for it is the place."""
    block = f"title: A\nimage:\n  alt:{empty}\n  src: a\n"
    column = 3 if empty in {"", " # nothing"} else 8

    assert (4, column) == places(block).value(("image", "alt"))[1:]


def test_unknown_location_falls_to_the_nearest_around_it() -> None:
    """A key that is not written has the place of what should hold it."""
    found = places("title: A\nimage:\n  src: a\n")

    assert found.key(("image", "alt"))[1:] == (3, 1)
    assert found.key(("image", "src", 5))[1:] == (4, 3)
    assert found.key(("nothing",))[1:] == (1, 1)


TEXTS = [
    "notes: {text}\n",
    'notes: "{text}"\n',
    "notes: '{text}'\n",
    "notes: |\n  {text}\n",
    "notes: |-\n      {text}\n",
    "notes: |2 # kept\n  {text}\n",
    "notes: >\n  {text}\n",
    "notes: >-\n\n\n    {text}\n",
    "notes:\n  {text}\n",
    "notes:\n  Một dòng\n  {text}\n",
    "notes: |\n  Một dòng\n\n  Hai dòng\n\n    {text}\n",
    "notes: >\n  Một dòng\n  rồi\n\n  hai\n   {text}\n",
    'notes: "Một \\u1EC7 \\"dòng\\"\\n\\n\n  \\x41 {text}"\n',
    'notes: "Một\\\n    dòng\\\n\n  {text}"\n',
    "notes: 'it''s một\n\n  {text}'\n",
]


@pytest.mark.parametrize("form", TEXTS)
@given(VIETNAMESE)
def test_each_character_of_a_text_is_found(form: str, words: str) -> None:
    """A character is found in texts that are indented, folded, quoted or escaped."""
    block = "title: Tiếng Việt\n" + form.format(text=f"{words} ★ và") + "date: b\n"
    found = places(block)
    read = found.raw(("notes",)).split("\n")
    line = next(number for number, each in enumerate(read, start=1) if "★" in each)
    column = read[line - 1].index("★") + 1

    assert where(block, "★") == found.within(("notes",), line, column)[1:]


def test_beyond_a_text_its_start_is_meant() -> None:
    """A place that the text does not have is that of its value."""
    found = places("notes: |\n  A\n")

    assert found.within(("notes",), 9, 9)[1:] == (2, 8)
    assert found.within(("nothing",), 1, 1)[1:] == (1, 1)


@pytest.mark.parametrize("form", TEXTS)
def test_link_in_notes_is_told_at_its_place(room: Room, form: str) -> None:
    """A bad link in the notes to editors is told where an editor sees it."""
    keys = form.format(text="Xem [thêm](javascript:x)")
    room.release(keys)
    text = (room.root / COURSE).read_text(encoding="utf-8")
    line, column = where(text, "[thêm]")

    assert [f"2024-02-01-course.md:{line - 1}:{column} unsafe-link"] == room.told()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_move_nothing(room: Room, ends: str, mark: str) -> None:
    """With CRLF line ends, a byte order mark or both, places are as without."""
    text = "---\ntitle: Việt\ndate: 2024-02-01\nkind: x\nsumary: y\n---\nĐây [là](javascript:x)\n"
    room.write(COURSE, mark + text.replace("\n", ends))
    bom = ["2024-02-01-course.md:1:1 byte-order-mark"] if mark else []

    assert [
        *bom,
        "2024-02-01-course.md:4:7 invalid-value",
        "2024-02-01-course.md:5:1 unknown-key",
        "2024-02-01-course.md:7:5 unsafe-link",
    ] == room.told()


def test_letters_in_pieces_move_nothing(room: Room) -> None:
    """Columns are those of the file as it is, and not of the letters joined."""
    room.release("summary: Vie\u0323\u0302t\nnotes: Vie\u0323\u0302t [a](javascript:x)\n",
                 "Vie\u0323\u0302t [a](javascript:x)\n")  # fmt: skip

    assert room.told() == [
        "2024-02-01-course.md:4:12 not-nfc",
        "2024-02-01-course.md:5:15 unsafe-link",
        "2024-02-01-course.md:7:8 unsafe-link",
    ]
