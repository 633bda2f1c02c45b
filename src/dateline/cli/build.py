"""`dateline build`: check the newsroom, then publish it; say what was done and what is held."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from dateline import build, output
from dateline.cli.clock import is_over, stopwatch
from dateline.cli.desk import Desk
from dateline.cli.known import baseline_option
from dateline.cli.newsroom import OUTPUT, open_newsroom, waiting
from dateline.cli.options import common, examples, now_option
from dateline.cli.progress import progress
from dateline.cli.showing import count, headline
from dateline.cli.times import local
from dateline.errors import UsageError
from dateline.ledger import LEDGER, Kept
from dateline.reports.baseline import Baseline
from dateline.settings import Newsroom


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
@click.option("--swap", is_flag=True,
              help="Keep whole versions side by side, and flip a link to the newest.")  # fmt: skip
@click.option("--keep", metavar="N", type=click.IntRange(2), default=output.KEEP,
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
    newsroom = open_newsroom(desk)
    folder = newsroom.root / OUTPUT if out is None else Path(out)
    public = newsroom.root / OUTPUT
    if drafts and (_touches(folder, public) or _touches(folder, output.versions_of(public))):
        raise _drafts_need_their_own()
    is_own = folder.resolve() == public.resolve()
    was_there = (folder / "index.html").exists()
    with progress(desk) as told:
        done = build.build(
            newsroom,
            now,
            out=folder,
            drafts=drafts,
            preview=preview,
            force=force,
            keep=keep if swap else None,
            keep_ledger=is_own and not (drafts or preview) and is_over(now),
            allow_removal=allow_removal,
            baseline=baseline,
            progress=told,
            waiting=waiting(desk) if wait else None,
        )
    if report is not None:
        _write_report(Path(report), done, elapsed(), newsroom)
    _tell(desk, done, folder, newsroom)
    if done.ledger:
        _tell_of_ledger(desk, done.ledger, was_there=was_there)
    desk.detail(f"It took {elapsed():.2f} seconds.")


def _touches(folder: Path, public: Path) -> bool:
    """Say whether a folder is the public one, lies within it, or holds it."""
    folder, public = folder.resolve(), public.resolve()
    return folder == public or public in folder.parents or folder in public.parents


def _drafts_need_their_own() -> UsageError:
    message = "--drafts needs an --out of its own, so that no draft is published by mistake."
    return UsageError(message, hint="dateline build --drafts --out /tmp/drafts")


def _tell(desk: Desk, done: build.Report, folder: Path, newsroom: Newsroom) -> None:
    for problem in done.warnings:
        if not desk.quiet:
            desk.put(headline(problem), err=True)
    desk.done(
        f"{desk.near(folder)}/: {count(done.written, 'file')} written, "
        f"{done.unchanged:,} unchanged, {done.removed:,} removed. "
        f"{count(done.releases, 'release')} public, {len(done.held):,} held."
    )
    for held in done.held:
        until = f"until {local(held.until, newsroom)}" if held.until else "as a draft"
        desk.done(f"  {held.path}: held {until}")
        if held.preview:
            desk.done(f"    {held.preview}")


def _tell_of_ledger(desk: Desk, kept: Kept, *, was_there: bool) -> None:
    if kept.is_left:
        desk.tell(f"{LEDGER} was changed by somebody else meanwhile, and is left; build again.")
    elif kept.is_begun and kept.entries:
        desk.done(f"{LEDGER}: begun with {count(kept.entries, 'line')}. Keep it with the releases.")
        if was_there:
            desk.tell(
                f"{LEDGER} was not there, though this folder had been published before.\n"
                "  What was removed until now is forgotten, and its ids could be given again.\n"
                "  If version control or a colleague has the file, restore it and build again."
            )


def _write_report(path: Path, done: build.Report, seconds: float, newsroom: Newsroom) -> None:
    held = [
        {
            "path": each.path,
            "until": each.until and each.until.astimezone(newsroom.timezone).isoformat(),
        }
        | ({"preview": each.preview} if each.preview else {})
        for each in done.held
    ]
    report = {
        "written": done.written,
        "unchanged": done.unchanged,
        "removed": done.removed,
        "releases": done.releases,
        "held": held,
        "seconds": round(seconds, 3),
    }
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
