"""`dateline check`: every problem, at its place, for people and for programs."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path

import jsonschema
import pytest

from tests.cli.running import run, tree

INVALID = Path(__file__).parents[1] / "newsrooms" / "invalid"
REPORT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["problems", "errors", "warnings", "files"],
    "properties": {
        "errors": {"type": "integer", "minimum": 0},
        "warnings": {"type": "integer", "minimum": 0},
        "files": {"type": "integer", "minimum": 0},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "line", "column", "severity", "code", "message", "hint"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/\\\\]"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "severity": {"enum": ["error", "warning"]},
                    "code": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                    "message": {"type": "string", "minLength": 1},
                    "hint": {"type": "string"},
                },
            },
        },
    },
}
BROKEN = "releases/2024/2024-02-09-fair.md"


@pytest.fixture
def broken(small: Path) -> Path:
    """Give the small newsroom with a release of two errors, and one of a warning."""
    text = (
        "---\ntitle: Hội chợ việc làm\ndate: 2024-02-09\nsumary: Tốt\ntopics: [yuoth]\n---\nText.\n"
    )
    (small / BROKEN).write_text(text, encoding="utf-8")
    pieces = unicodedata.normalize("NFD", "title: Tiếng Việt")
    warned = f"---\n{pieces}\ndate: 2023-11-02\nsummary: Lời\n---\nText.\n"
    (small / "releases/2023/2023-11-02-letters.md").write_text(warned, encoding="utf-8")
    return small


def test_right_newsroom(small: Path) -> None:
    """A newsroom without problems exits 0 and says how much was read."""
    result = run("check", "-C", small, "--strict")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "0 errors, 0 warnings in 6 files\n"


def test_text(broken: Path) -> None:
    """People get place, code and words, the line with a caret, the hint, and a count."""
    result = run("check", "-C", broken)

    assert result.exit_code == 1
    assert result.stdout == (
        "releases/2023/2023-11-02-letters.md:2:10: warning not-nfc: "
        "Letters here are written in pieces (not Unicode NFC).\n"
        "  2 | title: Tiếng Việt\n"
        "    |          ^\n"
        "  Nothing is lost: Dateline joins them. Saving the file as NFC silences this.\n"
        f"{BROKEN}:4:1: error unknown-key: `sumary` is not a key here.\n"
        "  4 | sumary: Tốt\n"
        "    | ^\n"
        "  Did you mean `summary`?\n"
        f"{BROKEN}:5:10: error unknown-topic: `yuoth` is no topic of this newsroom.\n"
        "  5 | topics: [yuoth]\n"
        "    |          ^\n"
        "  Did you mean `youth`?\n"
        "2 errors, 1 warning in 8 files\n"
    )


def test_json(broken: Path) -> None:
    """Programs get one object, sorted by place, of the shape that the contract promises."""
    result = run("check", "-C", broken, "--format", "json")

    report = json.loads(result.stdout)
    jsonschema.validate(report, REPORT)
    places = [(each["path"], each["line"], each["column"]) for each in report["problems"]]
    assert result.exit_code == 1
    assert places == sorted(places)
    assert (report["errors"], report["warnings"], report["files"]) == (2, 1, 8)


def test_warnings_count_with_strict(broken: Path) -> None:
    """Warnings alone exit 0, with --strict 1."""
    (broken / BROKEN).unlink()

    assert run("check", "-C", broken).exit_code == 0
    assert run("check", "-C", broken, "--strict").exit_code == 1


def test_quiet_leaves_only_problems(small: Path, broken: Path) -> None:
    """--quiet leaves out the count, never a problem."""
    output = run("check", "-q", "-C", broken).stdout

    assert "unknown-key" in output
    assert "in 8 files" not in output
    (broken / BROKEN).unlink()
    assert run("check", "-q", "-C", small, "releases/2024").output == ""


def test_paths_limit_the_report(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With PATHs only their problems are told, counted and weighed."""
    monkeypatch.chdir(broken / "releases")

    folder = run("check", "2023")
    file = run("check", "2024/2024-02-09-fair.md")
    as_printed = run("check", BROKEN)
    everything = run("check", ".")

    assert folder.exit_code == 0
    assert folder.stdout.endswith("0 errors, 1 warning in 2 files\n")
    assert file.exit_code == 1
    assert file.stdout.endswith("2 errors, 0 warnings in 1 file\n")
    assert as_printed.stdout == file.stdout
    assert everything.stdout.endswith("2 errors, 1 warning in 6 files\n")


def test_paths_do_not_blind_the_rules(small: Path) -> None:
    """A file is held against the whole newsroom, even when it is checked alone."""
    twin = "releases/2024/2024-02-05-course.md"
    text = "---\ntitle: A\ndate: 2024-02-05\nsummary: B\n---\nText.\n"
    (small / twin).write_text(text, encoding="utf-8")

    result = run("check", "-C", small, small / twin)

    assert result.exit_code == 1
    assert "duplicate-address" in result.stdout


