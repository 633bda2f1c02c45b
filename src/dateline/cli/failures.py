"""Turn what failed into words on standard error and an exit code; never a traceback.

Imported only when something failed.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress

import click

from dateline.cli.desk import Desk
from dateline.cli.showing import count, show_problems, totals
from dateline.errors import ContentError, DatelineError, OutsideError, SettingsError

INTERRUPTED = 130  # 128 + SIGINT, as shells say it
READER_GONE = 141  # 128 + SIGPIPE
BUG = 70  # sysexits.h: EX_SOFTWARE
_FULL = {errno.ENOSPC, errno.EDQUOT}


class ReaderGoneError(Exception):
    """Whoever read our output stopped reading: no failure, and nobody left to tell."""


def exit_code_of(failure: Exception, desk: Desk) -> int:
    """Tell a failure and give its exit code; with nobody to hear it, the code still stands."""
    if isinstance(failure, OSError):
        _let_go_of_output()
    with suppress(OSError):
        _tell(failure, desk)
    match failure:
        case BrokenPipeError() | ReaderGoneError():
            return READER_GONE
        case click.Abort():
            return INTERRUPTED
        case click.ClickException() | DatelineError():
            return failure.exit_code
        case OSError():
            return OutsideError.exit_code
    return BUG


def _tell(failure: Exception, desk: Desk) -> None:
    match failure:
        case BrokenPipeError() | ReaderGoneError():
            _let_go_of_output()
        case click.Abort():
            desk.detail("Interrupted.")
        case click.ClickException():
            failure.show()
        case ContentError() | SettingsError():
            _tell_problems(failure, desk)
        case DatelineError():
            desk.fail(failure.message, failure.hint)
        case OSError():
            desk.fail(*explain_outside(failure))
        case _:
            _tell_bug(failure, desk)


def explain_outside(failure: OSError) -> tuple[str, str]:
    """Say what the operating system refused, where, and what to do."""
    where = f"Cannot use {os.fsdecode(failure.filename)}: " if failure.filename else ""
    hint = "Free some space." if failure.errno in _FULL else "Check the disk and its permissions."
    return f"{where}{failure.strerror or failure}.", hint


def explain_bug(failure: Exception) -> str:
    """Say that a failure is ours."""
    return f"This is a bug of Dateline: {type(failure).__name__}: {failure}"


def _tell_problems(failure: ContentError | SettingsError, desk: Desk) -> None:
    show_problems(desk, failure.problems, err=True)
    errors, warnings = totals(failure.problems)
    counted = f"{count(errors, 'error')}, {count(warnings, 'warning')}."
    kept = " Nothing was published." if isinstance(failure, ContentError) else ""
    desk.fail(f"{failure.message} {counted}{kept}", failure.hint)


def _tell_bug(failure: Exception, desk: Desk) -> None:
    if desk.verbose:
        desk.detail("".join(traceback.format_exception(failure)).rstrip())
    hint = "" if desk.verbose else "Run it again with --verbose for the details, and report them."
    desk.fail(explain_bug(failure), hint)


def _let_go_of_output() -> None:
    """Let go of a standard output that cannot be written, before Python's end flushes it again."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 -- until the end
