"""`dateline digest`: write the e-mail-ready digest of a month, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from dateline import build, digest, output
from dateline.cli.desk import Desk
from dateline.cli.known import baseline_option
from dateline.cli.newsroom import open_to_read
from dateline.cli.options import common, examples, now_option
from dateline.cli.progress import progress
from dateline.errors import UsageError
from dateline.model import Artifact, Month
from dateline.problems import did_you_mean
from dateline.reports.baseline import Baseline
from dateline.settings import Feed, Newsroom

OUTPUT = "digests"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z", re.ASCII)


@click.command(
    "digest",
    epilog=examples(
        "dateline digest",
        "dateline digest 2024-02 --feed press --lang vi",
        "dateline digest 2024-02 --for mailchimp --out ~/mail",
    ),
)
@click.argument("month", metavar="[YYYY-MM]", required=False)
@click.option("--feed", "feed_id", metavar="F", help="Of this feed alone.")
@click.option("--lang", metavar="L", help="In this language alone.")
@click.option("--out", metavar="DIR", type=click.Path(), help="Write into DIR, not digests/.")
@click.option("--for", "tool", type=click.Choice(list(digest.TOOLS)), default="plain",
              help="Write this mail tool's own tags.")  # fmt: skip
@now_option
@baseline_option
@common
def command(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    *,
    month: str | None,
    feed_id: str | None,
    lang: str | None,
    out: str | None,
    tool: str,
    now: datetime,
    baseline: Baseline | None,
) -> None:
    """Write the e-mail-ready digest of a month: HTML, text and letter.

    The month is the last one that is over, unless you name another.
    A month without releases gives no digest.
    """
    which = read_month(month) if month is not None else None
    newsroom = open_to_read(desk)
    which = which or newsroom.open_month(now).before()
    wanted = list(_wanted(newsroom, feed_id, lang))
    folder = newsroom.root / OUTPUT if out is None else Path(out)
    output.refuse_unsafe(folder, newsroom.root)
    with progress(desk) as told:
        site = build.open_site(newsroom, now, told, baseline=baseline)
    written = 0
    for feed, language in wanted:
        if which in digest.months(site, feed, language):
            made = digest.compose(site, feed, language, which, tool=tool)
            written += _write(desk, digest.artifacts(made, site), folder, made)
        else:
            desk.detail(f"{feed.id} ({language}): no release in {which}, so no digest.")
    if not written:
        desk.tell(f"No release became public in {which}, so there is no digest.")
    elif which >= newsroom.open_month(now):
        desk.tell(f"{which} is not over: the digest is marked as unfinished.")


def _write(desk: Desk, artifacts: Iterable[Artifact], folder: Path, made: digest.Digest) -> int:
    """Write a digest's files side by side: `en/press/2024-02/digest.html`."""
    folder = folder / made.language / made.feed.id / str(made.month)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for artifact in artifacts:
        target = folder / artifact.path.rpartition("/")[2]
        staged = target.with_name(f".{target.name}.new")
        staged.write_bytes(artifact.content)
        staged.replace(target)  # whole or not at all
        desk.result(desk.near(target))
        written += 1
    return written


def read_month(text: str) -> Month:
    """Read a month, `2024-02`; raises UsageError."""
    match = _MONTH.match(text)
    if not match or not int(match[1]):
        raise UsageError(f"`{text}` is no month.", hint="Write it as 2024-02.")
    return Month(int(match[1]), int(match[2]))


def _wanted(
    newsroom: Newsroom, feed_id: str | None, lang: str | None
) -> Iterator[tuple[Feed, str]]:
    """Yield feeds and languages: those asked for, or all that have digests.

    Raises UsageError for a feed or language that there is not.
    """
    feeds = {feed.id: feed for feed in newsroom.feeds}
    if feed_id is not None and feed_id not in feeds:
        raise UsageError(
            f"--feed: there is no feed `{feed_id}`.", hint=did_you_mean(feed_id, feeds)
        )
    if lang is not None and lang not in newsroom.languages:
        hint = did_you_mean(lang, newsroom.languages)
        raise UsageError(f"--lang: `{lang}` is no language of this newsroom.", hint=hint)
    for feed in [feeds[feed_id]] if feed_id else [f for f in newsroom.feeds if f.digest]:
        for language in newsroom.languages:
            if language in feed.languages and lang in {None, language}:
                yield feed, language