@pytest.mark.parametrize("path", ["releases/none.md", "..", "/"])
def test_path_that_is_not_here_is_usage(
    small: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PATH that does not exist, or lies outside the newsroom, exits 2."""
    monkeypatch.chdir(small)

    assert run("check", path).exit_code == 2


@pytest.mark.parametrize("form", ["text", "json"])
def test_settings_problems_exit_2(small: Path, form: str) -> None:
    """Problems of the settings are told in the same form, with exit code 2."""
    settings = small / "dateline.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[mial]\n", encoding="utf-8")

    result = run("check", "-C", small, "--format", form)

    assert result.exit_code == 2
    if form == "json":
        report = json.loads(result.stdout)
        jsonschema.validate(report, REPORT)
        assert [each["code"] for each in report["problems"]] == ["unknown-key"]
    else:
        line = len(settings.read_text(encoding="utf-8").splitlines())
        assert f"dateline.toml:{line}:2: error unknown-key" in result.stdout
        assert f"  {line} | [mial]\n     |  ^\n" in result.stdout


FAULTY = "---\ntitle: Course\ndate: 2024-02-30\nsummary: Free.\ntopics: [nowhere]\n---\nText.\n"


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("[mail]\nfrm = 'x'\n", {"unknown-key", "invalid-date", "unknown-topic"}),
        ("[topics.Nowhere]\nen = 'Nowhere'\nvi = 'Chưa biết'\n", {"invalid-id", "invalid-date"}),
        (
            "[languages.fr]\nnom = 'x'\n",
            {"unknown-key", "missing-key", "missing-catalogue", "invalid-date"},
        ),
    ],
    ids=["beside", "topics", "deciding"],
)
def test_files_are_told_beside_settings(small: Path, more: str, codes: set[str]) -> None:
    """One run tells what is wrong in both, but for what the settings may have brought about."""
    settings = small / "dateline.toml"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    (small / "releases/2024-02-01-broken.md").write_text(FAULTY, "utf-8")

    result = run("check", "-C", small, "--format", "json")
    found = {problem["code"] for problem in json.loads(result.stdout)["problems"]}

    assert result.exit_code == 2
    assert found == codes


ASTRAY = """\
---
title: Course
date: 2024-02-03
summary: Free.
topics: [nowhere]
related: [2024-01-08-gone]
---
[a](/en/nope/) Thursday, 2 February 2024
"""
ALL = {"date-name-mismatch", "unknown-topic", "unknown-release", "dead-link", "wrong-weekday"}
OF_LANGUAGE = {"dead-link", "wrong-weekday"}


@pytest.mark.parametrize(
    ("line", "broken", "left_out"),
    [
        ("timezone", 'timezone = "Mars"', {"dead-link"}),
        ("base_url", 'base_url = "press"', set()),
        ("id_authority", "id_authority = 5", set()),
        ("default_language", 'default_language = "fr"', OF_LANGUAGE),
        ("default_language", "default_language = 5", OF_LANGUAGE),
        ("[languages.vi]", "[languages.xy]", {"unknown-topic", *OF_LANGUAGE}),
        ("[languages.en]", "[languages.en]\nnom = 'x'", set()),
        ("[languages.en]", "[languages]\nfr = 5\n[languages.en]", {*OF_LANGUAGE}),
        ("timezone", "timezone = Mars", {"unknown-topic", *OF_LANGUAGE}),
    ],
)
def test_what_is_sure_is_told_beside_any_broken_key(
    small: Path, line: str, broken: str, left_out: set[str]
) -> None:
    """Whatever is broken in the settings, only what hangs on it waits for the next run."""
    settings = small / "dateline.toml"
    lines = [
        broken if each.partition(" =")[0] == line else each
        for each in settings.read_text("utf-8").split("\n")
    ]
    settings.write_text("\n".join(lines), "utf-8")
    (small / "releases/2024-02-01-astray.md").write_text(ASTRAY, "utf-8")

    result = run("check", "-C", small, "--format", "json")
    found = [each for each in json.loads(result.stdout)["problems"] if each["path"].endswith(".md")]

    assert {each["code"] for each in found} == ALL - left_out
    assert {each["path"] for each in found} == {"releases/2024-02-01-astray.md"}


def test_a_day_by_a_zone_that_nobody_knows(small: Path) -> None:
    """With a broken zone a moment's day is not told apart from that of its file's name."""
    settings = small / "dateline.toml"
    settings.write_text(settings.read_text("utf-8").replace("Asia/Ho", "Asia/Oh"), "utf-8")
    text = FAULTY.replace("2024-02-30", "2024-02-01T23:30:00Z").replace("[nowhere]", "[]")
    (small / "releases/2024-02-02-late.md").write_text(text, "utf-8")

    result = run("check", "-C", small, "--format", "json")

    assert [each["path"] for each in json.loads(result.stdout)["problems"]] == ["dateline.toml"]


def test_nothing_is_written(broken: Path) -> None:
    """A check leaves every file as it was, and makes none."""
    before = tree(broken)

    run("check", "-C", broken)

    assert tree(broken) == before


def test_link_out_of_the_newsroom_shows_nothing_of_its_target(small: Path, tmp_path: Path) -> None:
    """What a link out of the newsroom leads to is never printed."""
    secret = tmp_path / "secret.md"
    secret.write_text("the secret\n", encoding="utf-8")
    (small / "releases/2024-02-03-link.md").symlink_to(secret)

    result = run("check", "-C", small)

    assert "link-outside" in result.output
    assert "the secret" not in result.output


@pytest.mark.parametrize("name", sorted(path.name for path in INVALID.iterdir()))
def test_every_lesson_is_shown(name: str, tmp_path: Path) -> None:
    """Whatever is wrong with a newsroom, both forms tell the same and never break down."""
    root = tmp_path / "newsroom"
    shutil.copytree(INVALID.parent / "small", root, ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(INVALID / name, root, dirs_exist_ok=True)

    text = run("check", "-C", root)
    told = run("check", "-C", root, "--format", "json")

    report = json.loads(told.stdout)
    jsonschema.validate(report, REPORT)
    assert text.exit_code == told.exit_code
    assert text.exit_code in {0, 1, 2}
    assert report["problems"]
    for each in report["problems"]:
        place = f"{each['path']}:{each['line']}:{each['column']}: {each['severity']} {each['code']}"
        assert place in text.stdout
    assert "\x1b" not in text.stdout
