"""`dateline explain`: every code has its reason and examples, here and in the reference."""

from __future__ import annotations

import json

import pytest

from dateline.rulebook import rules
from tests.cli.running import run


def test_a_code_is_explained() -> None:
    """Severity, reason, bad and good example are told."""
    result = run("explain", "not-nfc")

    assert result.exit_code == 0
    assert result.stdout == (
        "not-nfc (warning)\n"
        "The letters are written in pieces: searching and comparing them fails. They are joined.\n"
        "\nNot like this:\n\n    title: Tie\\u0302\\u0301ng Vie\\u0323\\u0302t\n"
        "\nBut like this:\n\n    title: Tiếng Việt\n"
    )


def test_what_is_firm_is_told() -> None:
    """An error that no setting weakens is always one."""
    first = [
        run("explain", code).stdout.splitlines()[0] for code in ("unsafe-link", "missing-file")
    ]

    assert first == ["unsafe-link (error, always)", "missing-file (error)"]


@pytest.mark.parametrize("code", rules())
def test_every_code(code: str) -> None:
    """Each code is explained, and its examples differ."""
    words = run("explain", code).stdout
    rule = rules()[code]

    assert rule.reason in words
    assert rule.bad != rule.good
    assert [
        line for each in (rule.bad, rule.good) for line in each.split("\n") if line not in words
    ] == []


def test_all_codes_are_listed() -> None:
    """Without a code, each stands on a line with its severity and reason."""
    lines = run("explain").stdout.splitlines()

    assert [(*line.split()[:2],) for line in lines] == [
        (r.code, r.severity.value) for r in rules().values()
    ]
    assert [
        line
        for line, rule in zip(lines, rules().values(), strict=True)
        if not line.endswith(rule.reason)
    ] == []


def test_json() -> None:
    """Programs get one object, or all of them."""
    one = json.loads(run("explain", "missing-file", "--format", "json").stdout)
    every = json.loads(run("explain", "--format", "json").stdout)

    assert one == {
        "code": "missing-file",
        "severity": "error",
        "may_weaken": True,
        "reason": rules()["missing-file"].reason,
        "bad": rules()["missing-file"].bad,
        "good": rules()["missing-file"].good,
    }
    assert [each["code"] for each in every] == list(rules())
    assert one in every


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("mising-file", "Did you mean `missing-file`?"),
        ("zzz", "`dateline explain` lists all codes."),
    ],
)
def test_an_unknown_code_is_usage(code: str, hint: str) -> None:
    """An unknown code exits 2 with the nearest one."""
    result = run("explain", code)

    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr
