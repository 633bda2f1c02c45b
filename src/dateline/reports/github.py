"""Write problems as workflow commands, which GitHub shows beside the changed lines.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are
those of actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from dateline.problems import Problem


def annotation(problem: Problem, prefix: str = "") -> str:
    """Give one problem as a line; `prefix` leads from the repository to the newsroom."""
    path, line, column = problem.place
    properties = {
        "file": prefix + path,
        "line": str(line),
        "col": str(column),
        "title": f"Dateline: {problem.code}",
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    words = "\n".join(filter(None, (problem.message, problem.hint)))
    return f"::{problem.severity.value} {written}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
