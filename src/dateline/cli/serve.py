"""`dateline serve`: preview the newsroom in a browser, rebuilding and reloading on change."""

from __future__ import annotations

import itertools
import signal
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import click

from dateline import build
from dateline.advance import sheets
from dateline.cli.clock import read_now
from dateline.cli.desk import Desk
from dateline.cli.failures import explain_bug, explain_outside
from dateline.cli.known import baseline_option
from dateline.cli.newsroom import find
from dateline.cli.options import common, examples, fixed_now_option
from dateline.cli.remembered import Remembered
from dateline.cli.showing import count, show_problems
from dateline.cli.turns import turn
from dateline.errors import ContentError, DatelineError, OutsideError, SettingsError
from dateline.lock import locked
from dateline.memory.last import LastBuild
from dateline.memory.software import software
from dateline.memory.store import PresentMemory
from dateline.newsrooms import CACHE
from dateline.problems import Problem, Severity
from dateline.reports.baseline import Baseline
from dateline.serve import Notice, Preview, PreviewServer, Rebuilt, Watcher
from dateline.settings import load_newsroom
from dateline.site import Site

OUTPUT = ".dateline/serve"
_FOLDERS = ("releases", "feeds", "templates", "pages", "assets")
_FILES = ("dateline.toml", "published.jsonl")


@click.command("serve", epilog=examples("dateline serve", "dateline serve --port 0 --drafts"))
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Listen on port N of this machine; 0: any free one.")  # fmt: skip
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@fixed_now_option
@baseline_option
@common
def command(
    desk: Desk, *, port: int, drafts: bool, now: datetime | None, baseline: Baseline | None
) -> None:
    """Preview the newsroom in a browser.

    It is rebuilt whenever a file changes, and the browser reloads; while
    something is wrong, the last good pages stay and say what. Ctrl-C ends it.
    """
    root = find(desk)
    with _own_folder(desk, root) as out:
        rebuild = Rebuild(desk, root, out, now, baseline, drafts=drafts)
        try:
            _serve(desk, root, Preview(out, rebuild, rebuild.advance), port)
        finally:
            rebuild.close()


def _serve(desk: Desk, root: Path, preview: Preview, port: int) -> None:
    server = PreviewServer(preview, port, desk.detail)
    watcher = Watcher(root, _FOLDERS, _FILES, preview.note)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service is ended so
    try:
        watcher.start()
        preview.refresh()
        preview.start()
        server.start()
        desk.result(server.address)
        desk.tell("Press Ctrl-C to end.")
        _wait()
    except KeyboardInterrupt:
        desk.tell("")
    finally:
        watcher.stop()
        server.stop()


@contextmanager
def _own_folder(desk: Desk, root: Path) -> Iterator[Path]:
    """Give the first folder that no other preview holds: they may show drafts, or another day."""
    taken = ""
    for number in itertools.count(1):
        name = OUTPUT if number == 1 else f"{OUTPUT}-{number}"
        with ExitStack() as held:
            try:
                held.enter_context(locked(root / f"{name}.lock", "preview"))
            except OutsideError as failure:
                taken = failure.message
                continue
            if taken:
                desk.tell(f"{taken} This one builds into {name}.")
            yield root / name
            return


def _wait() -> None:
    over = threading.Event()
    while not over.wait(1):  # a wait without end cannot be interrupted on Windows
        pass


class Rebuild:
    """Builds the preview, and turns whatever fails into notices: the server goes on."""

    def __init__(
        self,
        desk: Desk,
        root: Path,
        out: Path,
        now: datetime | None,
        baseline: Baseline | None,
        *,
        drafts: bool,
    ) -> None:
        self._desk = desk
        self._root = root
        self._out = out
        self._now = now
        self._baseline = baseline
        self._drafts = drafts
        self._memory = PresentMemory(str(root / CACHE), str(out), software())
        self._shown: tuple[Site, LastBuild] | None = None

    def advance(self, changed: Collection[str]) -> Mapping[str, bytes]:
        """Give the pages of releases that were edited, where nothing else has changed."""
        now = self._now or read_now(None)
        if self._shown is None:
            return {}
        site, build = self._shown
        if not build.since <= now.timestamp() < build.until:
            return {}
        try:
            return sheets(site, build.sources, changed, now)
        except Exception:  # noqa: BLE001 -- the build that follows meets it too, and tells
            return {}

    def __call__(self) -> Rebuilt:
        """Build, and say how it went."""
        prefix = None
        try:
            with turn(self._desk, self._root):
                asked = repr((self._drafts, self._baseline))
                remembered = Remembered(self._root, self._out, asked, self._memory)
                recollection = remembered.open()
                newsroom = load_newsroom(self._root)
                prefix = newsroom.base_path
                done = build.build(
                    newsroom,
                    self._now or read_now(None),
                    out=self._out,
                    drafts=self._drafts,
                    baseline=self._baseline,
                    is_locked=True,
                    recollection=recollection,
                )
        except (ContentError, SettingsError) as failure:
            errors = [each for each in failure.problems if each.severity is Severity.ERROR]
            show_problems(self._desk, errors, err=True)
            return Rebuilt(tuple(map(_notice, errors)), prefix)
        except DatelineError as failure:
            return self._failed(failure.message, failure.hint, prefix)
        except OSError as failure:
            return self._failed(*explain_outside(failure), prefix)
        except Exception as failure:  # noqa: BLE001 -- a bug is told, and mending goes on
            return self._failed(explain_bug(failure), "", prefix)
        last = self._memory.last_build()
        self._shown = (done.site, last) if done.site and last else None
        self._desk.tell(f"Built: {count(done.written, 'file')} new, {done.removed:,} removed.")
        return Rebuilt(prefix=prefix)

    def close(self) -> None:
        """Write down what was built, for the next preview, unless a build still runs."""
        with suppress(OutsideError), locked(self._root / CACHE / "lock"):
            self._memory.save()

    def _failed(self, message: str, hint: str, prefix: str | None) -> Rebuilt:
        self._desk.fail(message, hint)
        return Rebuilt((Notice("", message, hint),), prefix)


def _notice(problem: Problem) -> Notice:
    path, line, column = problem.place
    return Notice(f"{path}:{line}:{column}", problem.message, problem.hint)
