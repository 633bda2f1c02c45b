"""Tell what a check found, in the form that was asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dateline import __version__
from dateline.cli.cells import printable
from dateline.cli.desk import Desk
from dateline.cli.showing import count, show_json, show_problems, totals
from dateline.problems import Problem

FORMS = ["text", "json", "github", "sarif"]


def tell(
    desk: Desk,
    form: str,
    problems: Sequence[Problem],
    files: int,
    more: dict[str, Any] | None = None,
) -> None:
    """Print problems in one of FORMS; `more` joins the JSON object."""
    problems = sorted(problems, key=lambda problem: problem.sort_key)
    errors, warnings = totals(problems)
    if form == "json":
        told = [problem.as_dict() for problem in problems]
        counts = {"errors": errors, "warnings": warnings, "files": files}
        show_json(desk, {"problems": told, **counts, **(more or {})})
    elif form == "sarif":
        _show_sarif(desk, problems)
    else:
        if form == "github":
            _show_annotations(desk, problems)
        else:
            show_problems(desk, problems)
        words = f"{count(errors, 'error')}, {count(warnings, 'warning')} in {count(files, 'file')}"
        desk.done(words, bold=True)


def _show_sarif(desk: Desk, problems: Sequence[Problem]) -> None:
    from dateline.reports.sarif import sarif_log  # noqa: PLC0415 -- only who asks waits
    from dateline.reports.sources import Sources  # noqa: PLC0415

    base, prefix = _above(Path(desk.root))
    show_json(desk, sarif_log(problems, Sources(desk.root), base, prefix, __version__))


def _show_annotations(desk: Desk, problems: Sequence[Problem]) -> None:
    from dateline.reports.github import annotation  # noqa: PLC0415 -- as above

    _, prefix = _above(Path(desk.root))
    for problem in problems:
        desk.put(printable(annotation(problem, prefix)))


def _above(root: Path) -> tuple[Path, str]:
    """Give the folder that code hosts count paths from, and the way from there to the newsroom.

    It is GitHub's workspace, else the working folder; the newsroom itself where it lies elsewhere.
    """
    base = Path(os.environ.get("GITHUB_WORKSPACE") or os.curdir).resolve()
    if not root.is_relative_to(base):
        return root, ""
    way = root.relative_to(base).as_posix()
    return base, "" if way == "." else f"{way}/"
