"""Errand one, *publish*: read, select, render, write; told in one screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline import output
from dateline.collector import collector_off
from dateline.lock import locked
from dateline.model import Edition, State
from dateline.newsrooms import CACHE
from dateline.problems import Problem
from dateline.reading import Notebook, Reading, read_newsroom
from dateline.settings import Newsroom
from dateline.workers import cores

# What comes after reading is loaded by this process while others read: 12 ms.
if TYPE_CHECKING:
    from dateline import ledger
    from dateline.examination import Examination
    from dateline.parts import Piece
    from dateline.recollection import Recollection
    from dateline.rendering import Renderers
    from dateline.reports.baseline import Baseline
    from dateline.selection import Standing
    from dateline.site import Site

Progress = Callable[[str, int, int], None]


class Held(NamedTuple):
    """A release file that may not be seen yet; `until` is None where only a person can tell.

    `preview` is the URL of its preview, where there is one.
    """

    path: str
    until: datetime | None
    preview: str = ""


class Report(NamedTuple):
    """What a build did; `releases` counts public stories, whatever their languages.

    `site` is what it published, `made_of` all that it took, for whoever would rather not have it
    taken down.
    """

    written: int
    unchanged: int
    removed: int
    releases: int
    held: tuple[Held, ...]
    warnings: tuple[Problem, ...]
    ledger: ledger.Kept | None = None
    site: Site | None = None
    made_of: tuple[object, ...] = ()

    def told(self, newsroom: Newsroom) -> dict[str, Any]:
        """Give in plain values what there is to tell of an output, built just now or before."""
        zone = newsroom.timezone
        return {
            "files": self.written + self.unchanged,
            "releases": self.releases,
            "held": [
                (each.path, each.until and each.until.astimezone(zone).isoformat(), each.preview)
                for each in self.held
            ],
            "zone": str(zone),
            "warnings": [tuple(problem.as_dict().values()) for problem in self.warnings],
        }


class Checked(NamedTuple):
    """What a check found, sorted by place."""

    problems: tuple[Problem, ...]
    files: int


def check(
    newsroom: Newsroom, progress: Progress | None = None, *, now: datetime | None = None
) -> Checked:
    """Read a newsroom and give every problem in it, at `now` those with the ledger too."""
    with collector_off():
        reading = _read(newsroom, progress, meanwhile=_load_examination)
        from dateline import checks, examination  # noqa: PLC0415 -- loaded by now

        if now is None:
            return Checked(checks.run(reading, newsroom), reading.files)
        return Checked(examination.examine(newsroom, reading, now).problems, reading.files)


def build(  # noqa: PLR0913 -- each is a word of the command
    newsroom: Newsroom,
    now: datetime,
    *,
    out: Path,
    drafts: bool = False,
    preview: bool = False,
    force: bool = False,
    keep: int | None = None,
    keep_ledger: bool = False,
    allow_removal: bool = False,
    jobs: int | None = None,
    baseline: Baseline | None = None,
    progress: Progress | None = None,
    is_locked: bool = False,
    recollection: Recollection | None = None,
) -> Report:
    """Publish what is public at `now` into `out`; `force` forgets the cache.

    Problems that `baseline` knows are passed over, but for those that would make the output wrong.
    With `preview`, held releases stand in folders that nobody can guess; else no byte differs.
    With `keep`, `out` is a link to the newest of so many whole versions (`output.publish_version`).
    `keep_ledger` remembers what was published, once it is; `allow_removal` lets go of releases
    that were published and are gone. `jobs` is the number of processes, by default one for each
    core where there is much to do. It declines while another build runs, unless the caller has
    locked the newsroom (`is_locked`): who waits for its turn does so before it looks at the files.
    What `recollection` knows is not made again.

    Raises ContentError, OutputRefusedError, TemplateError or OutsideError; then the last output
    is as it was.
    """
    output.refuse_unsafe(out, newsroom.root)
    state = newsroom.root / CACHE
    renderers = cache(partial(_open_renderers, newsroom, force))
    with nullcontext() if is_locked else locked(state / "lock"), collector_off():
        notebook = recollection.notebook(newsroom) if recollection else None
        reading = _read(newsroom, progress, jobs, lambda: _load_rest(renderers()), notebook)
        from dateline import ledger, schedule  # noqa: PLC0415 -- loaded by now
        from dateline.examination import examine, refuse_errors  # noqa: PLC0415 -- likewise

        settled = recollection.settled() if recollection else ()
        found = examine(
            newsroom,
            reading,
            now,
            allow_removal=allow_removal or drafts,
            known=recollection.problems(reading, now)
            if recollection and not allow_removal
            else None,
            settled=settled,
            jobs=jobs or cores(),
        )
        standing = found.standing
        if preview:  # nothing is made of what is held while anything is wrong
            refuse_errors(found.problems, newsroom, baseline)
        with found.foremost(newsroom, baseline):
            site = renderers().site(reading, standing, now, drafts=drafts)
            previewed = _previewed(newsroom, standing) if preview else ()
            publish = partial(output.publish_version, keep=keep) if keep else output.publish
            known = recollection.known(site) if recollection else output.NOTHING_KNOWN
            pieces = _pieces(site, previewed if preview else None, recollection)
        warnings = refuse_errors(found.problems, newsroom, baseline)
        published = publish(
            pieces,
            out,
            state,
            known=known,
            jobs=jobs,
            progress=progress and partial(progress, "rendering"),
            meanwhile=partial(_prepare, found if keep_ledger else None, recollection),
        )
        shown = {each.path: site.at.absolute(each.folder) for each in previewed}
        report = Report(
            written=published.written,
            unchanged=published.unchanged,
            removed=published.removed,
            releases=len(site.archive.by_key),
            held=tuple(
                Held(each.edition.path, each.until, shown.get(each.edition.path, ""))
                for each in standing
                if each.state is State.HELD or (each.state is State.DRAFT and not drafts)
            ),
            warnings=warnings,
            ledger=ledger.keep(found.comparison, newsroom.root, state)
            if keep_ledger and found.comparison
            else None,
            site=site,
            made_of=(reading, found, published),
        )
        if recollection:
            until = schedule.next_change(standing, now, newsroom)
            # Where lines of the ledger are told, they may stand elsewhere in what was written.
            is_named = any(each.place.path == ledger.LEDGER for each in warnings)
            is_written = report.ledger and report.ledger.is_written
            wrote = [ledger.LEDGER] if is_written and not is_named else []
            moments, told = (now, until), report.told(newsroom)
            if found.comparison:
                is_kept = report.ledger and not report.ledger.is_left
                settled = found.settled if is_kept else ()
            recollection.keep(published, found.across, moments, told, wrote, settled)
    return report


def _previewed(newsroom: Newsroom, standing: tuple[Standing, ...]) -> tuple[Edition, ...]:
    """Give held editions as their previews show them, under the newsroom's own key."""
    from dateline import previews, selection  # noqa: PLC0415 -- few builds ask for them
    from dateline.addresses import Addresses  # noqa: PLC0415 -- likewise

    key, at = previews.open_key(newsroom.root), Addresses(newsroom)
    return tuple(
        previews.as_preview(edition, at.entry_id(edition), key)
        for edition in selection.held(standing)
    )


