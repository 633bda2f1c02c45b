"""Gather the rules that modules of the house declare, and say which of them a newsroom may weaken.

The modules are found by walking the package when somebody asks; nothing is registered, and
nothing is imported until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module

import dateline
from dateline.problems import Problem, Rule, Severity

# Rooms that declare no rules and load much, or the extra `mail`, which not everybody has: a test
# holds them to it.
WITHOUT_RULES = frozenset(
    {"__main__", "build", "cli", "database", "digest", "doctor", "editors", "examination", "feeds",
     "mail", "monthly", "pages", "rendering", "repairs", "reports", "send", "serve", "site",
     "subscriptions", "templating", "theme", "webapp"}
)  # fmt: skip

# Errors whose release can be published all the same: what is told stands beside a page that is
# whole, safe and at its own address. Without any other error, the page would be wrong (a value
# that is not understood), unsafe (an address that runs code), lost (two claim one address), or
# break every reader's feed (an illegal character).
MAY_WEAKEN = frozenset(
    {"dead-link", "duplicate-reference", "image-without-alt", "link-to-held", "missing-file",
     "unknown-release"}
)  # fmt: skip


@cache
def rules() -> dict[str, Rule]:
    """Give every rule of the house by its code, in the order of codes."""
    found = {rule.code: rule for name in _modules() for rule in _declared(name)}
    return {code: found[code] for code in sorted(found)}


def may_weaken(rule: Rule) -> bool:
    """Say whether a newsroom may tell a breach of the rule as less than it is, or not at all."""
    return rule.severity is Severity.WARNING or rule.code in MAY_WEAKEN


def is_fatal(problem: Problem) -> bool:
    """Say whether a problem keeps its file from being published, whatever the settings say."""
    return problem.severity is Severity.ERROR and problem.code not in MAY_WEAKEN


def _modules() -> Iterator[str]:
    import pkgutil  # noqa: PLC0415 -- only who asks for the rules waits

    for room in pkgutil.iter_modules(dateline.__path__, "dateline."):
        if room.name.partition(".")[2] in WITHOUT_RULES:
            continue
        yield room.name
        if room.ispkg:
            inner = import_module(room.name).__path__
            yield from (each.name for each in pkgutil.walk_packages(inner, f"{room.name}."))


def _declared(name: str) -> Iterator[Rule]:
    return (value for value in vars(import_module(name)).values() if isinstance(value, Rule))
