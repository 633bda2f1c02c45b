"""SARIF: valid by the standard's own schema, with the facts of each problem."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from dateline.problems import Place, Problem
from dateline.reports.sarif import sarif_log
from dateline.reports.sources import Sources
from dateline.rulebook import rules

# OASIS's own, Errata 01, whose address the log names.
SCHEMA = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json"


@cache
def validator() -> jsonschema.Draft4Validator:
    """Give the validator of the standard's schema."""
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def log(
    problems: list[Problem], root: Path = Path("/newsroom"), prefix: str = ""
) -> dict[str, Any]:
    """Make a valid log of problems."""
    made = sarif_log(problems, Sources(root), Path("/base"), prefix, "1.2.3")
    validator().validate(made)
    return made


def broken(code: str, path: str, line: int = 1, column: int = 1) -> Problem:
    return rules()[code].broken(Place(path, line, column), "What.", "Do.")


def test_a_result() -> None:
    """A result says rule, level, words and place; its columns are characters, its path encoded."""
    made = log([broken("not-nfc", "releases/Khoá học.md", 2, 10)], prefix="press/")
    (run,) = made["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]

    assert made["$schema"] == json.loads(SCHEMA.read_text(encoding="utf-8"))["id"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == "file:///base/"
    assert (result["ruleId"], result["level"], result["message"]) == (
        "not-nfc",
        "warning",
        {"text": "What. Do."},
    )
    assert place["artifactLocation"] == {
        "uri": "press/releases/Kho%C3%A1%20h%E1%BB%8Dc.md",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["region"] == {"startLine": 2, "startColumn": 10}


def test_a_rule_is_explained() -> None:
    """Each rule that was broken stands in the log once, with reason, help and examples."""
    problems = [
        broken("not-nfc", "a.md"),
        broken("missing-file", "a.md"),
        broken("not-nfc", "b.md"),
    ]
    (run,) = log(problems)["runs"]
    told = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in told] == ["missing-file", "not-nfc"]
    assert [told[result["ruleIndex"]]["id"] for result in run["results"]] == [
        p.code for p in problems
    ]
    assert told[1]["shortDescription"]["text"] == rules()["not-nfc"].reason
    assert rules()["not-nfc"].bad in told[1]["help"]["markdown"]
    assert [rule["defaultConfiguration"]["level"] for rule in told] == ["error", "warning"]


def test_every_rule_makes_a_valid_log() -> None:
    """Whatever rule is broken, the log is valid."""
    made = log([broken(code, "a.md") for code in rules()])

    assert len(made["runs"][0]["results"]) == len(rules())


def test_nothing_found_is_a_valid_log() -> None:
    """A right newsroom has a run without results."""
    assert log([])["runs"][0]["results"] == []


def test_fingerprints_follow_the_line(tmp_path: Path) -> None:
    """A result keeps its fingerprint when lines are added above it; two alike are told apart."""
    file = tmp_path / "a.md"

    def prints(text: str, *lines: int) -> list[dict[str, str]]:
        file.write_text(text, encoding="utf-8")
        made = log([broken("not-nfc", "a.md", line) for line in lines], tmp_path)
        return [result["partialFingerprints"] for result in made["runs"][0]["results"]]

    before = prints("same\nsame\nother\n", 1, 2, 3)

    assert before == prints("\n\nsame\n\nsame\nother\n", 3, 5, 6)
    assert len({json.dumps(each) for each in before}) == 3


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_path_is_a_relative_address(path: str) -> None:
    """A path of any letters is an address without scheme that decodes to itself."""
    made = log([broken("not-nfc", path)])
    uri = made["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]

    assert unquote(uri) == path
    assert uri.isascii()
    assert ":" not in uri
