"""Write problems as a SARIF log, which code hosts and editors read.

OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, Errata 01.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dateline.problems import Problem, Rule
from dateline.reports.sources import Sources
from dateline.rulebook import rules

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASE = "%SRCROOT%"


def sarif_log(
    problems: Sequence[Problem], sources: Sources, base: Path, prefix: str, version: str
) -> dict[str, Any]:
    """Give the log of one run; `prefix` leads from the folder `base` to the newsroom.

    Columns count characters (section 3.14.17), and paths are percent-encoded (RFC 3986).
    """
    codes = sorted({problem.code for problem in problems})
    run = {
        "tool": {
            "driver": {
                "name": "Dateline",
                "semanticVersion": version,
                "rules": [_descriptor(rules()[code]) for code in codes],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _BASE: {
                "uri": base.as_uri().rstrip("/") + "/",
                "description": {"text": "The folder that paths are relative to."},
            }
        },
        "results": list(_results(problems, codes, sources, prefix)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _descriptor(rule: Rule) -> dict[str, Any]:
    text = f"{rule.reason}\n\nNot like this:\n\n{rule.bad}\n\nBut like this:\n\n{rule.good}"
    markdown = (
        f"{rule.reason}\n\nNot like this:\n\n```text\n{rule.bad}\n```\n\n"
        f"But like this:\n\n```text\n{rule.good}\n```"
    )
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.code.split("-")),
        "shortDescription": {"text": rule.reason},
        "fullDescription": {"text": rule.reason},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _results(
    problems: Iterable[Problem], codes: Sequence[str], sources: Sources, prefix: str
) -> Iterable[dict[str, Any]]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        path, line, column = problem.place
        mark = sources.fingerprint(problem)
        seen[path, problem.code, mark] += 1
        yield {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": problem.severity.value,
            "message": {"text": " ".join(filter(None, (problem.message, problem.hint)))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": quote(os.fsencode(prefix + path)),
                            "uriBaseId": _BASE,
                        },
                        "region": {"startLine": line, "startColumn": column},
                    }
                }
            ],
            "partialFingerprints": {"lineOfProblem/v1": f"{mark}:{seen[path, problem.code, mark]}"},
        }
