"""Throw spoiled files at Dateline: `python -m tests.hostile.fuzz releases 2000 1`.

Runs in a process of its own, whose memory the operating system bounds at a gigabyte. A case fails
by any exception but those that Dateline tells in words, by taking over five seconds, or by an error
that does not say where. What failed is printed with the case that did it.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from dateline import checks, digest, feeds, markup, pages, plaintext
from dateline.build import open_site
from dateline.errors import DatelineError, SettingsError, TemplateError
from dateline.languages import load_language
from dateline.parts import artifacts
from dateline.problems import Severity
from dateline.reading import read_newsroom
from dateline.settings import Newsroom, load_newsroom
from dateline.site import Site
from dateline.templating import load_templates
from tests.hostile.corpus import (
    BODIES,
    FEEDS,
    NEWSROOMS,
    RELEASES,
    SETTINGS,
    TEMPLATES,
    encoded,
    spoiled,
)

MEMORY = 1_000_000_000
PATIENCE = 5
NOW = datetime(2024, 3, 15, tzinfo=UTC)


# A template's file and line, or the name of one that is not there.
_PLACED = re.compile(r"(?:templates|theme)/[\w-]+\.\w+:\d+: .|There is no template `", re.DOTALL)


class TooSlowError(Exception):
    """A case took longer than a writer would wait."""


def _promise(kept: object, told: object) -> None:
    if not kept:
        raise AssertionError(told)


_slow: list[str] = []


def _rung(*_: object) -> None:
    _slow.append("rung")  # what is raised in a collector's callback is lost
    raise TooSlowError(f"longer than {PATIENCE} seconds")


class Desk:
    """A newsroom that each case changes a file of."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        small = NEWSROOMS / "small"
        for path in (p for p in small.rglob("*") if p.is_file()):
            self.write(path.relative_to(small).as_posix(), path.read_bytes())
        self.newsroom = load_newsroom(folder)

    def write(self, name: str, content: bytes) -> None:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def releases(self, text: str) -> None:
        """Read a release; where it has no error, render everything it stands in."""
        self.write("releases/2024/2024-02-01-course.md", encoded(text))
        reading = read_newsroom(self.newsroom)
        problems = checks.run(reading, self.newsroom)
        assert all(p.message and p.place.line > 0 and p.place.column > 0 for p in problems)
        if not any(problem.severity is Severity.ERROR for problem in problems):
            render(open_site(self.newsroom, NOW))

    def markdown(self, text: str) -> None:
        """Turn Markdown into everything that is made of it; lone surrogates no file can hold."""
        text = text.encode(errors="replace").decode()
        html = markup.to_html(text)
        markup.links(text)
        plaintext.to_text(html)
        markup.with_urls(html, lambda url: f"/{url}", fragments=True)

    def settings(self, text: str) -> None:
        """Read dateline.toml."""
        self.write("dateline.toml", encoded(text))
        self._load()

    def feeds(self, text: str) -> None:
        """Read a feed's file."""
        self.write("feeds/press.toml", encoded(text))
        self._load()

    def templates(self, text: str) -> None:
        """Render a page through a template of the newsroom's own."""
        self.write("templates/page.html", encoded(text))
        language = load_language("en", self.root)
        assert language is not None
        templates = load_templates({"en": language}, self.root / "templates")["en"]
        try:
            templates.render(
                "page.html", page={"title": "x", "path": "en/"}, frame={"head": "", "footer": ""},
                canonical="https://press.example.org/", alternates=(), languages=(), masthead="",
                card="", body="", release={"title": "x"},
            )  # fmt: skip
        except TemplateError as failure:
            _promise(_PLACED.match(failure.message), failure)

    def _load(self) -> Newsroom | None:
        try:
            return load_newsroom(self.root)
        except SettingsError as failure:
            _promise(failure.problems, failure)
            _promise(all(p.message and p.place.line > 0 for p in failure.problems), failure)
        return None


def render(site: Site) -> int:
    """Render a site whole; gives its bytes."""
    made = [pages.whole(site)]
    for language, frame in pages.make_frames(site).items():
        made += pages.pieces(site, frame)
        made += feeds.pieces(site, language)
        made += digest.pieces(site, frame)
    return sum(len(artifact.content) for artifact in artifacts(made))


CORPORA = {
    "releases": RELEASES,
    "markdown": BODIES,
    "settings": SETTINGS,
    "feeds": FEEDS,
    "templates": TEMPLATES,
}


def fuzz(target: str, cases: int, number: int) -> None:
    """Try so many cases of a target; raises what a case raised, after printing the smallest one."""
    signal.signal(signal.SIGPROF, _rung)  # of processor time: a busy machine is no fault
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        act: Callable[[str], None] = getattr(desk, target)

        @seed(number)
        @settings(
            max_examples=cases, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck), print_blob=False,
        )  # fmt: skip
        @given(spoiled(CORPORA[target]) | st.text(max_size=200))
        def attempt(text: str) -> None:
            _slow.clear()
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
            try:
                act(text)
            except DatelineError as failure:
                _promise(failure.message, failure)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            _promise(not _slow, TooSlowError(f"longer than {PATIENCE} seconds"))

        attempt()


def main() -> None:
    """Bound the memory, fuzz, and print what it took."""
    target, cases, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    fuzz(target, cases, number)
    sys.stdout.write(json.dumps({"target": target, "cases": cases, "peak": _peak()}) + "\n")


def _peak() -> int:
    """Give the most memory that this program ever held, in bytes.

    `ru_maxrss` counts what the process that started this one held, too: getrusage(2) says that it
    is kept by execve(2).
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text("ascii"), re.MULTILINE)
    _promise(found, "proc(5) has VmHWM since Linux 2.6")
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    main()
