"""Hold what a person asked of every command: where to work, and how much to say.

Results go to standard output, all else to standard error. Knows nothing of newsrooms.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any, TextIO

import click

from dateline.cli.cells import printable


class Desk:
    """One run's way of speaking; the options of every command set it.

    `folder` is where -C points, `root` the newsroom once it is found.
    """

    def __init__(self) -> None:
        self.folder = "."
        self.quiet = False
        self.verbose = False
        self.root = ""
        self._left: list[object] = []

    @property
    def color(self) -> bool | None:
        """Say whether to colour: never with NO_COLOR (no-color.org), else only on a terminal."""
        return False if os.environ.get("NO_COLOR") else None

    def leave(self, *things: object) -> None:
        """Leave things to the end of the process, when the system has all memory back at once.

        To take down ten thousand releases one by one takes a tenth of a second, for nothing.
        """
        self._left.extend(things)

    def prepare_streams(self) -> None:
        """Let neither a closed output nor a letter that a terminal lacks end the run."""
        sys.stdout = sys.stdout or _nowhere()  # None where the shell closed it: `>&-`
        sys.stderr = sys.stderr or _nowhere()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def put(self, text: str, *, err: bool = False) -> None:
        """Print text that is safe for a terminal already."""
        click.echo(text, err=err, color=self.color)

    def result(self, text: str) -> None:
        """Print a line of what was asked for."""
        self.put(printable(text))

    def done(self, text: str, **style: Any) -> None:
        """Print a line of what was done, unless --quiet."""
        if not self.quiet:
            self.put(click.style(printable(text), **style))

    def tell(self, text: str, **style: Any) -> None:
        """Print a message beside the results, unless --quiet."""
        if not self.quiet:
            self.put(click.style(printable(text), **style), err=True)

    def detail(self, text: str) -> None:
        """Print what only --verbose wants to know; it may have many lines."""
        if self.verbose:
            self.put("\n".join(map(printable, text.split("\n"))), err=True)

    def fail(self, message: str, hint: str = "") -> None:
        """Print what went wrong and what to do, --quiet or not."""
        self.put(click.style("Error: ", fg="red", bold=True) + printable(message), err=True)
        if hint:
            self.put(f"  {printable(hint)}", err=True)

    def is_live(self) -> bool:
        """Say whether somebody watches standard error on a terminal that can redraw a line."""
        return not self.quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def near(self, path: str | os.PathLike[str]) -> str:
        """Give a path as one would type it here: relative where it lies below."""
        full = os.path.abspath(path)  # noqa: PTH100 -- lexical: links stay as they were typed
        try:
            shown = os.path.relpath(full)
        except ValueError:  # another drive
            return full
        return full if shown.startswith(os.pardir) else shown


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 -- until the end
