"""Finding a newsroom, and reading its files whatever they hold."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import NewsroomNotFoundError, SettingsError
from dateline.newsrooms import find_root
from dateline.settings import load_newsroom
from dateline.steady import read_steady
from tests.settings.desk import FEED, MAIN, Desk


def test_the_nearest_newsroom_is_found(tmp_path: Path) -> None:
    """From any folder within, the nearest dateline.toml at or above is the newsroom's."""
    inner = tmp_path / "outer" / "inner"
    (inner / "releases" / "2024").mkdir(parents=True)
    (tmp_path / "outer" / "dateline.toml").write_text("")
    (inner / "dateline.toml").write_text("")

    assert inner == find_root(inner)
    assert inner == find_root(inner / "releases" / "2024")
    assert tmp_path / "outer" == find_root(tmp_path / "outer")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda _: None])
def test_what_is_no_file_makes_no_newsroom(tmp_path: Path, make: object) -> None:
    """A folder, a pipe or nothing of that name is no newsroom; the hint says how to get one."""
    make(tmp_path / "dateline.toml")  # type: ignore[operator]
    with pytest.raises(NewsroomNotFoundError) as failure:
        load_newsroom(tmp_path)

    assert "dateline init" in failure.value.hint
    with pytest.raises(NewsroomNotFoundError):
        find_root(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "1:1 missing-key"),
        ("title", "1:6 settings-syntax"),
        ("title = ", "1:9 settings-syntax"),
        ('title = "Tiếng Việt', "1:20 settings-syntax"),
        ('title = "Tiếng\x0b"', "1:15 settings-syntax"),
        ('title = "a"\ntitle = "b"\n', "2:12 settings-syntax"),
        ("title = 'a'\n[x", "2:3 settings-syntax"),
        ("# \u2028 \x85\ntitle = x", "2:9 settings-syntax"),
        ("items = " + "1" * 5000, "1:1 settings-syntax"),
        ("x = " + "[" * 5000, "1:1 settings-syntax"),
        (b'title = "Ti\xe1\xba"', "1:12 settings-unreadable"),
        ('x = "Việt"\ny = "Vi'.encode() + b'\xffet"', "2:8 settings-unreadable"),
        ('title = "a"'.encode("utf-16"), "1:1 settings-unreadable"),
        (b"#" * 2_000_001, "1:1 settings-unreadable"),
    ],
)
def test_files_that_cannot_be_read(desk: Desk, content: str | bytes, told: str) -> None:
    """A file that is no TOML, no UTF-8 or no settings at all is told at its place, soon."""
    start = time.process_time()
    desk.write("feeds/press.toml", content)

    assert [f"feeds/press.toml:{told}"] == desk.told()
    assert time.process_time() - start < 5


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_forgotten_quotation_mark_is_named(desk: Desk, quote: str) -> None:
    """A text that its line's end cuts off is told at that end, in words for people."""
    desk.write("feeds/press.toml", f"title = {quote}A\ndescription = {quote}B{quote}\n")
    with pytest.raises(SettingsError) as failure:
        desk.load()

    (found,) = failure.value.problems
    assert (found.place.line, found.place.column) == (1, 11)
    assert found.message == "Not valid TOML: a text does not end on its line."
    assert found.hint == "Is a closing quotation mark missing?"


def test_a_pipe_is_not_waited_for(desk: Desk) -> None:
    """A pipe, a folder and a link to nowhere among the feeds are told, not opened."""
    os.mkfifo(desk.root / "feeds" / "pipe.toml")
    (desk.root / "feeds" / "folder.toml").mkdir()
    (desk.root / "feeds" / "link.toml").symlink_to("nowhere.toml")

    assert desk.told() == [
        "feeds/folder.toml:1:1 settings-unreadable",
        "feeds/link.toml:1:1 settings-unreadable",
        "feeds/pipe.toml:1:1 settings-unreadable",
    ]


