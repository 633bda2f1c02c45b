"""Write and read baselines for commands, and tell which of their entries are stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.desk import Desk
from dateline.cli.showing import count
from dateline.errors import UsageError

if TYPE_CHECKING:  # imported where a baseline is named
    from dateline.problems import Problem
    from dateline.reports.baseline import Baseline, Entry

_MOST = 10


def _read(ctx: click.Context, _: click.Parameter, value: str | None) -> Baseline | None:
    if value is None or ctx.resilient_parsing:
        return None
    from dateline.reports.baseline import read_baseline  # noqa: PLC0415 -- only who asks waits

    return read_baseline(Path(value))


def baseline_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --baseline, whose file is read before anything else is done."""
    return click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(),
        callback=_read,
        help="Pass over the problems that FILE knows.",
    )(function)


def write_baseline(desk: Desk, path: Path, problems: Iterable[Problem]) -> None:
    """Record problems in a file; one that is there must be a baseline.

    Raises UsageError.
    """
    from dateline.reports.baseline import record  # noqa: PLC0415 -- only who asks waits
    from dateline.reports.sources import Sources  # noqa: PLC0415 -- likewise

    if path.exists():
        _refuse_foreign(path)

    made = record(problems, Sources(desk.root))
    path.write_text(str(made), encoding="utf-8", newline="\n")
    recorded = sum(made.counts.values())
    desk.done(f"{desk.near(path)}: {count(recorded, 'problem')} recorded.")


def _refuse_foreign(path: Path) -> None:
    from dateline.reports.baseline import parse_baseline  # noqa: PLC0415 -- only who asks waits

    try:
        parse_baseline(path.read_bytes() if path.is_file() else b"-", str(path))
    except UsageError as failure:
        hint = "Name a new file, so that nothing of yours is overwritten."
        raise UsageError(f"{path} is there, and is no baseline.", hint=hint) from failure


def tell_known(desk: Desk, known: Iterable[Problem], stale: Mapping[Entry, int]) -> None:
    """Tell how much was passed over, what of it stops a build, and which entries are stale."""
    from dateline.rulebook import is_fatal  # noqa: PLC0415 -- as above

    known = tuple(known)
    firm = sum(map(is_fatal, known))
    if known:
        still = f" Builds still stop at {firm:,} of them." if firm else ""
        desk.tell(f"{count(len(known), 'known problem')} passed over.{still}")
    if not stale:
        return
    desk.tell(f"{count(sum(stale.values()), 'problem')} of the baseline gone; record it anew:")
    lines = [f"  {path}: {code}" for path, code, _ in sorted(stale)]
    for line in lines if desk.verbose else lines[:_MOST]:
        desk.tell(line)
    if len(lines) > _MOST and not desk.verbose:
        desk.tell(f"  and {len(lines) - _MOST:,} more (--verbose)")
