"""A newsroom whose people work on it: what they do to its files, and builds after each step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dateline.build import build, check
from dateline.cli.desk import Desk
from dateline.cli.publishing import publish
from dateline.cli.remembered import Remembered
from dateline.errors import ContentError, DatelineError
from dateline.problems import Problem
from dateline.settings import load_newsroom

STEMS = ("2024-01-08-workshop", "2024-02-01-course", "2024-01-20-fair", "2024-02-09-talks")
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")

CHANGES = (
    "changes: [{at: 2024-02-12, note: A name., kind: major},"
    " {at: 2024-02-25, note: A number., kind: major}]"
)

Deed = Callable[["Office", int], None]


@dataclass
class Office:
    """A newsroom, its public folder, and the moment that its builds take for now."""

    root: Path
    now: datetime = datetime(2024, 2, 15, tzinfo=UTC)
    swaps: bool = False
    keeps_ledger: bool = False
    refused: tuple[Problem, ...] = ()
    log: list[str] = field(default_factory=list)

    def step(self, deed: Deed, number: int) -> None:
        """Do something to the newsroom's files; `number` says which way."""
        deed(self, number)
        self.log.append(f"{deed.__name__} {number}")

    def build(self, *, verify: bool = False, allow_removal: bool = False) -> dict[str, Any] | str:
        """Build in proportion to what changed; gives what is told, or what went wrong."""
        keep = 2 if self.swaps else None
        out = self.root / "public"
        remembered = Remembered(self.root, out, f"{keep}")
        told = None if verify or allow_removal else remembered.unchanged(self.now)
        if told is not None:
            return dict(told)
        asked = {"drafts": False, "preview": False, "keep": keep, "keep_ledger": self.keeps_ledger}
        asked |= {"allow_removal": allow_removal, "jobs": 1, "baseline": None}
        desk = Desk()
        desk.quiet = True
        try:
            told, _ = publish(
                desk,
                remembered,
                now=self.now,
                out=out,
                force=False,
                verify=verify,
                is_locked=False,
                **asked,
            )
        except ContentError as failure:
            self.refused = failure.problems
            return str(failure)
        except DatelineError as failure:
            return str(failure)
        return dict(told)

    def wrong(self) -> tuple[Problem, ...]:
        """Give every problem as a check finds it that knows of no build."""
        return check(load_newsroom(self.root), now=self.now).problems

    def fresh(self) -> dict[str, bytes] | str:
        """Build everything anew, elsewhere; gives the files, or what went wrong."""
        out = self.root.parent / "fresh"
        shutil.rmtree(out, ignore_errors=True)
        try:
            build(load_newsroom(self.root), self.now, out=out, jobs=1)
        except DatelineError as failure:
            return str(failure)
        return tree(out)

    def public(self) -> dict[str, bytes]:
        """Give the public folder's files."""
        return tree(self.root / "public")

    def release(self, number: int, suffix: str = "") -> Path:
        """Give the file of a release, that may not be there."""
        stem = STEMS[number % len(STEMS)]
        there = next(self.root.glob(f"releases/**/{stem}{suffix}.md"), None)
        return there or self.root / "releases" / f"{stem}{suffix}.md"