def test_a_file_without_permission_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of a file that it will not open is passed on."""
    desk.write("feeds/press.toml", FEED)

    def refuse(path: str) -> bytes:
        if path.endswith("press.toml"):
            raise PermissionError(13, "Permission denied")
        return read_steady(path)

    monkeypatch.setattr("dateline.settings.load.read_steady", refuse)
    with pytest.raises(SettingsError) as failure:
        desk.load()

    assert [problem.message for problem in failure.value.problems] == [
        "The file cannot be read: Permission denied."
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_move_nothing(desk: Desk, ends: str, mark: str) -> None:
    """With CRLF, a byte order mark or both, settings are read and places are as without."""
    desk.write("dateline.toml", mark + MAIN.replace("\n", ends))
    desk.write("feeds/press.toml", mark + f'title = "Tiếng Việt"{ends}itms = 5{ends}')

    assert desk.told() == ["feeds/press.toml:2:1 unknown-key"]


def test_hidden_files_and_other_kinds_are_left(desk: Desk) -> None:
    """An editor's swap and lock files are no feeds."""
    desk.write("feeds/.press.toml", "x")
    desk.write("feeds/press.toml.bak", "x")
    (desk.root / "feeds" / ".#press.toml").symlink_to("somebody@host")

    assert desk.load().feeds == ()


def test_no_feeds_folder(desk: Desk) -> None:
    """A newsroom needs no feeds."""
    (desk.root / "feeds").rmdir()

    assert desk.load().feeds == ()


def test_problems_of_all_files_are_told_together(desk: Desk) -> None:
    """What is wrong in dateline.toml hides nothing that is wrong in the feeds, nor within it."""
    desk.main("timezone = ", "timezoen = ", more='rights = { en = "Rights" }\n[mail]\nfrom = "x"\n')
    desk.write("feeds/a.toml", 'titel = "A"\ntopics = ["skils"]\n')
    desk.write("feeds/b.toml", 'title = { en = "B", fr = "C" }\nitems = 0\nkinds = ["news"]\n')
    desk.write("feeds/c.toml", "title = [\n")
    desk.write("feeds/D.toml", FEED)

    assert desk.told() == [
        "dateline.toml:1:1 missing-key",
        "dateline.toml:2:1 unknown-key",
        "dateline.toml:18:1 missing-key",
        "dateline.toml:20:8 invalid-value",
        "feeds/D.toml:1:1 invalid-id",
        "feeds/a.toml:1:1 missing-key",
        "feeds/a.toml:1:1 unknown-key",
        "feeds/a.toml:2:11 unknown-topic",
        "feeds/b.toml:1:1 missing-key",
        "feeds/b.toml:1:21 unknown-language",
        "feeds/b.toml:2:9 invalid-value",
        "feeds/b.toml:3:10 invalid-value",
        "feeds/c.toml:1:10 settings-syntax",
    ]


def test_a_broken_table_of_languages_brings_no_false_alarm(desk: Desk) -> None:
    """Where it is not known which languages there are, nothing is told of languages."""
    desk.main('[languages.vi]\nname = "Văn phòng báo chí"', "[languages]\nvi = 5")
    desk.write("feeds/a.toml", 'title = { en = "A", vi = "B" }\n')

    assert desk.told() == ["dateline.toml:10:6 wrong-type"]


def test_letters_in_pieces_are_joined(desk: Desk) -> None:
    """Names are kept with their letters joined (NFC), however an editor wrote them."""
    desk.main("Văn phòng", "Va\u0306n pho\u0300ng")

    assert desk.load().languages["vi"].name == "Văn phòng báo chí"


@pytest.mark.parametrize(
    "escape", ["\\u0001", "\\u007F", "\\uFFFD", "\\u202E", "\\u2028", "\u202e"]
)
def test_characters_that_break_feeds(desk: Desk, escape: str) -> None:
    """A character that no feed can carry is refused in settings as in releases."""
    desk.main("Press office", f"Press {escape} office")

    assert desk.told() == ["dateline.toml:7:8 illegal-character"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=100),
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["title", "x", " = ", "[", "]", "[[", "]]", "{", "}", ",", ".", "\n", '"a"', "'b'",
                '"""', "1", "true", "2024-02-01", "#", '"\\u1EC7"', "en", "\r\n", "languages", "é"]
            ),
            max_size=20,
        ).map("".join),
    )
)  # fmt: skip
def test_any_file_is_read_or_refused(desk: Desk, content: str | bytes) -> None:
    """Whatever a settings file holds, it is read or has problems within it."""
    desk.write("feeds/press.toml", content)
    data = content.encode() if isinstance(content, str) else content
    lines = data.decode(errors="replace").replace("\r\n", "\n").split("\n")

    for told in desk.told():
        path, line, column = told.split(" ")[0].split(":")

        assert path == "feeds/press.toml"
        assert 1 <= int(line) <= len(lines)
        assert 1 <= int(column) <= len(lines[int(line) - 1]) + 2