def open_site(
    newsroom: Newsroom,
    now: datetime,
    progress: Progress | None = None,
    *,
    baseline: Baseline | None = None,
) -> Site:
    """Read a newsroom that has no errors into a site, for those who publish none.

    Raises ContentError.
    """
    from dateline import rendering  # noqa: PLC0415 -- as for renderers

    return rendering.open_site(newsroom, now, progress, baseline=baseline)


def _read(
    newsroom: Newsroom,
    progress: Progress | None,
    jobs: int | None = None,
    meanwhile: Callable[[], object] | None = None,
    notebook: Notebook | None = None,
) -> Reading:
    told = partial(progress, "reading") if progress else None
    jobs = jobs or cores()
    return read_newsroom(newsroom, told, jobs=jobs, meanwhile=meanwhile, notebook=notebook)


def _load_examination() -> None:
    import dateline.examination  # noqa: F401, PLC0415


def _load_rest(renderers: Renderers) -> None:
    """Load what comes after reading, with all that the renderers need of the disk."""
    _load_examination()
    renderers.prepare()


def _pieces(
    site: Site, previewed: tuple[Edition, ...] | None, recollection: Recollection | None
) -> list[Piece]:
    from dateline.rendering import pieces  # noqa: PLC0415 -- loaded by now

    return pieces(site, previewed, recollection.identities if recollection else {})


def _prepare(found: Examination | None, recollection: Recollection | None) -> None:
    """Put into words what is to be kept, which can be done while others have begun to render."""
    if found and found.comparison:
        _ = found.comparison.written, found.settled if recollection else ()
    if recollection:
        recollection.prepare()


def _open_renderers(newsroom: Newsroom, force: bool) -> Renderers:
    """Load the renderers, which a newsroom with problems and a check have no use for."""
    from dateline.rendering import Renderers  # noqa: PLC0415

    return Renderers(newsroom, force=force)
