"""Time the preview from a saved file to the reloaded page: `python -m benchmarks.preview`.

Starts `dateline serve`, listens for reloads as a browser does, and saves the newest release again
and again: the clock runs from the saving until the page with the new words has been fetched. What
is fetched after a reload and lacks them is a failure, not a wait. Then the server is left alone,
and the processor time is read that it takes to do nothing. Exits 1 where a bound is passed.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from benchmarks.corpus import add_corpus_options, chosen_corpus
from benchmarks.peers.dateline import Dateline
from benchmarks.stories import NOW, stories

LIMIT: Final = 0.2
IDLE_LIMIT: Final = 0.01
_VERSION: Final = re.compile(r'data-version="([^"]+)"')
_PATIENCE: Final = 60


class PreviewError(Exception):
    """The preview did not show what was saved."""


@dataclass(frozen=True, slots=True)
class Served:
    """A preview that runs: its process, its port, and what it says of each rebuild."""

    process: int
    port: int
    told: IO[str]

    def built(self) -> None:
        """Wait until a rebuild is over."""
        if not any(line.startswith("Built:") for line in self.told):
            raise PreviewError("the server went away")

    def fetch(self, path: str) -> str:
        """Get a page."""
        with closing(self._connect()) as connection:
            connection.request("GET", path)
            return connection.getresponse().read().decode()

    @contextmanager
    def listening(self, version: str) -> Iterator[http.client.HTTPResponse]:
        """Listen for reloads, as the page of a version does."""
        with closing(self._connect()) as connection:
            connection.request("GET", f"/__dateline/events?since={version}")
            with connection.getresponse() as stream:
                yield stream

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)


@contextmanager
def serving(command: Sequence[str], site: Path) -> Iterator[Served]:
    """Run a preview of a site in a process of its own, built once."""
    words = [*command, "serve", "-C", str(site), "--port", "0", "--now", NOW.isoformat()]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            address = process.stdout.readline().strip()
            served = Served(process.pid, urlsplit(address).port or 0, process.stderr)
            served.built()
            yield served
        finally:
            process.terminate()


def reload_time(served: Served, path: str, save: Callable[[], str]) -> float:
    """Give the seconds from saving a file to having its words in the page that is open."""
    opened = _VERSION.search(served.fetch(path))
    if opened is None:
        raise PreviewError(f"{path} has no reload script")
    with served.listening(opened[1]) as stream:
        stream.readline()  # the stream is open: what the browser says first
        begun = time.perf_counter()
        words = save()
        for line in stream:
            if line.startswith(b"event: reload"):
                break
    page = served.fetch(path)
    spent = time.perf_counter() - begun
    if words not in page:
        raise PreviewError(f"{path} was reloaded without {words!r}")
    served.built()
    return spent


def idle_share(process: int, seconds: float) -> float:
    """Give the share of a core that a process takes while nothing happens."""
    before = _processor_time(process)
    time.sleep(seconds)
    return (_processor_time(process) - before) / seconds


def _processor_time(process: int) -> float:
    """Read proc_pid_stat(5): user and system time are its 14th and 15th fields."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _add_paragraph(file: Path, turn: int) -> str:
    words = f"Added in turn {turn} of the preview"
    with file.open("a", encoding="utf-8") as release:
        release.write(f"\n{words}.\n")
    return words


def _change_title(file: Path, turn: int) -> str:
    words = f"Title in turn {turn} of the preview"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^title: .*$", f'title: "{words}"', text), encoding="utf-8")
    return words


def main() -> int:
    """Print what was measured, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_corpus_options(parser)
    own = Path(sys.executable).with_name("dateline")
    parser.add_argument("--dateline", type=Path, default=own, help="else this environment's own")
    parser.add_argument("--peers", action="store_true", help="with the theme of the peers' work")
    parser.add_argument("--rounds", type=int, default=10, help="edits of each kind (default 10)")
    parser.add_argument("--idle", type=float, default=20, help="seconds left alone (default 20)")
    parser.add_argument("--root", type=Path, default=Path("/dev/shm"), help="else on tmpfs")
    parser.set_defaults(releases=10_000)
    options = parser.parse_args()
    tool, corpus = Dateline(options.dateline, full=not options.peers), chosen_corpus(options)
    *_, newest = stories(corpus)
    times: dict[str, list[float]] = {"its text, its page": [], "its title, the list": []}
    page, lists = times.values()
    with tempfile.TemporaryDirectory(prefix="dateline-preview-", dir=options.root) as folder:
        site = Path(folder)
        tool.lay_out(stories(corpus), site)
        file = tool.source(site, newest)
        own_page = f"/en/{newest.at:%Y/%m}/{newest.slug}/"
        with serving([str(options.dateline)], site) as served:
            for turn in range(options.rounds):
                page.append(reload_time(served, own_page, partial(_add_paragraph, file, turn)))
                lists.append(reload_time(served, "/en/", partial(_change_title, file, turn)))
            idle = idle_share(served.process, options.idle)
    print(f"{corpus.releases:,} releases, the newest saved {options.rounds} times for each:")
    for what, found in times.items():
        print(
            f"{what:20} {statistics.median(found) * 1000:5.0f} ms (median; "
            f"{min(found) * 1000:.0f} to {max(found) * 1000:.0f})"
        )
    print(f"{'left alone':20} {idle:5.2%} of a core, over {options.idle:g} s")
    print(f"at most {LIMIT * 1000:.0f} ms for the page that was edited, {IDLE_LIMIT:.0%} of a core")
    return int(statistics.median(page) > LIMIT or idle > IDLE_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
