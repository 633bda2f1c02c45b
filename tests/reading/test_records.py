"""A record tells all that its edition says, and only where plain values can."""

from __future__ import annotations

import marshal
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import OutsideError
from dateline.memory.scan import Identity
from dateline.model import (
    Attachment,
    Change,
    Coverage,
    Edition,
    Kind,
    LocalFile,
    Picture,
    Print,
    Withdrawal,
)
from dateline.problems import Place, Problem, Severity
from dateline.reading import recalled, records
from dateline.reading.body import SiteLink
from dateline.reading.files import SourceFile, read_text
from dateline.reading.local_files import MISSING_FILE
from dateline.reading.recalled import Home, editions_of
from tests.editions import HANOI, edition

ROOT = Path("/nowhere")
TEXT = "---\ntitle: Course\n---\n"
WORDS = st.text(max_size=8)
DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda day, seconds, zone: datetime(
        day.year,
        day.month,
        day.day,
        *(seconds // 3600, seconds // 60 % 60, seconds % 60),
        tzinfo=zone,
    ),
    DAYS,
    st.integers(0, 24 * 60 * 60 - 1),
    st.sampled_from((HANOI, UTC)) | OFFSETS,
)
FILES = st.builds(
    lambda name, size, media: LocalFile(name, f"releases/{name}", size, media),
    st.sampled_from(("a.png", "b.pdf", "c.csv")),
    st.integers(0),
    WORDS,
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
PROBLEMS = st.builds(
    Problem,
    st.builds(Place, WORDS, st.integers(0), st.integers(0)),
    st.sampled_from(Severity),
    WORDS,
    WORDS,
    WORDS,
)
LINKS = st.builds(SiteLink, WORDS, st.builds(Place, WORDS, st.integers(0), st.integers(0)))


def tuples(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Give a few of something."""
    return st.lists(each, max_size=2).map(tuple)


CHANGES = st.builds(Change, MOMENTS, WORDS, st.booleans(), st.booleans())
COVERAGES = st.builds(Coverage, WORDS, WORDS, WORDS, st.none() | DAYS)
SOMETIMES: dict[str, st.SearchStrategy[Any]] = {
    "summary": WORDS,
    "place": WORDS,
    "kind": st.sampled_from(Kind),
    "topics": tuples(WORDS),
    "contacts": tuples(WORDS),
    "reference": WORDS,
    "byline": WORDS,
    "picture": st.builds(Picture, FILES, WORDS, WORDS, WORDS, st.integers(0), st.integers(0)),
    "attachments": tuples(st.builds(Attachment, FILES, WORDS, WORDS)),
    "inline_files": tuples(FILES),
    "notes": WORDS,
    "related": tuples(WORDS),
    "coverage": tuples(COVERAGES),
    "draft": st.booleans(),
    "embargo": MOMENTS,
    "changes": tuples(CHANGES),
    "withdrawn": st.builds(Withdrawal, MOMENTS, WORDS, WORDS, st.booleans()),
    "aliases": tuples(WORDS),
    "extra": st.dictionaries(WORDS, PLAIN, max_size=2),
    "folder": WORDS,
}
ALWAYS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("path", "language", "key", "stem", "ident", "slug", "title"), WORDS),
    "line": st.integers(1),
    "day": DAYS,
    "date": MOMENTS,
    "date_is_day": st.booleans(),
    "body": st.sampled_from(("", "Text.\n", "Hà Nội.\n\n---\n\nMore.\n")),
    "body_line": st.integers(1),
}
EDITIONS = st.fixed_dictionaries(ALWAYS, optional=SOMETIMES).map(lambda values: Edition(**values))


def recorded(
    found: Edition,
    problems: list[Problem] | None = None,
    links: list[SiteLink] | None = None,
    identities: dict[str, Identity | None] | None = None,
    zone: tzinfo = HANOI,
) -> records.Record | None:
    """Give the record of an edition as it stands in memory: through bytes and back."""
    here = {file.source: b"12%d4" % file.size for file in found.files}
    source = SourceFile(found.path, TEXT + found.body)
    where = here if identities is None else identities
    made = records.make(found, source, problems or [], links or [], where, zone)
    return marshal.loads(marshal.dumps(made))  # type: ignore[no-any-return]


def test_every_field_is_thought_of() -> None:
    """Whoever adds a field to editions adds it to the law below, and so to records."""
    assert {each.name for each in fields(Edition)} == {*ALWAYS, *SOMETIMES, "unsure"}


def again_of(record: records.Record, root: Path) -> Edition:
    """Give the edition of a record, as a process has it that was not handed its text."""
    (made,) = editions_of([record], Home(root, HANOI), {}).values()
    return made


def print_of(record: records.Record | None) -> Print:
    """Give the sums of a record that is there."""
    assert record is not None
    (found,) = records.prints_of([record]).values()
    return found


@given(found=EDITIONS, is_large=st.booleans())
def test_edition_comes_back(found: Edition, is_large: bool) -> None:
    """Every field of what reading gives comes back, with its type and its zone."""
    record = recorded(found)
    assert record is not None

    home = Home(ROOT, HANOI, is_large=is_large)
    (again,) = editions_of([record], home, {record[0]: found.body.encode()}).values()

    for each in fields(Edition):
        expected, actual = getattr(found, each.name), getattr(again, each.name)
        assert (actual, type(actual)) == (expected, type(expected)), each.name
    for one, other in zip(_moments(found), _moments(again), strict=True):
        assert (one.tzinfo is HANOI, one.utcoffset()) == (other.tzinfo is HANOI, other.utcoffset())
    assert replace(again) == replace(again, body=found.body)


def _moments(found: Edition) -> list[datetime]:
    others = [found.embargo, found.withdrawn and found.withdrawn.at]
    return [found.date, *(each for each in others if each), *(each.at for each in found.changes)]


@given(found=st.lists(PROBLEMS, max_size=3), links=st.lists(LINKS, max_size=3))
def test_problems_and_links_come_back(found: list[Problem], links: list[SiteLink]) -> None:
    """What was told of a file is told again, and its links are checked again."""
    record = recorded(edition(), found, links)
    assert record is not None

    assert records.problems_of(record) == found
    assert records.links_of(record) == links


@given(one=EDITIONS, other=EDITIONS)
def test_prints_tell_editions_apart(one: Edition, other: Edition) -> None:
    """Two editions have the same face only where all but their text is the same."""
    faces = [print_of(recorded(each)).face for each in (one, other)]
    bare = [replace(each, body="") for each in (one, other)]
    is_same = bare[0] == bare[1] and _zones(one) == _zones(other)

    assert (faces[0] == faces[1]) == is_same


def _zones(found: Edition) -> list[object]:
    return [(each.tzinfo is HANOI, each.utcoffset()) for each in _moments(found)]


def test_whole_print_follows_text_and_files() -> None:
    """The face is of all but the text; the whole is another with the text, and with each file."""
    picture = Picture(LocalFile("a.png", "releases/a.png", 3, "image/png"), "A")
    found = edition(picture=picture)
    prints = [
        print_of(recorded(found)),
        print_of(recorded(replace(found, body="Other."))),
        print_of(recorded(found, identities={"releases/a.png": b"9234"})),
    ]

    assert len({each.face for each in prints}) == 1
    assert len({each.whole for each in prints}) == 3


def test_without_a_record_nothing_is_the_same() -> None:
    """An edition that cannot be told in plain values is rendered by every build."""
    assert records.unlike() != records.unlike()


FOLDER = LocalFile("more/a.png", "releases/more/a.png", 1, "image/png")
IN_PIECES = LocalFile("\u1ebf.png", "releases/e\u0302\u0301.png", 1, "image/png")


@pytest.mark.parametrize(
    "found",
    [
        edition(unsure=frozenset({("date",)})),
        edition(inline_files=(FOLDER,)),
        edition(inline_files=(IN_PIECES,)),
        edition(extra={"x-day": date(2024, 2, 1)}),
    ],
    ids=["unsure", "folder", "in pieces", "day"],
)
def test_what_has_no_record(found: Edition) -> None:
    """What hangs on more than its own files, or is no plain value, is read by each build."""
    assert recorded(found) is None


def test_missing_file_has_no_record() -> None:
    """A file that is missing may come, and then the edition is another."""
    missing = MISSING_FILE.broken(Place("releases/a.md"), "There is none.", "Put it there.")

    assert recorded(edition(), [missing]) is None


def test_unsure_file_has_no_record() -> None:
    """A file beside a release that was written a moment ago may be written again unseen."""
    file = LocalFile("a.png", "releases/a.png", 1, "image/png")

    assert recorded(edition(inline_files=(file,)), identities={"releases/a.png": None}) is None
    assert recorded(edition(inline_files=(file,)), identities={}) is None


def test_text_that_is_another_has_no_record() -> None:
    """An edition whose text is not that of its source could not read it later; it was told why."""
    source = SourceFile("releases/a.md", f"{TEXT}Another text.\n")
    told = Problem(Place(source.path), Severity.WARNING, "zero-width", "It is left out.")

    assert records.make(edition(), source, [told], [], {}, HANOI) is None


def test_text_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    """A recalled edition reads its own text, without a mark and in one form; no other attribute."""
    (tmp_path / "releases").mkdir()
    path = "releases/2024-02-01-course.md"
    text = f"\ufeff{TEXT}Hue\u0302\u0301.\r\n"
    (tmp_path / path).write_bytes(text.encode())
    source = SourceFile(path, text.replace("\r", ""))
    made = edition(path=path, body="Hu\u1ebf.\n")
    record = records.make(made, source, [], [], {}, HANOI)
    assert record is not None

    again = again_of(record, tmp_path)

    assert again.body == "Hu\u1ebf.\n"
    assert "body" not in vars(again)
    assert not hasattr(again, "nothing")


@pytest.mark.parametrize("data", [b"a\n\xc3\xa9\n", b"a\r\n\xc3\xa9\r\n", b"\xef\xbb\xbfa\n"])
def test_sum_is_that_of_the_text(tmp_path: Path, data: bytes) -> None:
    """A file's sum is that of its name and text, from its bytes or not."""
    (tmp_path / "a.md").write_bytes(data)
    source = read_text(tmp_path, "a.md")
    assert isinstance(source, SourceFile)

    assert records.sum_of(SourceFile("a.md", source.text)) == records.sum_of(source)
    assert records.sum_of(source._replace(path="b.md")) != records.sum_of(source)


@pytest.mark.parametrize("new", [f"{TEXT}Other.", "No keys.", None])
def test_text_that_changed_is_refused(tmp_path: Path, new: str | None) -> None:
    """A text that is another than was read, or is gone, stops whoever asks for it."""
    found = edition(path="releases/2024-02-01-course.md")
    record = recorded(found)
    assert record is not None
    (tmp_path / "releases").mkdir()
    if new is not None:
        (tmp_path / found.path).write_text(new)

    with pytest.raises(OutsideError, match=r"course\.md changed while the newsroom was built"):
        _ = again_of(record, tmp_path).body


def test_what_was_unpacked_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many editions only those that were asked last keep their words, and all keep their say."""
    monkeypatch.setattr(recalled, "_MOST_UNPACKED", 2)
    found = [edition(f"2024-02-0{day}-course", summary=f"On day {day}.") for day in range(1, 6)]
    made = [recorded(each) for each in found]
    again = editions_of(filter(None, made), Home(ROOT, HANOI), {}).values()

    for _ in range(2):
        assert [each.summary for each in again] == [each.summary for each in found]
        assert ["summary" in vars(each) for each in again] == [False, False, False, True, True]
