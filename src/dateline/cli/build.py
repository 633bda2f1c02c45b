"""`dateline build`: check the newsroom, then publish it; say what was done and what is held."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.clock import is_over, stopwatch
from dateline.cli.desk import Desk
from dateline.cli.known import baseline_option
from dateline.cli.options import common, examples, now_option
from dateline.cli.remembered import Remembered
from dateline.cli.showing import count, headline
from dateline.cli.times import minute
from dateline.cli.turns import turn
from dateline.collector import collector_off
from dateline.errors import UsageError
from dateline.newsrooms import OUTPUT, find_root

_KEEP = 3  # as `output.KEEP`, whose import would cost more than a build with nothing to do
_LOST = """\
published.jsonl was not there, though this folder had been published before.
  If you deleted it to forget a trial, all is well.
  Else restore it, from version control or from a colleague, and build again:
  what was removed until now is forgotten without it, and its ids could be given again."""

if TYPE_CHECKING:  # loaded while releases are read
    from dateline.ledger import Kept
    from dateline.reports.baseline import Baseline


@click.command(
    "build",
    epilog=examples(
        "dateline build",
        "dateline build --now 2024-02-01T09:00:00+07:00 --report report.json",
        "dateline build --drafts --out /tmp/drafts",
        "dateline build --swap --out /srv/www/press",
    ),
)
@click.option("--out", metavar="DIR", type=click.Path(), help="Publish into DIR, not public/.")
@now_option
@click.option("--drafts", is_flag=True, help="Publish drafts too; only with an --out of its own.")
@click.option("--preview", is_flag=True, help="Show held releases at addresses to send to a few.")
@click.option("--force", is_flag=True, help="Forget the cache; never an error.")
@click.option("--verify", is_flag=True, help="Compare every published file, byte by byte.")
@click.option("--jobs", "-j", metavar="N", type=click.IntRange(1),
              help="Use N processes; by default one a core.")  # fmt: skip
@click.option("--swap", is_flag=True,
              help="Keep whole versions side by side, and flip a link to the newest.")  # fmt: skip
@click.option("--keep", metavar="N", type=click.IntRange(2), default=_KEEP,
              show_default=True, help="With --swap, keep N versions.")  # fmt: skip
@click.option("--wait/--no-wait", default=False, help="Wait while another build runs, or decline.")
@click.option("--allow-removal", is_flag=True,
              help="Let published releases go that are gone without `withdrawn`.")  # fmt: skip
@click.option("--report", metavar="FILE", type=click.Path(), help="Write a report as JSON.")
@baseline_option
@common
def command(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    *,
    out: str | None,
    now: datetime,
    drafts: bool,
    preview: bool,
    force: bool,
    verify: bool,
    jobs: int | None,
    swap: bool,
    keep: int,
    wait: bool,
    allow_removal: bool,
    report: str | None,
    baseline: Baseline | None,
) -> None:
    """Check the newsroom, then publish it.

    Nothing is published, and the last output stays as it was, while any
    release has an error.
    """
    elapsed = stopwatch()
    if drafts and out is None:
        raise _drafts_need_their_own()
    root = find_root(Path(desk.folder))
    desk.root = str(root)
    desk.detail(f"The newsroom is {root}.")
    folder = root / OUTPUT if out is None else Path(out)
    if drafts and _is_public(folder, root / OUTPUT):
        raise _drafts_need_their_own()
    keeps_ledger = (
        folder.resolve() == (root / OUTPUT).resolve() and not (drafts or preview) and is_over(now)
    )
    # What was let go and is not noted as gone is no error of this build alone.
    is_once = baseline or (allow_removal and not keeps_ledger)
    asked = "" if is_once else repr((drafts, preview, swap and keep, keeps_ledger))
    # Whoever waits does so before looking at the files, which may be written meanwhile.
    with collector_off(), turn(desk, root) if wait else nullcontext():
        remembered = Remembered(root, folder, asked)
        told = None if force or verify or allow_removal else remembered.unchanged(now, jobs)
        kept = None
        was_there = (folder / "index.html").exists()
        if told is None:
            remembered.scout(jobs)
            from dateline.cli.publishing import publish  # noqa: PLC0415 -- with nothing to do, no need

            told, kept = publish(
                desk,
                remembered,
                now=now,
                out=folder,
                drafts=drafts,
                preview=preview,
                force=force,
                verify=verify,
                keep=keep if swap else None,
                keep_ledger=keeps_ledger,
                allow_removal=allow_removal,
                jobs=jobs,
                baseline=baseline,
                is_locked=wait,
            )
    if report is not None:
        _write_report(Path(report), told, elapsed())
    _tell(desk, told, folder)
    if kept:
        _tell_of_ledger(desk, kept, was_there=was_there)
    desk.detail(f"It took {elapsed():.2f} seconds.")


def _is_public(folder: Path, public: Path) -> bool:
    """Say whether a folder has to do with what is served."""
    from dateline.output import versions_of  # noqa: PLC0415 -- only drafts wait

    return _touches(folder, public) or _touches(folder, versions_of(public))


def _touches(folder: Path, public: Path) -> bool:
    """Say whether a folder is the public one, lies within it, or holds it."""
    folder, public = folder.resolve(), public.resolve()
    return folder == public or public in folder.parents or folder in public.parents


def _drafts_need_their_own() -> UsageError:
    message = "--drafts needs an --out of its own, so that no draft is published by mistake."
    return UsageError(message, hint="dateline build --drafts --out /tmp/drafts")


def _tell(desk: Desk, told: Mapping[str, Any], folder: Path) -> None:
    if told["warnings"] and not desk.quiet:
        from dateline.problems import problem_of  # noqa: PLC0415 -- only who is warned waits

        for values in told["warnings"]:
            desk.put(headline(problem_of(values)), err=True)
    held = told["held"]
    desk.done(
        f"{desk.near(folder)}/: {count(told['written'], 'file')} written, "
        f"{told['files'] - told['written']:,} unchanged, {told['removed']:,} removed. "
        f"{count(told['releases'], 'release')} public, {len(held):,} held."
    )
    for path, until, preview in held:
        how = f"until {minute(until)} {told['zone']}" if until else "as a draft"
        desk.done(f"  {path}: held {how}")
        if preview:
            desk.done(f"    {preview}")


def _tell_of_ledger(desk: Desk, kept: Kept, *, was_there: bool) -> None:
    from dateline.ledger import LEDGER  # noqa: PLC0415 -- loaded by now

    if kept.is_left:
        desk.tell(f"{LEDGER} was changed by somebody else meanwhile, and is left; build again.")
    elif kept.is_begun and kept.entries:
        desk.done(f"{LEDGER}: begun with {count(kept.entries, 'line')}. Keep it with the releases.")
        if was_there:
            for line in _LOST.splitlines():
                desk.tell(line)


def _write_report(path: Path, told: Mapping[str, Any], seconds: float) -> None:
    held = [
        {"path": name, "until": until} | ({"preview": preview} if preview else {})
        for name, until, preview in told["held"]
    ]
    report = {
        "written": told["written"],
        "unchanged": told["files"] - told["written"],
        "removed": told["removed"],
        "releases": told["releases"],
        "held": held,
        "seconds": round(seconds, 3),
    }

    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
