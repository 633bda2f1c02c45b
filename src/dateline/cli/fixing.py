"""Mend files for `dateline check --fix`: show what changes, and write it unless told not to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from dateline.cli.cells import printable
from dateline.cli.desk import Desk
from dateline.cli.showing import count
from dateline.repairs.files import Mended, mendable, write

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def fix(desk: Desk, root: Path, wanted: Callable[[str], bool], *, dry_run: bool, err: bool) -> None:
    """Mend the wanted files of a newsroom, and print the diff of each."""
    done = 0
    for mended in mendable(root):
        if not wanted(mended.path):
            continue
        _show(desk, mended, err=err)
        if not dry_run:
            write(root, mended)
        desk.tell(f"{mended.path}: {', '.join(mended.what)}")
        done += 1
    desk.tell(f"{count(done, 'file')} {'to mend' if dry_run else 'mended'}.")


def _show(desk: Desk, mended: Mended, *, err: bool) -> None:
    """Print a diff: as it is for a file or program, safely for a terminal."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        desk.put(mended.diff().removesuffix("\n"), err=err)
        return
    for line in mended.diff().removesuffix("\n").split("\n"):
        desk.put(click.style(printable(line), fg=_COLOURS.get(line[:1])), err=err)
