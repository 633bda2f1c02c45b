"""Open built pages in Chromium, and judge HTML by the Nu checker, from a test.

Calls the scripts beside this file with Node, and `nu.py`; what both need comes from
`npm install --prefix tests/browser`. Does not know Dateline: a site is a folder, a page is a path
in it (`en/2024/02/`). Does not click, and sees only what a page does by itself.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tests.browser.nu import HtmlMessage, check_html, html_available

__all__ = [
    "HtmlMessage",
    "PageFindings",
    "Probe",
    "Violation",
    "available",
    "check_html",
    "check_pages",
    "html_available",
    "probe_pages",
    "shoot",
]

HERE: Final = Path(__file__).parent
MODULES: Final = HERE / "node_modules"
WIDTHS: Final = (320, 1280)

Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


@dataclass(frozen=True)
class Violation:
    """One axe-core rule that a page breaks at one width and colour scheme."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]
    summary: str
    width: int
    scheme: str

    def __str__(self) -> str:
        where = ", ".join(self.targets[:3])
        return f"{self.rule} ({self.impact}, {self.width} px, {self.scheme}) at {where}"


@dataclass(frozen=True)
class PageFindings:
    """What a browser saw on one page, at all widths and colour schemes together."""

    path: str
    status: int
    violations: tuple[Violation, ...]
    unsure: tuple[Violation, ...]  # axe leaves these to people; mostly contrast it cannot compute
    overflow_pixels: int  # at a width of 320 px
    overflow_culprits: tuple[str, ...]
    console_errors: tuple[str, ...]
    foreign_requests: tuple[str, ...]
    scripts: tuple[str, ...]

    def faults(self) -> list[str]:
        """Tell everything that is wrong with the page, a line each."""
        wide = f"{self.overflow_pixels} px wider than 320 px: {', '.join(self.overflow_culprits)}"
        said = [
            *([f"status {self.status}"] if self.status != 200 else []),
            *(str(violation) for violation in self.violations),
            *([wide] if self.overflow_pixels or self.overflow_culprits else []),
            *(f"console: {error}" for error in self.console_errors),
            *(f"request to {address}" for address in self.foreign_requests),
            *(f"script ran: {place}" for place in self.scripts),
        ]
        return [f"{self.path}: {fault}" for fault in said]


@dataclass(frozen=True)
class Probe:
    """What a page did to a reader who only looked, and what in it waits for a touch."""

    path: str
    status: int
    title: str
    loads: int
    dialogs: tuple[str, ...]
    traps: tuple[str, ...]
    foreign: tuple[str, ...]  # requests to other hosts, those for pictures apart
    scripts: tuple[str, ...]
    console: tuple[str, ...]

    def harm(self) -> list[str]:
        """Tell all that an attacker would be pleased by, a line each."""
        said = [*self.dialogs, *self.traps, *self.foreign, *self.scripts]
        return [f"{self.path}: {each}" for each in said]


def available() -> str | None:
    """Say why pages cannot be opened on this machine, or None if they can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not all((MODULES / name).is_dir() for name in ("axe-core", "playwright-core")):
        return "npm install --prefix tests/browser has not been run"
    if not Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium").exists():
        return "Chromium is not installed (Debian: chromium; else set CHROMIUM)"
    return None


def check_pages(
    site: Path,
    paths: Iterable[str],
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[Scheme] = SCHEMES,
    *,
    prefix: str = "/",
) -> list[PageFindings]:
    """Open each page of a built site and tell what a browser and axe-core find wrong.

    `prefix` is the path part of base_url. A page takes a second or so; overflow is measured at
    320 px whatever `widths` says.
    """
    answer = _node("check-pages.mjs", site, paths, widths, schemes, ["--prefix", prefix])
    return [_findings(page) for page in answer["pages"]]


def shoot(
    site: Path,
    paths: Iterable[str],
    out: Path,
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[Scheme] = SCHEMES,
    *,
    prefix: str = "/",
    print_media: bool = True,
    height: int | None = None,
) -> list[Path]:
    """Photograph pages as `{page}.{width}.{light|dark|print}.png` and name the files.

    Whole pages, or so many pixels of `height` from the top.
    """
    more = ["--prefix", prefix, "--out", str(out), *(["--print"] if print_media else [])]
    more += ["--height", str(height)] if height else []
    answer = _node("shoot.mjs", site, paths, widths, schemes, more)
    return [Path(file) for file in answer["files"]]


def probe_pages(
    site: Path,
    paths: Iterable[str],
    *,
    enforce: bool = False,
    origin: str = "",
    loads: int = 0,
) -> list[Probe]:
    """Open pages without and, where told to `enforce`, with their own policy; some 100 ms each.

    `origin` asks a server that runs already; with `loads`, each page is kept open until it was
    loaded so many times and a second longer.
    """
    more = ["--loads", str(loads)] if loads else []
    more += ["--enforce"] if enforce else []
    more += ["--origin", origin] if origin else []
    answer = _node("probe-pages.mjs", site, paths, WIDTHS, SCHEMES, more)
    return [
        Probe(**{key: tuple(v) if isinstance(v, list) else v for key, v in page.items()})
        for page in answer["pages"]
    ]


def send_forms(
    site: Path, paths: Iterable[str], address: str, *, origin: str
) -> list[dict[str, Any]]:
    """Fill in and send the form of pages, without scripts; gives where each led, and its heading.

    `origin` is a server's that runs.
    """
    more = ["--address", address, "--origin", origin]
    answer = _node("send-form.mjs", site, paths, WIDTHS, SCHEMES, more)
    pages: list[dict[str, Any]] = answer["pages"]
    return pages


def _node(
    script: str,
    site: Path,
    paths: Iterable[str],
    widths: Sequence[int],
    schemes: Sequence[Scheme],
    more: list[str],
) -> dict[str, Any]:
    looks = ["--widths", ",".join(map(str, widths)), "--schemes", ",".join(schemes)]
    command = ["node", str(HERE / script), "--site", str(site), *looks, *more, "--", *paths]
    done = subprocess.run(command, capture_output=True, check=False, timeout=1800)
    if done.returncode != 0:
        raise RuntimeError(f"{script} failed: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _findings(page: dict[str, Any]) -> PageFindings:
    return PageFindings(
        path=page["path"],
        status=page["status"],
        violations=tuple(map(_violation, page["violations"])),
        unsure=tuple(map(_violation, page["unsure"])),
        overflow_pixels=page["overflow"]["pixels"],
        overflow_culprits=tuple(page["overflow"]["culprits"]),
        console_errors=tuple(page["console"]),
        foreign_requests=tuple(page["foreign"]),
        scripts=tuple(page["scripts"]),
    )


def _violation(found: dict[str, Any]) -> Violation:
    return Violation(**{**found, "targets": tuple(found["targets"])})
