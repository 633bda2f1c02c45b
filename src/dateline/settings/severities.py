"""Settle what `[checks]` says each rule weighs, and refuse to weaken what must not be."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.problems import Severity, did_you_mean, error
from dateline.rulebook import may_weaken, rules
from dateline.settings.checks import ChecksTable
from dateline.settings.settling import Settling
from dateline.settings.weights import PathWeights, Severities, Weights
from dateline.validation import Location

UNKNOWN_CODE = error(
    "unknown-code",
    "A mistyped code would leave its rule as it is, and nobody would notice.",
    where="dateline.toml",
    bad='[checks.severity]\nnot-nfk = "off"',
    good='[checks.severity]\nnot-nfc = "off"',
)
FIXED_SEVERITY = error(
    "fixed-severity",
    "Without this rule the output would be wrong or unsafe, so its breach always stops a build.",
    where="dateline.toml",
    bad='[checks.severity]\nunsafe-link = "off"',
    good='[checks.severity]\nimage-without-alt = "warning"',
)


def settle_severities(table: ChecksTable, settling: Settling) -> Severities:
    """Settle `[checks]`; adds unknown codes and fixed severities to the problems of `settling`."""
    return Severities(
        _weights(table.severity, ("checks", "severity"), settling),
        tuple(
            PathWeights(
                each.path, _weights(each.severity, ("checks", "paths", index, "severity"), settling)
            )
            for index, each in enumerate(table.paths)
        ),
    )


def _weights(words: Mapping[str, str], at: Location, settling: Settling) -> Weights:
    weights: dict[str, Severity | None] = {}
    for code, word in words.items():
        weights[code] = None if word == "off" else Severity(word)
        rule = rules().get(code)
        if rule is None:
            where = settling.places.key((*at, code))
            message = f"There is no rule `{code}`."
            hint = did_you_mean(code, rules(), otherwise="`dateline explain` lists all codes.")
            settling.problems.append(UNKNOWN_CODE.broken(where, message, hint))
        elif not may_weaken(rule) and weights[code] is not Severity.ERROR:
            where = settling.places.value((*at, code))
            message = f"`{code}` is always an error: else the output would be wrong or unsafe."
            hint = f"Remove the line. `dateline explain {code}` gives the reason."
            settling.problems.append(FIXED_SEVERITY.broken(where, message, hint))
    return weights