def tree(folder: Path) -> dict[str, bytes]:
    """Give the files below a folder, by their paths."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    if path.is_file():
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _with_key(text: str, line: str) -> str:
    key = line.partition(":")[0]
    head, rest = text.removeprefix("---\n").split("\n---\n", 1)
    lines = [each for each in head.split("\n") if not each.startswith(f"{key}:")]
    return "---\n" + "\n".join([*lines, line]) + f"\n---\n{rest}"


def edit_text(office: Office, n: int) -> None:
    """Write another paragraph."""
    _rewrite(office.release(n), lambda text: f"{text}\nParagraph {n}.\n")


def edit_title(office: Office, n: int) -> None:
    """Give a release another title."""
    _rewrite(office.release(n), lambda text: _with_key(text, f"title: Title number {n}"))


def edit_keys(office: Office, n: int) -> None:
    """Give a release another key."""
    lines = (
        "topics: [skills]", "topics: [youth, skills]", "place: Huế", "kind: statement",
        "draft: true", "draft: false", "embargo: 2024-02-20T02:00:00Z", "notes: Call *us*.",
        f"related: [{STEMS[n % 4]}]", "aliases: [/old/address/]", "summary: Another summary.",
        CHANGES,
        "coverage: [{title: Seen, date: 2024-02-18}]",
        "withdrawn: {at: 2024-02-22, reason: It was wrong.}", "x-own: {a: [1, 2]}",
    )  # fmt: skip
    _rewrite(office.release(n), lambda text: _with_key(text, lines[n // 4 % len(lines)]))


def add(office: Office, n: int) -> None:
    """Add a release, or a translation of one."""
    suffix = (".vi", "")[n // 4 % 2]
    path = office.release(n, suffix)
    if not path.exists():
        day = path.name[:10]
        text = f"---\ntitle: Release {n}\ndate: {day}\nsummary: It is new.\n---\nText {n}.\n"
        path.write_text(text, encoding="utf-8")


def remove(office: Office, n: int) -> None:
    """Remove a release's file."""
    office.release(n, (".vi", "")[n // 4 % 2]).unlink(missing_ok=True)


def rename(office: Office, n: int) -> None:
    """Move a release's file into another folder, or back."""
    path = office.release(n)
    if path.is_file():
        folder = office.root / "releases" / str(n % 3)
        folder.mkdir(exist_ok=True)
        path.rename(folder / path.name)


def picture(office: Office, n: int) -> None:
    """Give a release a picture, or the picture other bytes."""
    path = office.release(n)
    if path.is_file():
        (path.parent / "chart.png").write_bytes(PICTURE + bytes([n % 250]))
        _rewrite(path, lambda text: _with_key(text, "image: {src: chart.png, alt: A chart}"))


def repaint(office: Office, n: int) -> None:
    """Give a picture other bytes, and its release none."""
    for path in sorted(office.root.glob("releases/**/chart.png")):
        path.write_bytes(PICTURE + bytes([n % 250, 7]))


def settings(office: Office, n: int) -> None:
    """Change a setting."""
    _rewrite(office.root / "dateline.toml", lambda text: text.replace("News of", f"News {n} of", 1))


def feed(office: Office, n: int) -> None:
    """Add a feed, change it, or take it away."""
    path = office.root / "feeds/young.toml"
    if n % 3:
        path.write_text(f'title = "Young {n}"\ntopics = ["youth"]\nitems = {n % 3}\n')
    else:
        path.unlink(missing_ok=True)


def template(office: Office, n: int) -> None:
    """Override a template, or let it be the theme's again."""
    folder = office.root / "templates"
    folder.mkdir(exist_ok=True)
    name = ("footer.html", "item.html", "digest.txt")[n % 3]
    if n // 3 % 2:
        (folder / name).unlink(missing_ok=True)
    else:
        (folder / name).write_text(f"<p>Own {n}</p>\n")


def page(office: Office, n: int) -> None:
    """Change a standing page, add one, or take it away."""
    path = office.root / "pages" / ("about.md", "more.md")[n % 2]
    if n // 2 % 3 == 2 and n % 2:
        path.unlink(missing_ok=True)
    else:
        path.write_text(f"---\ntitle: Page {n // 6 % 2}\n---\nText {n}.\n")


def asset(office: Office, n: int) -> None:
    """Add an asset, one that pages take note of among them, or take it away."""
    path = office.root / "assets" / ("paper.txt", "icon.svg")[n % 2]
    path.parent.mkdir(exist_ok=True)
    if n // 2 % 3 == 2:
        path.unlink(missing_ok=True)
    else:
        path.write_text(f"<svg xmlns='http://www.w3.org/2000/svg' id='n{n}'/>")


def clock(office: Office, n: int) -> None:
    """Let time pass, or set the clock back."""
    office.now += timedelta(hours=(1, 30, 100, 500, -200)[n % 5])


def behind_our_back(office: Office, n: int) -> None:
    """Change, cut or remove published files."""
    files = sorted(path for path in (office.root / "public").rglob("*") if path.is_file())
    if files:
        path = files[n % len(files)]
        if n % 3 == 0:
            path.unlink()
        else:
            path.write_bytes(b"<!-- by hand -->" if n % 3 == 1 else path.read_bytes()[:-1])


def touch(office: Office, n: int) -> None:
    """Give every source another time, as a fresh clone does."""
    for path in sorted((office.root / "releases").rglob("*.md")):
        os.utime(path, ns=(10**18 + n, 10**18 + n))


def memory(office: Office, n: int) -> None:
    """Damage or remove what is remembered."""
    for path in sorted((office.root / ".dateline/memory").glob("*")):
        content = bytearray(path.read_bytes())
        if n % 3 == 0:
            path.unlink()
        elif n % 3 == 1:
            content[n % len(content)] ^= 1
            path.write_bytes(content)
        else:
            path.write_bytes(content[: n % len(content)])


def everything(office: Office, _: int) -> None:
    """Remove the whole cache, and what was published: without it, that is nobody's."""
    for name in (".dateline", "public", ".public-versions"):
        path = office.root / name
        path.unlink() if path.is_symlink() else shutil.rmtree(path, ignore_errors=True)


# Those after which little is made anew come oftener: where all is, nothing can be missed.
DEEDS: tuple[Deed, ...] = (
    *(edit_text, edit_title, edit_keys, edit_keys, add, remove, clock) * 4,
    *(rename, picture, repaint, page, asset, behind_our_back, touch) * 2,
    settings, feed, template, memory, everything,
)  # fmt: skip
