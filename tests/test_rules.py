"""Every rule of the house is documented, and its examples are what they are said to be."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.examination import examine
from dateline.problems import Problem, Rule
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom
from tests.examples import write_example
from tests.somebody import somebody

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY / "tools"))

from reference import rules  # noqa: E402 -- a tool is no package

NOW = datetime(2024, 2, 15, tzinfo=UTC)
RULES = {rule.code: rule for rule in rules().values()}


def problems(root: Path) -> tuple[Problem, ...]:
    """Check a newsroom as the command does."""
    try:
        newsroom = load_newsroom(root)
    except SettingsError as failure:
        return failure.problems
    return examine(newsroom, read_newsroom(newsroom), NOW).problems


@pytest.mark.parametrize("code", RULES)
def test_rule_is_documented(code: str) -> None:
    """The reference tells each rule's reason and examples."""
    page = (REPOSITORY / "docs/reference/problems.md").read_text(encoding="utf-8")
    rule = RULES[code]

    assert f"\n## {code}\n" in page
    assert all(words in page for words in (rule.reason, rule.bad, rule.good))


@pytest.mark.parametrize("code", sorted(RULES))
def test_bad_example_breaks_its_rule(code: str, ground: Path) -> None:
    """What the documentation shows as wrong is told under the rule's code."""
    rule: Rule = RULES[code]
    write_example(ground, rule.bad, rule.where)
    with somebody(ground):
        found = problems(ground)

    assert code in {problem.code for problem in found}
    assert {problem.severity for problem in found if problem.code == code} == {rule.severity}


@pytest.mark.parametrize("code", sorted(RULES))
def test_good_example_breaks_no_rule(code: str, tmp_path: Path) -> None:
    """What the documentation shows as right passes every rule, not only its own."""
    rule: Rule = RULES[code]
    write_example(tmp_path, rule.good, rule.where)

    assert [(p.code, p.place, p.message) for p in problems(tmp_path)] == []
