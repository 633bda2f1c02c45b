"""Show how far a long errand is: one line on standard error, on a terminal only."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dateline.cli.clock import stopwatch
from dateline.cli.desk import Desk

Progress = Callable[[str, int, int], None]
_PATIENCE = 0.3
_PAUSE = 0.05
_BAR = 24


@contextmanager
def progress(desk: Desk) -> Iterator[Progress | None]:
    """Give what an errand reports its stage, done and total to; None where nobody watches."""
    if not desk.is_live():
        yield None
        return
    line = _Line()
    try:
        yield line.show
    finally:
        line.clear()


class _Line:
    """The line that is drawn over and over; not before the errand has taken a moment."""

    def __init__(self) -> None:
        self._elapsed = stopwatch()
        self._next = _PATIENCE
        self._drawn = 0

    def show(self, stage: str, done: int, total: int) -> None:
        now = self._elapsed()
        if now < self._next:
            return
        self._next = now + _PAUSE
        self._draw(_words(stage, done, total))

    def clear(self) -> None:
        if self._drawn:
            self._draw("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _draw(self, text: str) -> None:
        text = text[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write("\r" + text.ljust(self._drawn))
        sys.stderr.flush()
        self._drawn = len(text)


def _words(stage: str, done: int, total: int) -> str:
    """Write `rendering [######------] 1,200 of 2,400`; without a total, the number alone."""
    if not total:
        return f"{stage} {done:,}"
    filled = _BAR * min(done, total) // total
    return f"{stage:<9} [{'#' * filled}{'-' * (_BAR - filled)}] {done:,} of {total:,}"
