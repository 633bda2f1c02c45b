"""Whatever a hand or a merge did to the ledger is told at its place, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ledger.entry import Fate
from dateline.ledger.reading import parse
from dateline.ledger.sifting import Sifted
from dateline.ledger.text import LEDGER, Text, part, read
from tests.ledger.office import COURSE, ID, LINE, Office, parsed, text_of
from tests.somebody import somebody

OTHER = LINE.replace("course", "fair").replace("Course", "Fair")


def at(key: str) -> str:
    """Give the place of a key in the right line."""
    return f"1:{LINE.index(key)}"


def told(*lines: str) -> list[str]:
    """Give what is wrong with some lines as `line:column severity code`."""
    problems = parsed(text_of(*lines)).problems
    return [f"{p.place.line}:{p.place.column} {p.severity.value} {p.code}" for p in problems]


def test_line_is_understood() -> None:
    """A line says when, from which file, under which title and at which address."""
    entry = parsed(text_of(LINE)).entries[ID]

    assert (entry.published, entry.path, entry.url, entry.fate) == (
        "2024-01-31T17:00:00Z",
        "releases/2024-02-01-course.md",
        "/en/2024/02/course/",
        Fate.PUBLISHED,
    )
    assert entry.titles == {"Course opens"}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("{", "1:2"),
        (LINE[:-1], f"1:{len(LINE)}"),
        ('{"id":"a",}', "1:11"),
        ("[]", "1:1"),
        ("7", "1:1"),
        ("null", "1:1"),
        ("nonsense", "1:1"),
        ("[" * 100_000, "1:1"),
        ('{"id":' * 100_000, "1:1"),
        ('{"id":"a"}', "1:1"),
        (LINE.replace('"2024-01-31T17:00:00Z"', "7"), at("published")),
        (LINE.replace("2024-01-31T", "2024-01-31 "), at("published")),
        (LINE.replace(f'"{ID}"', "null"), "1:2"),
        (LINE.replace(f'"{ID}"', '""'), "1:2"),
        (LINE.replace('"Course opens"', "[]"), at("title")),
        (LINE.replace('"/en', '"en'), at("url")),
        (LINE.replace("}", ',"was":"/a/"}'), f"1:{len(LINE) + 1}"),
        (LINE.replace("}", ',"was":["a"]}'), f"1:{len(LINE) + 1}"),
        (LINE.replace("}", ',"fate":"lost"}'), f"1:{len(LINE) + 1}"),
        (LINE.replace("}", ',"fate":[]}'), f"1:{len(LINE) + 1}"),
        (LINE.replace("}", ',"ulr":"/a/"}'), f"1:{len(LINE) + 1}"),
    ],
)
def test_bad_line_is_told_at_its_column(line: str, place: str) -> None:
    """A line that cannot be understood is an error where it goes wrong."""
    expected = [f"{place} error ledger-line"]

    assert expected == told(line)


def test_mistyped_key_gets_a_suggestion() -> None:
    """An unknown key is told with the one that was probably meant."""
    (problem,) = parsed(text_of(LINE.replace("}", ',"ulr":"/a/"}'))).problems

    assert problem.hint == "Did you mean `url`?"


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs", "||||||| base"])
def test_conflict_marks_are_told_as_such(mark: str) -> None:
    """What is left of a merge conflict is told, with the lines around it still understood."""
    expected = ["2:1 error ledger-conflict"]

    assert expected == told(LINE, mark, OTHER)


def test_every_bad_line_is_told_in_one_run() -> None:
    """One run tells of every line."""
    lines = ("<<<<<<< HEAD", LINE, "=======", "{", ">>>>>>> theirs")

    assert [each[:2] for each in told(*lines)] == ["1:", "3:", "4:", "5:"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((LINE, LINE), ["2:1 warning ledger-duplicate"]),
        ((LINE, LINE.replace("Course opens", "Course begins")), ["2:1 warning ledger-duplicate"]),
        ((OTHER, LINE), ["2:1 warning ledger-unsorted"]),
        ((OTHER, LINE, OTHER, LINE), ["2:1 warning ledger-unsorted", "3:1 warning ledger-duplicate", "4:1 warning ledger-duplicate"]),
        ((LINE, "", OTHER, ""), []),
        ((LINE, " \t", OTHER, ""), []),
        (("", ""), []),
    ],
)  # fmt: skip
def test_disorder_is_warned_of(lines: tuple[str, ...], expected: list[str]) -> None:
    """What a union merge leaves behind is warned of, and understood all the same."""
    assert expected == told(*lines)


def test_known_lines_are_not_parsed() -> None:
    """Lines that are right already cost no parsing."""
    text = text_of(LINE, OTHER)
    fair = (2, OTHER)
    ledger = parse(text, Sifted({}, [fair], right=1))

    assert [entry.url for entry in ledger.entries.values()] == ["/en/2024/02/fair/"]


def test_right_lines_are_told_apart() -> None:
    """Lines of ids that are right are not even decoded; the others keep their numbers."""
    text = part(f"{LINE}\n{OTHER}\n".encode(), [ID])

    assert text is not None
    assert text.right == (LINE,)
    assert list(text.lines) == [(2, OTHER)]


def test_gaps_between_lines_are_none() -> None:
    """An empty line is none that somebody must look at."""
    text = part(f"{LINE}\n\n{OTHER}\n".encode(), [ID])

    assert text is not None
    assert list(text.lines) == [(3, OTHER)]


@pytest.mark.parametrize("lines", [(OTHER,), (LINE, LINE, OTHER), (), (LINE, "\udcff")])
def test_all_lines_are_read_where_a_right_one_is_not_there_once(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    """What is known of a ledger is not believed of another one."""
    data = "\n".join(lines).encode(errors="surrogateescape")
    (tmp_path / LEDGER).write_bytes(data)

    assert part(data, [ID]) is None
    assert read(tmp_path, [ID]) == read(tmp_path)


def test_two_lines_of_one_id_are_joined() -> None:
    """Lines of one id say together: the earliest moment, every address, and that it is removed."""
    later = LINE.replace("01-31", "02-05").replace("/course/", "/new/").replace("Course", "Lesson")
    ledger = parsed(text_of(LINE, later.replace("}", ',"fate":"removed"}')))
    entry = ledger.entries[ID]

    assert entry.published == "2024-01-31T17:00:00Z"
    assert entry.urls == {"/en/2024/02/course/", "/en/2024/02/new/"}
    assert entry.titles == {"Course opens", "Lesson opens"}
    assert (entry.fate, entry.line) == (Fate.REMOVED, 1)


@given(
    st.text() | st.dictionaries(st.text(), st.none() | st.text() | st.integers()).map(json.dumps)
)
def test_anything_may_stand_in_a_line(line: str) -> None:
    """Whatever stands in a line, it is an entry or a problem."""
    ledger = parsed(text_of(line))

    assert bool(ledger.entries) + bool(ledger.problems) == bool(line.strip())


@given(st.binary())
def test_anything_may_stand_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Whatever bytes the file holds, reading them gives lines or problems."""
    root = tmp_path_factory.mktemp("ledger")
    (root / "published.jsonl").write_bytes(data)
    text = read(root)
    ledger = parsed(text)

    assert (
        ledger.problems
        or ledger.entries
        or not data.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f")
    )


