"""`dateline check`: tell every problem in every file; write nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from dateline import build
from dateline.cli.clock import read_now
from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.options import common, examples
from dateline.cli.progress import progress
from dateline.cli.showing import count, show_json, show_problems, totals
from dateline.errors import SettingsError, UsageError
from dateline.problems import Problem
from dateline.reading.files import walk


@click.command(
    "check",
    epilog=examples(
        "dateline check", "dateline check releases/2024 --strict", "dateline check --format json"
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or programs.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@common
def command(desk: Desk, paths: tuple[str, ...], form: str, *, strict: bool) -> int:
    """Tell every problem in every file.

    The whole newsroom is read, so that files are held against each other;
    with PATHs, only the problems of these files and folders are told.
    """
    try:
        newsroom = open_newsroom(desk)
    except SettingsError as failure:
        feeds = len(list((Path(desk.root) / "feeds").glob("*.toml")))
        _tell(desk, failure.problems, 1 + feeds, form)
        return failure.exit_code
    wanted = [_in_newsroom(path, newsroom.root) for path in paths]
    with progress(desk) as told:
        checked = build.check(newsroom, told, read_now(None))
    problems, files = checked.problems, checked.files
    if wanted:
        problems = tuple(each for each in problems if _is_below(each.place.path, wanted))
        files = sum(_is_below(path, wanted) for path in _sources(newsroom.root))
    _tell(desk, problems, files, form)
    errors, warnings = totals(problems)
    return int(bool(errors or (strict and warnings)))


def _tell(desk: Desk, problems: Sequence[Problem], files: int, form: str) -> None:
    problems = sorted(problems, key=lambda problem: problem.sort_key)
    errors, warnings = totals(problems)
    if form == "json":
        told = [problem.as_dict() for problem in problems]
        show_json(desk, {"problems": told, "errors": errors, "warnings": warnings, "files": files})
        return
    show_problems(desk, problems)
    summary = f"{count(errors, 'error')}, {count(warnings, 'warning')} in {count(files, 'file')}"
    desk.done(summary, bold=True)


def _in_newsroom(path: str, root: Path) -> str:
    """Give a PATH relative to the newsroom, as problems name it: from here, or from its root.

    Raises UsageError where it does not exist or lies elsewhere.
    """
    there = False
    for base in (Path.cwd(), root):
        full = Path(os.path.abspath(base / path))  # noqa: PTH100 -- problems name links as links
        if not os.path.lexists(full):
            continue
        for each in (full, full.parent.resolve() / full.name):
            if each.is_relative_to(root):
                return each.relative_to(root).as_posix()
        there = True
    if there:
        raise UsageError(f"{path} lies outside the newsroom {root}.")
    raise UsageError(f"There is no {path}.", hint="Name a file or folder of the newsroom.")


def _is_below(path: str, wanted: Sequence[str]) -> bool:
    return any(each in {path, "."} or path.startswith(each + "/") for each in wanted)


def _sources(root: Path) -> list[str]:
    found = (each for folder in ("releases", "pages") for each in walk(root, folder))
    return [each for each in found if isinstance(each, str)]
