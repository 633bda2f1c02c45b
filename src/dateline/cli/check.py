"""`dateline check`: tell every problem in every file, or record them for later."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline import build
from dateline.checks import beside
from dateline.cli.clock import read_now
from dateline.cli.desk import Desk
from dateline.cli.known import baseline_option, tell_known, write_baseline
from dateline.cli.newsroom import open_to_read
from dateline.cli.options import common, examples
from dateline.cli.progress import progress
from dateline.cli.showing import totals
from dateline.cli.telling import FORMS, tell
from dateline.errors import SettingsError, UsageError
from dateline.problems import Problem
from dateline.reading.files import walk

if TYPE_CHECKING:  # imported where a baseline is named
    from dateline.reports.baseline import Baseline


@click.command(
    "check",
    epilog=examples(
        "dateline check",
        "dateline check releases/2024 --strict",
        "dateline check --format sarif > dateline.sarif",
        "dateline check --write-baseline baseline.jsonl",
        "dateline check --baseline baseline.jsonl",
        "dateline check --fix --dry-run",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    help="For people, or programs.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@baseline_option
@click.option("--write-baseline", "record", metavar="FILE", type=click.Path(),
              help="Record today's problems in FILE; tell none.")  # fmt: skip
@click.option("--fix", is_flag=True, help="Mend first what is safe to mend; never words.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the diff, and do nothing.")
@common
def command(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    paths: tuple[str, ...],
    form: str,
    *,
    strict: bool,
    baseline: Baseline | None,
    record: str | None,
    fix: bool,
    dry_run: bool,
) -> int:
    """Tell every problem in every file.

    The whole newsroom is read, so that files are held against each other;
    with PATHs, only the problems of these files and folders are told.

    --fix joins letters (Unicode NFC), removes byte order marks, CRLF and the
    tabs that YAML refuses, and writes unambiguous dates year first.
    """
    if record is not None and (paths or baseline or fix):
        message = "--write-baseline records the whole newsroom as it is: no PATH, no other option."
        raise UsageError(message, hint="dateline check --write-baseline baseline.jsonl")
    if dry_run and not fix:
        raise UsageError("--dry-run belongs to --fix.", hint="dateline check --fix --dry-run")
    try:
        newsroom = open_to_read(desk)
    except SettingsError as failure:
        feeds = len(list((Path(desk.root) / "feeds").glob("*.toml")))
        more, files = _beside_settings(failure)
        tell(desk, form, (*failure.problems, *more), 1 + feeds + files)
        return failure.exit_code
    wanted = [_in_newsroom(path, newsroom.root) for path in paths] or ["."]
    if fix:
        from dateline.cli.fixing import fix as mend  # noqa: PLC0415 -- only who asks waits

        mend(
            desk,
            newsroom.root,
            lambda path: _is_below(path, wanted),
            dry_run=dry_run,
            err=form != "text",
        )
        if dry_run:
            return 0
    with progress(desk) as told:
        checked = build.check(newsroom, told, now=read_now(None))
    if record is not None:
        write_baseline(desk, Path(record), checked.problems)
        return 0
    problems = tuple(each for each in checked.problems if _is_below(each.place.path, wanted))
    files = checked.files
    if paths:
        files = sum(_is_below(path, wanted) for path in _sources(newsroom.root))
    return _report(desk, form, problems, files, wanted, baseline, strict=strict)


def _beside_settings(failure: SettingsError) -> tuple[list[Problem], int]:
    """Find what is wrong in the files beside broken settings, and how many files there are."""
    checked = build.check(failure.newsroom, now=read_now(None))
    return beside.despite(checked.problems, failure.broken), checked.files


def _report(  # noqa: PLR0913 -- what was asked for, and what was found
    desk: Desk,
    form: str,
    problems: Sequence[Problem],
    files: int,
    wanted: Sequence[str],
    baseline: Baseline | None,
    *,
    strict: bool,
) -> int:
    """Tell what was found and give the exit code."""
    more = None
    if baseline is not None:
        from dateline.reports.sources import Sources  # noqa: PLC0415 -- only who asks waits

        sifted = baseline.sift(problems, Sources(desk.root))
        problems = sifted.new
        stale = {e: n for e, n in sifted.stale.items() if _is_below(e.path, wanted)}
        more = {"known": len(sifted.known), "stale": sum(stale.values())}
    tell(desk, form, problems, files, more)
    if baseline is not None:
        tell_known(desk, sifted.known, stale)
    errors, warnings = totals(problems)
    return int(bool(errors or (strict and warnings)))


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
