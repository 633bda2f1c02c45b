"""Problems: their order, their shape, and the words that are suggested."""

from __future__ import annotations

import random
import time

import pytest

from dateline.problems import Place, Severity, did_you_mean, error, warning

RULE = error("a-code", "A reason.", bad="b", good="g")


def test_problem_has_the_contracts_shape() -> None:
    """`check --format json` prints these keys, and severities as words."""
    problem = warning("b-code", "", bad="", good="").broken(Place("a.md", 2, 3), "M.", "H.")

    assert problem.as_dict() == {
        "path": "a.md",
        "line": 2,
        "column": 3,
        "severity": "warning",
        "code": "b-code",
        "message": "M.",
        "hint": "H.",
    }


def test_rule_decides_the_severity() -> None:
    """An error's problems are errors, a warning's warnings."""
    rules = (RULE, warning("w", "", bad="", good=""))

    assert [rule.broken(Place("a"), "m").severity for rule in rules] == [
        Severity.ERROR,
        Severity.WARNING,
    ]


def test_problems_are_ordered_by_place() -> None:
    """Path, line as a number, column as a number, then code and words."""
    places = [("a.md", 2, 1), ("a.md", 2, 10), ("a.md", 10, 1), ("b.md", 1, 1)]
    expected = [RULE.broken(Place(*place), "m") for place in places]
    expected.append(RULE.broken(Place("b.md", 1, 1), "n"))
    shuffled = random.Random(1).sample(expected, len(expected))

    assert expected == sorted(shuffled, key=lambda problem: problem.sort_key)


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("sumary", ["summary", "title"], "Did you mean `summary`?"),
        ("SUMMARY", ["summary", "title"], "Did you mean `summary`?"),
        ("translation-key", ["translation_key"], "Did you mean `translation_key`?"),
        ("social-protecton", ["social-protection"], "Did you mean `social-protection`?"),
        ("zzz", ["summary", "title"], "Known here: summary, title."),
        ("zzz", [], "None is defined."),
        ("", ["title"], "Known here: title."),
    ],
)
def test_suggestions(word: str, known: list[str], hint: str) -> None:
    """The nearest known word is suggested; where none is near, all are listed in order."""
    assert hint == did_you_mean(word, reversed(known))


def test_suggestions_take_no_time_over_a_monster() -> None:
    """A word of a million letters is answered at once."""
    start = time.process_time()
    found = did_you_mean("x" * 10**6, ["title"])

    assert found == "Known here: title."
    assert time.process_time() - start < 0.5