def test_file_of_another_encoding(office: Office) -> None:
    """A ledger that is no UTF-8 is told at the byte, and nothing is published."""
    office.ledger.write_bytes(LINE.encode() + b'\n{"id":"\xff"}\n')

    assert office.publish() == ["published.jsonl:2:8 not-utf-8"]


@pytest.mark.parametrize("lines", [0, 1_000])
def test_place_of_a_byte_in_a_large_file(lines: int) -> None:
    """However long the file, and with a mark in front, the byte is told where it stands."""
    data = b"\xef\xbb\xbf" + f"{LINE}\n".encode() * lines + b'{"id":"\xff"}\n'
    (problem,) = parsed(Text(data)).problems

    assert (problem.code, *problem.place[1:]) == ("not-utf-8", lines + 1, 8)


def test_line_ends_and_mark_of_other_systems(office: Office) -> None:
    """CRLF and a byte order mark are read, and the next build writes the house's form."""
    right = office.ledger.read_bytes()
    office.ledger.write_bytes(b"\xef\xbb\xbf" + right.replace(b"\n", b"\r\n"))

    assert office.publish() == []
    assert office.ledger.read_bytes() == right


def test_ledger_that_is_a_folder(office: Office) -> None:
    """A folder in the ledger's place is a problem, not a lost memory."""
    office.ledger.unlink()
    office.ledger.mkdir()

    assert office.publish() == ["published.jsonl:1:1 unreadable-file"]


def test_ledger_that_may_not_be_read(ground: Path) -> None:
    """A forbidden ledger is a problem, not a lost memory."""
    office = Office(ground / "newsroom")
    office.put(COURSE, "Course opens")
    office.publish()
    office.ledger.chmod(0)
    with somebody(ground):
        told = office.publish()

    assert told == ["published.jsonl:1:1 unreadable-file"]


def test_newsroom_without_a_ledger(tmp_path: Path) -> None:
    """No file, or an empty one, remembers nothing."""
    assert list(read(tmp_path).lines) == []
    (tmp_path / "published.jsonl").touch()

    assert parsed(read(tmp_path)).entries == {}


def test_moment_of_a_line_that_is_right_otherwise(office: Office) -> None:
    """A line is not passed over unread for saying all but the moment as its release does."""
    office.ledger.write_text(office.ledger.read_text().replace("2024-01-31T17", "2024-01-31x17", 1))

    expected = [f"published.jsonl:{at('published')} ledger-line"]

    assert expected == office.publish()
