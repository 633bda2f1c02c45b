"""Severities: what a rule weighs in a newsroom, everywhere and below single paths."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import checks
from dateline.build import build, check, open_site
from dateline.errors import ContentError
from dateline.problems import Place, Severity
from dateline.reading import read_newsroom
from dateline.rulebook import rules
from dateline.settings import load_newsroom
from dateline.settings.weights import PathWeights, Severities, matches
from tests.cli.running import NOW, run
from tests.reading.room import COURSE, SETTINGS, Room
from tests.settings.desk import Desk

WARNED = rules()["not-nfc"].broken(Place("releases/1998/a.md"), "M.")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("releases/1998/**", "releases/1998/a.md", True),
        ("releases/1998/**", "releases/1998/05/a.md", True),
        ("releases/1998/**", "releases/1999/a.md", False),
        ("releases/1998/**", "releases/19980/a.md", False),
        ("releases/1998", "releases/1998/05/a.md", True),
        ("releases/1998/", "releases/1998/a.md", True),
        ("releases/1998/a.md", "releases/1998/a.md", True),
        ("releases/1998/a.md", "releases/1998/b.md", False),
        ("releases/*/a.md", "releases/1998/a.md", True),
        ("releases/*/a.md", "releases/1998/05/a.md", False),
        ("releases/199?", "releases/1998/a.md", True),
        ("releases/199[0-4]", "releases/1998/a.md", False),
        ("**/*.vi.md", "releases/1998/05/a.vi.md", True),
        ("**/*.vi.md", "a.vi.md", True),
        ("**/*.vi.md", "releases/a.md", False),
        ("**/05/**/a.md", "releases/05/x/05/y/a.md", True),
        ("**", "feeds/press.toml", True),
        ("releases/*.md", "releases/A.MD", False),
        ("releases/khoá", "releases/khoa\u0301/a.md", True),
    ],
)  # fmt: skip
def test_patterns(pattern: str, path: str, fits: bool) -> None:
    """`*` and `?` stay within a folder, `**` stands for any; a folder means all that it holds."""
    assert matches(pattern, path) is fits


@given(st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=6), st.data())
def test_a_step_may_be_replaced_by_a_wildcard(steps: list[str], data: st.DataObject) -> None:
    """A path fits itself with any step as `*`, and any run of steps as `**`."""
    path = "/".join(steps)
    start = data.draw(st.integers(0, len(steps) - 1))
    end = data.draw(st.integers(start, len(steps)))

    assert matches("/".join([*steps[:start], "*", *steps[start + 1 :]]), path)
    assert matches("/".join([*steps[:start], "**", *steps[end:]]), path)


def test_no_pattern_takes_long() -> None:
    """A pattern of many wildcards is decided at once."""
    start = time.process_time()

    assert not matches("/".join(["**", "a*a*a*b"] * 30), "/".join(["a" * 60] * 60))
    assert time.process_time() - start < 1


def test_nothing_said_changes_nothing() -> None:
    """Without `[checks]`, problems are told as the house says."""
    assert Severities().weigh([WARNED]) == (WARNED,)


@pytest.mark.parametrize(
    ("everywhere", "by_path", "told"),
    [
        ({"not-nfc": Severity.ERROR}, [], ["error"]),
        ({"not-nfc": None}, [], []),
        ({"editions-differ": None}, [], ["warning"]),
        ({"not-nfc": None}, [("releases/1998", {"not-nfc": Severity.ERROR})], ["error"]),
        ({"not-nfc": Severity.ERROR}, [("releases/1999", {"not-nfc": None})], ["error"]),
        ({}, [("releases", {"not-nfc": None}), ("releases/1998", {"not-nfc": Severity.WARNING})], ["warning"]),
        ({}, [("releases/1998", {"not-nfc": None}), ("releases", {"editions-differ": None})], []),
    ],
)  # fmt: skip
def test_the_last_that_fits_decides(
    everywhere: dict[str, Severity | None],
    by_path: list[tuple[str, dict[str, Severity | None]]],
    told: list[str],
) -> None:
    """A path's own severity beats that of the whole, and of two paths the later one."""
    severities = Severities(everywhere, tuple(PathWeights(*each) for each in by_path))

    assert told == [problem.severity.value for problem in severities.weigh([WARNED])]


def test_a_fatal_problem_is_never_weakened() -> None:
    """Even weights that the settings would refuse leave an unsafe address an error."""
    problem = rules()["unsafe-link"].broken(Place("a.md"), "M.")

    assert Severities({"unsafe-link": None}).weigh([problem]) == (problem,)


