"""Show values as JSON, and problems as text: place, words, source line with a caret, hint."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.cells import excerpt, printable
from dateline.cli.desk import Desk

if TYPE_CHECKING:
    from dateline.problems import Problem

COLOURS = {"error": "red", "warning": "yellow"}
_ROOM = 100


def show_json(desk: Desk, value: Any) -> None:
    """Print a value as JSON: letters as they are where the output can carry them."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    desk.put(json.dumps(value, indent=2, ensure_ascii=not plain))


def show_problems(desk: Desk, problems: Sequence[Problem], *, err: bool = False) -> None:
    """Print each problem with its source line and hint."""
    from dateline.reports.sources import Sources  # noqa: PLC0415 -- only who has problems waits

    sources = Sources(desk.root)
    room = _room(err=err)
    for problem in problems:
        desk.put(headline(problem), err=err)
        line = sources.line(problem.place.path, problem.place.line)
        if line:
            gutter = f"  {problem.place.line} | "
            text, caret = excerpt(line, problem.place.column, max(20, room - len(gutter)))
            desk.put(click.style(gutter, dim=True) + text, err=err)
            arrow = click.style(caret, fg=COLOURS[problem.severity.value], bold=True)
            bar = click.style("| ".rjust(len(gutter)), dim=True)
            desk.put(bar + arrow, err=err)
        if problem.hint:
            desk.put(f"  {printable(problem.hint)}", err=err)


def headline(problem: Problem) -> str:
    """Give a problem's one line: `path:line:column: severity code: message`."""
    path, line, column = problem.place
    place = click.style(printable(f"{path}:{line}:{column}:"), bold=True)
    severity = click.style(problem.severity.value, fg=COLOURS[problem.severity.value])
    return f"{place} {severity} {problem.code}: {printable(problem.message)}"


def count(number: int, noun: str) -> str:
    """Write a number of things: `1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def totals(problems: Sequence[Problem]) -> tuple[int, int]:
    """Count errors and warnings."""
    errors = sum(problem.severity.value == "error" for problem in problems)
    return errors, len(problems) - errors


def _room(*, err: bool) -> int:
    stream = sys.stderr if err else sys.stdout
    return shutil.get_terminal_size((_ROOM, 24)).columns if stream.isatty() else _ROOM
