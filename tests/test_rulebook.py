"""The rulebook: every rule of the house, wherever it is declared."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import dateline
from dateline.problems import Place, Rule, Severity, error, warning
from dateline.rulebook import MAY_WEAKEN, WITHOUT_RULES, is_fatal, may_weaken, rules


def declared() -> dict[str, list[str]]:
    """Give the codes that each module of the house holds, found without the rulebook."""
    found = {}
    for module in pkgutil.walk_packages(dateline.__path__, "dateline."):
        if module.name != "dateline.__main__":
            values = vars(import_module(module.name)).values()
            found[module.name] = [value.code for value in values if isinstance(value, Rule)]
    return found


def test_no_rule_is_missed() -> None:
    """Whatever module declares a rule, the rulebook has it; rooms that are left out have none."""
    everywhere = declared()
    left_out = [code for name, codes in everywhere.items() for code in codes
                if name.split(".")[1] in WITHOUT_RULES and code not in rules()]  # fmt: skip

    assert left_out == []
    assert sorted({code for codes in everywhere.values() for code in codes}) == list(rules())


def test_codes_are_unique() -> None:
    """No two rules share a code: each object with a code is the same one."""
    seen: dict[str, Rule] = {}
    clashes = [
        value.code
        for name in declared()
        for value in vars(import_module(name)).values()
        if isinstance(value, Rule) and seen.setdefault(value.code, value) is not value
    ]

    assert clashes == []


def test_what_may_be_weakened() -> None:
    """Warnings may, and the listed errors; every listed code is that of an error."""
    listed = [rules()[code] for code in MAY_WEAKEN]

    assert {rule.severity for rule in listed} == {Severity.ERROR}
    assert all(map(may_weaken, listed))
    assert may_weaken(warning("w", "", bad="", good=""))
    assert not may_weaken(error("e", "", bad="", good=""))


def test_what_is_never_weakened() -> None:
    """Schema errors, illegal characters, clashes and unsafe addresses stay errors."""
    firm = {
        "unknown-key", "missing-key", "wrong-type", "invalid-value", "yaml-syntax",
        "illegal-character", "bidi-override", "replacement-character", "line-separator",
        "duplicate-address", "duplicate-edition", "duplicate-id", "key-clash",
        "unsafe-link", "unsafe-path", "unsafe-file", "link-outside", "html-in-title",
        "invalid-date", "ambiguous-date", "embargo-needs-zone", "second-front-matter",
    }  # fmt: skip

    assert [code for code in firm if may_weaken(rules()[code])] == []


def test_fatal_problems() -> None:
    """An error that no setting weakens keeps its file out; warnings and the others do not."""
    codes = ("unsafe-link", "missing-file", "not-nfc")
    problems = [rules()[code].broken(Place("a.md"), "M.") for code in codes]

    assert [is_fatal(problem) for problem in problems] == [True, False, False]