def test_every_wrong_line_is_told(tmp_path: Path) -> None:
    """Unknown codes, severities and paths, and what may not be weakened, each at its place."""
    desk = Desk(tmp_path / "newsroom")
    desk.main(
        more="[checks.severity]\nzzz = 'off'\nduplicate-id = 'off'\nnot-nfc = 'loud'\n"
        "[[checks.paths]]\npath = '../x'\nseverity = {}\n"
        "[[checks.paths]]\nseverity = { unknown-key = 'warning' }\npaths = 1\n"
    )

    assert [each.removeprefix("dateline.toml:") for each in desk.told()] == [
        "19:1 unknown-code",
        "20:16 fixed-severity",
        "21:11 invalid-value",
        "23:8 invalid-value",
        "25:10 missing-key",
        "27:1 unknown-key",
    ]


def test_an_error_may_be_said_twice(tmp_path: Path) -> None:
    """That a firm rule is an error may be written down."""
    desk = Desk(tmp_path / "newsroom")
    desk.main(more="[checks.severity]\nunsafe-link = 'error'\n")

    assert desk.load().severities.everywhere == {"unsafe-link": Severity.ERROR}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Give a newsroom whose one release lacks a picture, a release and an `alt`."""
    room = Room(tmp_path / "newsroom")
    room.write("assets/a.png", b"")
    text = "[Report](gone.pdf)\n\n<img src='/assets/a.png'>\n"
    room.release("summary: It opens.\nrelated: [2023-01-01-gone]\n", text)
    return room


SOFTER = """
[checks.severity]
missing-file = "warning"
image-without-alt = "warning"
[[checks.paths]]
path = "releases"
severity = { unknown-release = "off" }
"""


def test_what_is_weakened_is_published(room: Room, now: datetime) -> None:
    """A release whose errors are weakened is published whole, and its warnings are told."""
    strict = check(room.newsroom)
    with pytest.raises(ContentError):
        build(room.newsroom, now, out=room.root / "public")
    room.write("dateline.toml", SETTINGS + SOFTER)
    newsroom = load_newsroom(room.root)

    done = build(newsroom, now, out=room.root / "public")

    assert {p.severity.value for p in strict.problems} == {"error"}
    assert [(p.severity.value, p.code) for p in done.warnings] == [
        ("warning", "missing-file"),
        ("warning", "image-without-alt"),
    ]
    page = room.root / "public/en/2024/02/course/index.html"
    assert "Report" in page.read_text(encoding="utf-8")
    assert len(open_site(newsroom, now).archive.by_key) == done.releases == 1


def test_what_is_strengthened_stops_a_build(room: Room, now: datetime) -> None:
    """A warning that is made an error stops the build, and the site of a digest."""
    room.write("dateline.toml", SETTINGS + "[checks.severity]\nnot-nfc = 'error'\n")
    room.write(
        COURSE, "---\ntitle: Tie\u0302\u0301ng\ndate: 2024-02-01\nsummary: Free.\n---\nText.\n"
    )
    newsroom = load_newsroom(room.root)

    for act in (lambda: build(newsroom, now, out=room.root / "out"), lambda: open_site(newsroom, now)):  # fmt: skip
        with pytest.raises(ContentError) as failure:
            act()
        assert [p.code for p in failure.value.problems] == ["not-nfc"]


def test_every_command_honours_them(room: Room, tmp_path: Path) -> None:
    """`check`, `build`, `digest` and `list` agree on what is an error."""
    words = (["check"], ["list"], ["build", "--out", tmp_path / "o"], ["digest", "2024-02", "--out", tmp_path / "d"])  # fmt: skip
    strict = [run(*each, "-C", room.root).exit_code for each in words]
    room.write("dateline.toml", SETTINGS + SOFTER)
    softer = [run(*each, "-C", room.root).exit_code for each in words]

    assert (strict, softer) == ([1, 1, 1, 1], [0, 0, 0, 0])


def test_reading_keeps_what_may_be_published(room: Room) -> None:
    """A file with errors that may be weakened is still held against the others."""
    room.release(path="releases/2024-02-01-course/index.md")

    reading = read_newsroom(room.newsroom)

    assert len(reading.editions) == 2
    assert "duplicate-edition" in {p.code for p in checks.run(reading, room.newsroom)}


def test_the_ledgers_problems_are_weighed_too(small: Path) -> None:
    """What a build finds in the ledger is as severe as the settings say."""
    assert run("build", "-C", small, "--now", NOW).exit_code == 0
    ledger = small / "published.jsonl"
    first, *rest = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text("".join([first, first, *rest]), encoding="utf-8")
    before = run("check", "-C", small, "--strict")
    settings = small / "dateline.toml"
    off = settings.read_text(encoding="utf-8") + '[checks.severity]\nledger-duplicate = "off"\n'
    settings.write_text(off, encoding="utf-8")

    after = run("check", "-C", small, "--strict")

    assert (before.exit_code, after.exit_code) == (1, 0)
    assert "ledger-duplicate" in before.stdout
